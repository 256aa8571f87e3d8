// Titles below a search field while somebody types: a list for eyes, arrow keys and screen readers. Without it the field
// is a plain one.
(() => {
  const address = document.currentScript.dataset.url;
  const WAIT = 150, LEAST = 2;

  const equip = (field, number) => {
    const list = document.createElement("ul");
    let timer = 0, latest = 0, chosen = -1;
    list.id = `suggested-${number}`;
    list.className = "suggested";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.labels[0]?.textContent || field.placeholder);
    field.after(list);
    field.parentElement.classList.add("suggested-in");
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    })) field.setAttribute(name, value);

    const close = () => {
      list.hidden = true;
      chosen = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };
    const choose = (place) => {
      const lines = [...list.children];
      chosen = (place + lines.length + 1) % (lines.length + 1);
      lines.forEach((line, at) => line.setAttribute("aria-selected", String(at === chosen)));
      if (lines[chosen]) field.setAttribute("aria-activedescendant", lines[chosen].id);
      else field.removeAttribute("aria-activedescendant");
    };
    const show = (titles) => {
      list.replaceChildren(...titles.map(([title, url], at) => {
        const line = document.createElement("li");
        line.id = `${list.id}-${at}`;
        line.setAttribute("role", "option");
        line.setAttribute("aria-selected", "false");
        line.textContent = title;
        line.dataset.url = url;
        return line;
      }));
      chosen = -1;
      list.hidden = !titles.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
    };
    const ask = async () => {
      const text = field.value.trim(), mine = ++latest;
      if (text.length < LEAST) return close();
      try {
        const answer = await fetch(`${address}?q=${encodeURIComponent(text)}`, { credentials: "omit" });
        const titles = answer.ok ? (await answer.json()).titles : [];
        if (mine === latest && document.activeElement === field) show(titles);
      } catch { close(); }
    };

    field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
    field.addEventListener("blur", () => setTimeout(close, 150));
    field.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? list.children.length - 1 : chosen - 1);
      } else if (event.key === "Enter" && list.children[chosen]) {
        event.preventDefault();
        location.assign(list.children[chosen].dataset.url);
      } else if (event.key === "Escape") {
        event.preventDefault();
        latest++;
        close();
      }
    });
    list.addEventListener("mousedown", (event) => {
      const line = event.target.closest("li");
      if (line) location.assign(line.dataset.url);
    });
  };

  document.querySelectorAll('input[type="search"][name="q"]').forEach(equip);
})();
