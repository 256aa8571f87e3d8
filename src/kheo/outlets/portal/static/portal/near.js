// Lists what is near: asks where the reader is on a click only, and tells the site no more than a kilometre of it.
for (const button of document.querySelectorAll("[data-near]")) {
  const said = button.parentElement.querySelector("[role=status]");
  button.hidden = !navigator.geolocation;
  button.addEventListener("click", () => {
    said.textContent = button.dataset.wait;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const there = new URL(location.href);
        for (const name of ["from_unit", "after", "before"]) there.searchParams.delete(name);
        there.searchParams.set("near", `${coords.latitude.toFixed(2)}, ${coords.longitude.toFixed(2)}`);
        location.assign(there);
      },
      () => { said.textContent = button.dataset.refused; },
      { maximumAge: 600000, timeout: 15000 },
    );
  });
}
