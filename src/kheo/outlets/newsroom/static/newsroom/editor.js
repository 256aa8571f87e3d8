// The rich-text editor in the page's own language, and within its content policy.
const words = JSON.parse(document.getElementById("editor-words").textContent);
window.gettext = (message) => words[message] || message;

// It would write its few styles into the page, which the policy forbids. They are in desk.css, and an element of that
// name, which is no style at all, tells it so.
const styles = document.createElementNS("urn:none", "style");
styles.setAttribute("data-tiptap-style", "");
document.head.append(styles);

// The names of its buttons do not pass through gettext, and its box has none.
const translate = () => {
  const label = document.querySelector("label[for=id_html]").textContent.trim();
  for (const box of document.querySelectorAll(".article-form .tiptap")) {
    if (box.getAttribute("aria-label") !== label) box.setAttribute("aria-label", label);
  }
  for (const button of document.querySelectorAll(".prose-menubar [title]")) {
    const name = words[button.title];
    if (name) {
      button.title = name;
      button.setAttribute("aria-label", name);
    }
  }
  for (const option of document.querySelectorAll(".prose-menubar__option > *, dialog option")) {
    if (words[option.textContent]) option.textContent = words[option.textContent];
  }
};
document.addEventListener("DOMContentLoaded", () => {
  new MutationObserver(translate).observe(document.body, { childList: true, subtree: true });
});
