// The drawing board of a red line (components/red_line.jinja): by mouse, finger and keyboard. What is drawn stands in the text box
// below it as coordinates, which can be edited there too, and which is what the form sends. Without this script the box is all there is.
import Map from "ol/Map.js";
import View from "ol/View.js";
import ScaleLine from "ol/control/ScaleLine.js";
import Zoom from "ol/control/Zoom.js";
import { defaults as interactions } from "ol/interaction/defaults.js";
import { boundingExtent } from "ol/extent.js";
import { transform } from "ol/proj.js";
import { GRID, RESOLUTIONS, tiles, whenThereIsRoom } from "./parts/grid.js";
import { buttonsFor } from "./parts/redline/buttons.js";
import { listenToKeys } from "./parts/redline/keys.js";
import { backdrop, Drawing, gridLines } from "./parts/redline/layers.js";
import { crosses, RedLine } from "./parts/redline/model.js";
import { read, write } from "./parts/redline/text.js";

const PADDING = [60, 60, 60, 60];
const CLOSE = 12; // pixels: a click that near a point means the point
const BRITAIN = [0, 0, 700000, 1300000];

window.bopsRedLine = function startBoard(board) {
  board.dataset.ready = "yes";
  const parts = {
    board,
    place: board.querySelector("[data-red-line=place]"),
    target: board.querySelector("[data-red-line=map]"),
    status: board.querySelector("[data-red-line=status]"),
    box: board.querySelector("textarea"),
    file: board.querySelector("input[type=file]"),
    details: board.querySelector("textarea").closest("details"),
  };
  const line = new RedLine();
  parts.place.hidden = false;
  if (!board.dataset.error) parts.details.open = false;
  fill(line, parts);
  whenThereIsRoom(parts.target, () => draw(line, parts));
};

function fill(line, parts) {
  try {
    line.areas = read(parts.box.value);
  } catch {
    parts.details.open = true; // the server's words about it stand above
  }
}

function draw(line, parts) {
  const drawing = new Drawing(line);
  const data = parts.board.dataset;
  const grid = gridLines();
  const map = new Map({
    target: parts.target,
    layers: [data.tiles ? tiles(data.tiles) : grid.layer, ...backdrop(JSON.parse(data.layers || "[]")), ...drawing.layers],
    controls: [new Zoom({ zoomInTipLabel: "Zoom in", zoomOutTipLabel: "Zoom out" }), new ScaleLine()],
    interactions: interactions({ keyboard: false, doubleClickZoom: false, altShiftDragRotate: false, pinchRotate: false, onFocusOnly: true })
      .extend([drawing.modify]),
    view: new View({ projection: GRID, resolutions: RESOLUTIONS, constrainResolution: false, enableRotation: false }),
  });
  const desk = { line, map, parts, drawing, mode: line.areas.length === 0 ? "draw" : "change" };
  desk.fit = () => fit(desk);
  desk.setMode = (mode) => {
    desk.mode = mode;
    line.picked = null;
    line.changed(mode === "draw" ? "Set the points of an area." : "");
  };
  desk.near = (point) => near(desk, point);
  desk.setPoint = (point) => setPoint(desk, point);
  const buttons = buttonsFor(desk);
  line.listen((words) => {
    if (desk.mode === "draw" && line.areas.length > 0 && !line.open) desk.mode = "change";
    if (line.isEmpty) desk.mode = "draw";
    drawing.show(desk.mode);
    buttons.show();
    tell(desk, words);
    keep(desk);
  });
  if (!data.tiles) map.on("moveend", () => grid.show(map));
  listenToPointer(desk);
  listenToKeys(desk);
  listenToText(desk);
  fit(desk);
  drawing.show(desk.mode);
  buttons.show();
  tell(desk, "");
  parts.board.bopsDesk = desk;
}

function fit({ line, map, parts }) {
  const points = line.areas.flatMap((area) => area.points);
  const view = map.getView();
  if (points.length > 0) {
    view.fit(boundingExtent(points), { padding: PADDING, minResolution: RESOLUTIONS.at(-1) });
  } else if (parts.board.dataset.point) {
    view.setCenter(transform(JSON.parse(parts.board.dataset.point), "EPSG:4326", GRID));
    view.setResolution(0.15);
  } else {
    view.fit(BRITAIN);
  }
}

// The point under a pixel that was meant: { area, index }, or null.
function near({ line, map }, pixel) {
  let best = null;
  let least = CLOSE;
  line.areas.forEach((area, number) => area.points.forEach((point, index) => {
    const [x, y] = map.getPixelFromCoordinate(point);
    const distance = Math.hypot(x - pixel[0], y - pixel[1]);
    if (distance <= least) [best, least] = [{ area: number, index }, distance];
  }));
  return best;
}

// In drawing: a point, or the end of the area at its first point. A second click on the last point ends it too.
function setPoint(desk, pixel) {
  const { line, map } = desk;
  const found = near(desk, pixel);
  if (found && line.areas[found.area] === line.open) {
    const last = found.index === line.open.points.length - 1;
    if (found.index === 0 || last) {
      if (line.open.points.length > 2) line.finish();
      return;
    }
  }
  line.add(map.getCoordinateFromPixel(pixel));
}

function listenToPointer(desk) {
  const { map, line, parts } = desk;
  map.on("click", (event) => {
    parts.place.classList.remove("is-keyed");
    if (desk.mode === "draw") {
      setPoint(desk, event.pixel);
      return;
    }
    const found = near(desk, event.pixel);
    line.pick(found ? found.area : null, found?.index);
  });
  map.on("pointermove", (event) => {
    desk.drawing.follow(desk.mode === "draw" && !event.dragging ? event.coordinate : null);
    parts.target.classList.toggle("is-drawing", desk.mode === "draw");
  });
}

function listenToText(desk) {
  const { line, parts } = desk;
  parts.box.addEventListener("input", () => {
    desk.typing = true;
    try {
      line.replace(read(parts.box.value), "The line was read from the text.");
      fit(desk);
    } catch (fault) {
      parts.status.textContent = fault.message;
    }
    desk.typing = false;
  });
  parts.file.addEventListener("change", async () => {
    const file = parts.file.files[0];
    if (!file || file.size > 5000000 || /\.zip$/i.test(file.name)) return; // the server reads those
    try {
      line.replace(read(await file.text()), `The line was read from ${file.name}.`);
      parts.file.value = "";
      fit(desk);
    } catch {
      parts.status.textContent = `${file.name} is read when you save.`;
    }
  });
}

// What is drawn goes into the text box; whoever leaves the page without saving is asked (parts/drafts.js).
function keep({ line, parts, typing }) {
  const text = write(line.areas);
  if (typing || text === parts.box.value) return;
  parts.box.value = text;
  parts.board.dispatchEvent(new Event("input", { bubbles: true }));
}

// How large it is, beside what has just been done.
function tell({ line, parts }, words) {
  const metres = line.squareMetres;
  const measured = metres > 0 ? `${(metres / 10000).toFixed(4)} hectares (${Math.round(metres).toLocaleString("en-GB")} m²).` : "";
  const size = line.isEmpty ? "Nothing is drawn yet." : measured;
  const wrong = line.areas.some((area) => crosses(area.points)) ? "The line crosses itself: move its points so that no edges cross." : "";
  const openness = line.open && line.open.points.length > 0 ? "Not closed yet." : "";
  parts.status.textContent = [words, size, openness, wrong].filter(Boolean).join(" ");
  parts.status.classList.toggle("app-red-line__status--wrong", wrong !== "");
}
