// One tick at the head of a list ticks every row of the page.
const all = document.querySelector("[data-pick-all]");
const picks = document.querySelectorAll("[data-pick] [name=pick]");
if (all && picks.length > 1) {
  all.hidden = false;
  all.addEventListener("change", () => picks.forEach((pick) => { pick.checked = all.checked; }));
}
