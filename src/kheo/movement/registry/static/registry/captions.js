// For each file that was chosen, a line to say what it shows; without script, captions are written after saving.
document.addEventListener("change", (event) => {
  const box = document.querySelector("[data-captions]");
  if (!box || event.target.name !== "added") return;
  box.querySelectorAll("label").forEach((label) => label.remove());
  for (const file of event.target.files) {
    const line = box.querySelector("template").content.cloneNode(true);
    line.querySelector("span").textContent = file.name;
    box.append(line);
  }
  box.hidden = event.target.files.length === 0;
});
