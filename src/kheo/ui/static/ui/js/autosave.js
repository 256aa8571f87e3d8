// A form marked data-autosave="ADDRESS" is sent there three seconds after the last key (or after data-autosave-pause
// milliseconds), files left out. With data-autosave-every (milliseconds) it is sent so often while somebody types, and
// when the page is left: what is sent is then kept aside and not saved, so that the page still asks before it is left.
// What is said of it stands in the form, or in the element that data-status names.
// The answer is 204, or JSON {"fields": {"name": "value"}} that renews hidden fields such as the version (and may have
// {"parts": {"id": "html"}} of what the page then says of the draft; no part holds a box to type in), or 422 while
// what is typed is not enough to be saved.
const PAUSE = 3000;
const timers = new WeakMap();
const saving = new WeakMap();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form || !form.dataset.autosave) return;
  const every = Number(form.dataset.autosaveEvery);
  if (every && timers.has(form)) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => save(form), every || Number(form.dataset.autosavePause) || PAUSE));
});

// Runs before once.js: a form that is just being saved waits for the answer, so that it is sent with its new version.
document.addEventListener("submit", (event) => {
  const form = event.target;
  clearTimeout(timers.get(form));
  timers.delete(form);
  if (!saving.has(form)) return;
  event.preventDefault();
  saving.get(form).then(() => form.requestSubmit(event.submitter));
});

addEventListener("pagehide", () => {
  for (const form of document.querySelectorAll("form[data-autosave-every][data-changed]")) {
    navigator.sendBeacon(form.dataset.autosave, new FormData(form));
  }
});

function save(form) {
  timers.delete(form);
  if (form.dataset.sent) return;
  saving.set(form, send(form).finally(() => saving.delete(form)));
}

async function send(form) {
  const place = form.dataset.status ? document.getElementById(form.dataset.status) : form;
  const status = place.querySelector("[data-autosave-status]");
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  if (status) status.textContent = status.dataset.saving;
  try {
    const answer = await fetch(form.dataset.autosave, { method: "POST", body, redirect: "error" });
    if (answer.status === 422) {
      const first = point(form, (await answer.json()).errors);
      if (status) status.textContent = first || status.dataset.incomplete;
      return;
    }
    point(form, {});
    if (answer.status === 409) {
      if (status) status.textContent = (await answer.json()).errors.join(" ");
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    if (answer.status !== 204) {
      const said = await answer.json();
      renew(form, said.fields);
      for (const [id, html] of Object.entries(said.parts || {})) document.getElementById(id).innerHTML = html;
    }
    if (!form.dataset.autosaveEvery) delete form.dataset.changed;
    if (status) status.textContent = `${status.dataset.saved} ${clock()}`;
  } catch {
    if (status) status.textContent = status.dataset.failed;
  }
}

// Mark the fields that are wrong, and return what is wrong with the first of those that the page shows by itself.
function point(form, errors) {
  for (const field of form.elements) {
    const wrong = errors[field.name];
    if (wrong) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    field.title = wrong ? wrong.join(" ") : "";
  }
  return form.dataset.status ? Object.values(errors).flat()[0] : "";
}

function renew(form, fields) {
  for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
}

function clock() {
  return new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
}
