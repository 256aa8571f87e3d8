// Enter and the arrow keys go from cell to cell in a table of points; left and right only at the ends of what is typed.
const grid = document.querySelector("[data-grid]");

function go(cell, rows, columns) {
  const row = cell.closest("tr");
  const cells = [...row.querySelectorAll("[data-cell]")];
  const all = [...grid.querySelectorAll("tbody tr")];
  const there = all[all.indexOf(row) + rows];
  const next = (there || row).querySelectorAll("[data-cell]")[cells.indexOf(cell) + columns];
  if (!next || next === cell) return false;
  next.focus();
  next.select();
  return true;
}

grid?.addEventListener("keydown", (event) => {
  const cell = event.target;
  if (!cell.matches("[data-cell]")) return;
  const atStart = cell.selectionEnd === 0;
  const atEnd = cell.selectionStart === cell.value.length;
  const whole = cell.selectionStart === 0 && atEnd;
  const steps = { Enter: [1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
  if (atStart || whole) steps.ArrowLeft = [0, -1];
  if (atEnd || whole) steps.ArrowRight = [0, 1];
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  go(cell, ...step);
});
