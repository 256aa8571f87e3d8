// The rich-text editor in the page's own language, and within its content policy.
const words = JSON.parse(document.getElementById("editor-words").textContent);
window.gettext = (message) => words[message] || message;

// It would write its few styles into the page, which the policy forbids. They are in desk.css, and an element of that
// name, which is no style at all, tells it so.
const styles = document.createElementNS("urn:none", "style");
styles.setAttribute("data-tiptap-style", "");
document.head.append(styles);

// Names of its buttons do not pass through gettext.
const translate = () => {
  for (const button of document.querySelectorAll(".prose-menubar [title]")) {
    const name = words[button.title];
    if (name) {
      button.title = name;
      button.setAttribute("aria-label", name);
    }
  }
  for (const option of document.querySelectorAll(".prose-menubar__option > *")) {
    if (words[option.textContent]) option.textContent = words[option.textContent];
  }
};
document.addEventListener("DOMContentLoaded", () => {
  new MutationObserver(translate).observe(document.querySelector(".article-form"), { childList: true, subtree: true });
});
