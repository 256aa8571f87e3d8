// In the box of a link, names of news, models and documents of the portal are offered while somebody types one; a
// pasted address is left as it is.
const said = JSON.parse(document.getElementById("editor-words").textContent);
const targets = document.querySelector("form[data-targets]").dataset.targets;
const WAIT = 200;

const offer = (field) => {
  const hint = document.createElement("p"), list = document.createElement("ul");
  let timer = 0, latest = 0;
  hint.className = "hint";
  hint.id = `${field.id}-hint`;
  hint.textContent = said["Link hint"];
  list.className = "link-choice";
  list.setAttribute("aria-live", "polite");
  field.setAttribute("aria-describedby", hint.id);
  field.autocomplete = "off";
  field.after(hint, list);

  const choose = (url) => {
    field.value = url;
    list.replaceChildren();
    field.focus();
  };
  const show = (found) => list.replaceChildren(...found.map(([title, url, kind]) => {
    const line = document.createElement("li"), press = document.createElement("button");
    press.type = "button";
    press.textContent = `${title} (${kind})`;
    press.addEventListener("click", () => choose(url));
    line.append(press);
    return line;
  }));
  const ask = async () => {
    const text = field.value.trim(), mine = ++latest;
    if (!text || /^(https?:|mailto:|tel:|\/|#)/i.test(text)) return show([]);
    try {
      const answer = await fetch(`${targets}?q=${encodeURIComponent(text)}`);
      if (answer.ok && mine === latest) show((await answer.json()).found);
    } catch {
      show([]); // then the address is typed
    }
  };
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
};

document.addEventListener("DOMContentLoaded", () => {
  new MutationObserver(() => {
    const field = document.querySelector("dialog.prose-editor-dialog input[name=href]:not([data-offers])");
    if (!field) return;
    field.dataset.offers = "yes";
    offer(field);
  }).observe(document.body, { childList: true, subtree: true });
});
