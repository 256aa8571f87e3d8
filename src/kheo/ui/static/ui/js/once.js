// A form already on its way is not sent a second time. The lock opens again when the page is shown again from the
// browser's history, and after a while, because a download leaves the page where it is.
const WAIT = 8000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  const pressed = event.submitter?.name || "form"; // two downloads of one form are two things
  if (form.dataset.sent === pressed) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = pressed;
  form.setAttribute("aria-busy", "true");
  setTimeout(() => release(form), WAIT);
});

window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

function release(form) {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
}
