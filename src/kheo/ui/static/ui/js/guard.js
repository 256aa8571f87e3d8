// A form marked data-guard asks before the page is left with words in it that are not saved.
// The error summary of a form that came back takes the focus, so that a reader of the screen hears it.
document.querySelector("[data-focus]")?.focus();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && form.hasAttribute("data-guard")) form.dataset.changed = "yes";
});

document.addEventListener("submit", (event) => {
  delete event.target.dataset.changed;
});

window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-guard][data-changed]")) event.preventDefault();
});
