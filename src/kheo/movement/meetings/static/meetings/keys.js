// Keys of the pages that stand on the wall: each link or button with data-key is pressed by its key; on a ballot the
// digits choose on the item that has the focus, or on the first that is still open. What is live is asked for again.
const EVERY = 3000;
const TYPES = "input:not([type=radio], [type=checkbox]), textarea, select";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.target.closest(TYPES)) return;
  const ballot = document.querySelector("[data-ballot]");
  if (ballot && /^[1-3]$/.test(event.key)) {
    choose(ballot, Number(event.key));
    event.preventDefault();
    return;
  }
  if (event.key === " " && event.target.closest("a, button, input, summary")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const pressed = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!pressed || ballot) return;
  event.preventDefault();
  pressed.click();
});

function choose(ballot, number) {
  const items = [...ballot.querySelectorAll("fieldset")];
  const open = items.find((item) => !item.querySelector(":checked"));
  const item = document.activeElement.closest("fieldset") || open || items[0];
  const radio = item.querySelectorAll("[type=radio]")[number - 1];
  radio.checked = true;
  const next = items[items.indexOf(item) + 1];
  (next ? next.querySelector("[type=radio]") : ballot.querySelector("button")).focus();
}

async function refresh(live) {
  try {
    const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
    const plain = (node) => node.innerHTML.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "");
    if (!fresh || plain(fresh) === plain(live) || live.querySelector("form[data-sent]")) return;
    const focused = live.contains(document.activeElement) && document.activeElement.dataset.key;
    live.replaceChildren(...fresh.childNodes);
    if (focused) live.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  } catch {
    // the machine sleeps, or is being restarted: asked again
  }
}

const live = document.querySelector("[data-live]");
if (live) setInterval(() => refresh(live), EVERY);
