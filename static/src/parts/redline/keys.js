// The drawing board by keyboard: arrows move the map under the cross in its middle, Enter sets a point there, Backspace takes one away.
const STEP = 24; // pixels
const FINE = 4;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export function listenToKeys(desk) {
  const { parts } = desk;
  parts.target.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey) return;
    const action = actionOf(desk, event);
    if (!action) return;
    parts.place.classList.add("is-keyed");
    event.preventDefault();
    event.stopPropagation();
    action();
  });
  parts.target.addEventListener("pointerdown", () => parts.place.classList.remove("is-keyed"));
}

function actionOf(desk, event) {
  const { line, map } = desk;
  const view = map.getView();
  if (event.key in ARROWS) return () => move(view, ARROWS[event.key], event.shiftKey ? FINE : STEP);
  if (event.ctrlKey) return event.key.toLowerCase() === "z" ? () => line.undo() : null;
  const pick = (step) => () => {
    if (desk.mode === "draw" && line.open) return;
    line.pickNext(step);
    if (line.pickedPoint) view.setCenter(line.pickedPoint);
  };
  return {
    Enter: () => enter(desk),
    " ": () => enter(desk),
    Backspace: () => line.remove(),
    Delete: () => line.remove(),
    Escape: line.picked ? () => line.pick(null) : null,
    "+": () => view.setZoom(view.getZoom() + 0.5),
    "=": () => view.setZoom(view.getZoom() + 0.5),
    "-": () => view.setZoom(view.getZoom() - 0.5),
    f: () => line.finish(),
    n: pick(1),
    p: pick(-1),
    i: () => {
      line.insertAfterPicked();
      if (line.pickedPoint) view.setCenter(line.pickedPoint);
    },
    z: () => line.undo(),
  }[event.key.length === 1 ? event.key.toLowerCase() : event.key] || null;
}

function move(view, [across, up], pixels) {
  const [x, y] = view.getCenter();
  const metres = pixels * view.getResolution();
  view.setCenter([x + across * metres, y + up * metres]);
}

// A point at the cross; the end of the area where the cross is on its first point; where a point was picked, its new place.
function enter(desk) {
  const { line, map } = desk;
  const [width, height] = map.getSize();
  if (desk.mode === "draw") {
    map.renderSync();
    desk.setPoint([width / 2, height / 2]);
  } else if (line.picked) {
    line.movePicked([...map.getView().getCenter()]);
  }
}
