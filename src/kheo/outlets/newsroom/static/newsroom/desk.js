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

// Sets a picture or a file into the text behind the block with the cursor; one that stands in the text moves there.
let editor;
const placeOf = (key) => {
  let found = null;
  editor.state.doc.descendants((node, at) => {
    if (node.type.name === "placed" && `${node.attrs.kind}-${node.attrs.number}` === key) found = at;
  });
  return found;
};
const insert = (key) => {
  const [kind, number] = key.split("-");
  const { $from, to } = editor.state.selection;
  const before = placeOf(key);
  const { tr, schema } = editor.state;
  const start = tr.steps.length;
  tr.insert($from.depth ? $from.after(1) : to, schema.nodes.placed.create({ kind, number: Number(number) }));
  if (before !== null) {
    const from = tr.mapping.slice(start).map(before);
    tr.delete(from, from + 1);
  }
  editor.view.dispatch(tr);
  editor.chain().setNodeSelection(placeOf(key)).scrollIntoView().focus().run();
};
document.addEventListener("prose-editor:ready", (event) => {
  editor = event.detail.editor;
  document.body.classList.add("can-place");
});
document.addEventListener("click", (event) => {
  const key = event.target.closest("[data-insert]")?.dataset.insert;
  if (key && editor) insert(key);
});

// Shows what hangs on the article by an answer, beside words that are not saved: these are of its version from now on.
const takeIn = (answer, page) => {
  const fresh = page.getElementById("hung");
  const version = form.querySelector("[name=version]");
  const after = Number(page.querySelector("form[data-clean] [name=version]").value);
  if (answer.ok && after === Number(version.value) + 1) version.value = after; // else somebody saved meanwhile
  document.getElementById("hung").replaceWith(document.adoptNode(fresh));
  for (const input of fresh.querySelectorAll("[data-file]")) input.parentElement.classList.add("file-ready");
  return fresh;
};

// While there are words that are not saved, a picture or file is added without leaving the page.
const stay = async (sent) => {
  const answer = await fetch(sent.action, { method: "POST", body: new FormData(sent) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const place = sent.closest("section").id;
  const fresh = takeIn(answer, page);
  const told = fresh.querySelector(`#${place} .error-summary`) || fresh.querySelector(`#${place} h2`);
  told.tabIndex = -1;
  told.focus();
};
document.addEventListener("submit", async (event) => {
  const sent = event.target;
  if (!sent.hasAttribute("data-stay") || !form.dataset.changed) return;
  event.preventDefault();
  const press = sent.querySelector("button.btn-primary");
  press.disabled = true;
  try {
    await stay(sent);
  } catch {
    press.disabled = false;
    const told = sent.querySelector(".not-added") || sent.appendChild(document.createElement("p"));
    told.className = "lacking not-added";
    told.setAttribute("role", "alert");
    told.textContent = window.gettext("Not added");
  }
});
