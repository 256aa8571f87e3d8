// The arrow keys go from box to box in a sheet of ticks; the space bar ticks, as everywhere.
const STEPS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

document.querySelector("[data-ticks]")?.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  const row = event.target.closest("[data-ticks-row]");
  if (!step || !row || !event.target.matches("[name=tick]")) return;
  const rows = [...event.currentTarget.querySelectorAll("[data-ticks-row]")];
  const boxes = [...row.querySelectorAll("[name=tick]")];
  const next = (rows[rows.indexOf(row) + step[0]] || row).querySelectorAll("[name=tick]")[boxes.indexOf(event.target) + step[1]];
  if (!next) return;
  event.preventDefault();
  next.focus();
});
