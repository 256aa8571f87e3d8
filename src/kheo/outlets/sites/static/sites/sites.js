// Shows in the preview what is typed in the form of a site, before it is saved.
(() => {
  const preview = document.querySelector(".site-preview");
  if (!preview) return;
  const field = (name) => document.querySelector(`form [name="${name}"]`);
  const shown = (name) => preview.querySelector(`[data-shows="${name}"]`);

  for (const name of ["name", "tagline"]) {
    const show = () => { shown(name).textContent = field(name).value.trim() || shown(name).dataset.usual || ""; };
    field(name).addEventListener("input", show);
    show();
  }
  const deeper = (colour) => `color-mix(in srgb, ${colour}, black 22%)`;
  field("colour").addEventListener("input", (event) => {
    if (document.documentElement.dataset.contrast === "high") return;
    preview.style.setProperty("--red", event.target.value);
    preview.style.setProperty("--red-deep", deeper(event.target.value));
  });
  for (const shown of preview.querySelectorAll("[data-section]")) {
    field(shown.dataset.section).addEventListener("change", (event) => { shown.hidden = event.target.checked; });
  }
  field("logo").addEventListener("change", (event) => {
    const [file] = event.target.files;
    if (!file || !file.type.startsWith("image/")) return;
    const reader = new FileReader(); // the content policy lets pictures come from here and from data, not from blob
    reader.addEventListener("load", () => { shown("logo").src = reader.result; });
    reader.readAsDataURL(file);
  });
})();
