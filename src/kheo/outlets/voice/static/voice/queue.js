// The queue of remarks by keyboard: j and k go on and back, x ticks, d shows, a goes to the reason for hiding, o opens.
// Everything is a button or a link of the page too; without this script nothing is missing.
const queue = document.querySelector("form[data-queue]");
const boxes = queue ? [...queue.querySelectorAll("input[name='picked']")] : [];

function here() {
  return boxes.findIndex((box) => box.closest("li").contains(document.activeElement));
}

function go(to) {
  const box = boxes[Math.max(0, Math.min(boxes.length - 1, to))];
  box.focus();
  box.closest("li").scrollIntoView({ block: "nearest" });
}

// A step takes what is ticked; where nothing is, the remark one stands on.
function takeOne() {
  if (boxes.some((box) => box.checked) || queue.querySelector("[name='whole']:checked")) return true;
  if (here() < 0) return false;
  boxes[here()].checked = true;
  return true;
}

const steps = {
  j: () => go(here() + 1),
  k: () => go(here() - 1),
  x: () => here() >= 0 && boxes[here()].click(),
  d: () => takeOne() && queue.requestSubmit(queue.querySelector("[name='act'][value='show']")),
  a: () => takeOne() && queue.querySelector("[name='usual']").focus(),
  o: () => here() >= 0 && boxes[here()].closest("li").querySelector("[data-open]").click(),
};

document.addEventListener("keydown", (event) => {
  if (!boxes.length || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  const at = event.target;
  if (event.key === "Enter" && (at.name === "usual" || at.name === "reason") && at.value) {
    event.preventDefault();
    queue.requestSubmit(queue.querySelector("[name='act'][value='hide']"));
    return;
  }
  if (at.closest("input:not([type='checkbox']), textarea, select, [contenteditable]")) return;
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  step();
});
