// Ctrl+Enter sends the form one is typing in; "/" goes to the search box.
document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const at = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && at.form && at.form.method === "post") {
    event.preventDefault();
    at.form.requestSubmit();
  }
  if (event.key === "/" && !event.ctrlKey && !event.altKey && !event.metaKey && !at.closest("input, textarea, select, [contenteditable]")) {
    const search = document.querySelector("[data-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  }
});
