// Tells every half minute that the page of an article is open, and shows who has taken it over meanwhile.
const busy = document.getElementById("busy");
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
const said = (words) => new URLSearchParams({ csrfmiddlewaretoken: token(), ...words });

const keep = async () => {
  try {
    const answer = await fetch(busy.dataset.keep, { method: "POST", body: said({}), redirect: "error" });
    if (answer.status === 204) busy.replaceChildren();
    else if (answer.ok && !busy.firstElementChild) busy.innerHTML = await answer.text();
  } catch {
    // Without the network nothing can be told; the next half minute tries again.
  }
};
if (busy) {
  keep();
  setInterval(keep, 30000);
  addEventListener("pagehide", () => navigator.sendBeacon(busy.dataset.keep, said({ closed: "1" })));
}

// Word's lists are paragraphs; the server makes them lists again before the editor sees them.
const form = document.querySelector("form[data-clean]");
let isOurs = false;
form.addEventListener("paste", async (event) => {
  const html = event.clipboardData?.getData("text/html") || "";
  const box = event.target.closest?.(".ProseMirror");
  if (isOurs || !box || !/mso-|MsoNormal|urn:schemas-microsoft/.test(html)) return;
  event.preventDefault();
  event.stopPropagation();
  let cleaned = html;
  try {
    const answer = await fetch(form.dataset.clean, { method: "POST", body: said({ html }), redirect: "error" });
    if (answer.ok) cleaned = await answer.text();
  } catch {
    // Then the editor takes it as it comes, and it is cleaned when it is saved.
  }
  const data = new DataTransfer();
  data.setData("text/html", cleaned);
  data.setData("text/plain", event.clipboardData?.getData("text/plain") || "");
  isOurs = true;
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  isOurs = false;
}, true);

// Offers the known tags for the word behind the last comma.
const tags = document.querySelector("[list=known-tags]");
const known = [...document.querySelectorAll("#known-tags option")].map((option) => option.value);
tags.addEventListener("input", () => {
  const before = tags.value.slice(0, tags.value.lastIndexOf(",") + 1);
  const options = document.querySelectorAll("#known-tags option");
  options.forEach((option, at) => { option.value = before ? `${before} ${known[at]}` : known[at]; });
});
