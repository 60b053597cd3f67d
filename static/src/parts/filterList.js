// A box above a long list of choices: words typed there leave the choices that have them. The box is made here, for without this
// script it would do nothing.
export function startFilterLists(scope) {
  for (const place of scope.querySelectorAll("[data-module=filter-list]:not([data-ready])")) {
    place.dataset.ready = "yes";
    build(place);
  }
}

function build(place) {
  const { label, hint, none, items, groups } = place.dataset;
  place.className = "govuk-form-group";
  place.innerHTML = "<label class='govuk-label govuk-label--s' for='filter-list'></label><div class='govuk-hint' id='filter-list-hint'></div>"
    + "<input class='govuk-input govuk-input--width-20' id='filter-list' type='search' autocomplete='off' spellcheck='false' aria-describedby='filter-list-hint'>"
    + "<p class='govuk-body govuk-!-margin-top-2' role='status'></p>";
  const [name, more, box, status] = place.children;
  name.textContent = label;
  more.textContent = hint;
  const form = place.closest("form");
  const show = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const group of form.querySelectorAll(groups)) {
      const shown = [...group.querySelectorAll(items)].filter((item) => {
        item.hidden = !words.every((word) => item.textContent.toLowerCase().includes(word));
        return !item.hidden;
      });
      group.hidden = shown.length === 0;
      count += shown.length;
    }
    status.textContent = words.length === 0 ? "" : count === 0 ? none : `${count} found`;
  };
  box.addEventListener("input", show);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "ArrowDown") return;
    event.preventDefault(); // to the first choice, which Enter then sends
    const first = [...form.querySelectorAll(items)].find((item) => !item.hidden && !item.closest("[hidden]"))?.querySelector("input");
    if (first) {
      first.focus();
      if (event.key === "Enter") first.checked = true;
    }
  });
}
