// Ticked lines: how many there are, all of them at once, and a bar that shows only when some are.
export function startBulk(scope) {
  for (const bar of scope.querySelectorAll("[data-bulk=bar]")) setUp(bar);
}

function setUp(bar) {
  const form = bar.closest("form");
  if (!form || bar.dataset.ready) return;
  bar.dataset.ready = "yes";
  const boxes = () => [...form.querySelectorAll("[data-bulk=item]")];
  const count = bar.querySelector("[data-bulk=count]");
  const clear = bar.querySelector("[data-bulk=none]");
  const all = putSelectAll(form);
  let last = null;

  function show() {
    const ticked = boxes().filter((box) => box.checked).length;
    bar.hidden = ticked === 0;
    clear.hidden = ticked === 0;
    count.textContent = `${ticked} selected`;
    if (all) {
      all.checked = ticked > 0 && ticked === boxes().length;
      all.indeterminate = ticked > 0 && !all.checked;
    }
  }

  function setAll(checked) {
    boxes().forEach((box) => { box.checked = checked; });
    show();
  }

  // Shift and click ticks everything between two boxes.
  form.addEventListener("click", (event) => {
    if (!event.target.matches("[data-bulk=item]")) return;
    const list = boxes();
    const here = list.indexOf(event.target);
    if (event.shiftKey && last !== null) {
      list.slice(Math.min(last, here), Math.max(last, here) + 1).forEach((box) => { box.checked = event.target.checked; });
    }
    last = here;
    show();
  });
  form.addEventListener("change", show);
  clear.addEventListener("click", () => setAll(false));
  if (all) all.addEventListener("change", () => setAll(all.checked));
  show();
}

function putSelectAll(form) {
  const place = form.querySelector("[data-bulk=all]");
  if (!place) return null;
  const box = document.createElement("input");
  box.type = "checkbox";
  box.className = "app-checkbox";
  box.setAttribute("aria-label", place.dataset.label);
  place.replaceWith(box);
  return box;
}
