// A file control in the page's own language, naming what was chosen; the browser's own one speaks the browser's language.
for (const input of document.querySelectorAll("[data-file]")) input.parentElement.classList.add("file-ready");

document.addEventListener("change", (event) => {
  const names = event.target.parentElement?.querySelector(".file-names");
  if (!names || event.target.type !== "file") return;
  names.dataset.none ??= names.textContent;
  names.textContent = [...event.target.files].map((file) => file.name).join(", ") || names.dataset.none;
});
