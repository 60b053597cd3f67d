// What is seen on the drawing board: what lies around the site, the line itself, its points.
import Feature from "ol/Feature.js";
import LineString from "ol/geom/LineString.js";
import Point from "ol/geom/Point.js";
import Polygon from "ol/geom/Polygon.js";
import Modify from "ol/interaction/Modify.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { Circle, Fill, Stroke, Style, Text } from "ol/style.js";
import { format } from "../grid.js";

const RED = "#d4351c";
const INK = "#0b0c0c";
const OUTLINE = new Style({ stroke: new Stroke({ color: RED, width: 3 }), fill: new Fill({ color: `${RED}1f` }) });
const SKETCH = new Style({ stroke: new Stroke({ color: RED, width: 2, lineDash: [8, 6] }) });
const dot = (radius, fill) => new Style({ image: new Circle({ radius, fill: new Fill({ color: fill }), stroke: new Stroke({ color: RED, width: 2 }) }) });
const POINT = dot(5, "#ffffff");
const FIRST = dot(7, "#ffffff");
const PICKED = new Style({ image: new Circle({ radius: 9, fill: new Fill({ color: "#ffdd00" }), stroke: new Stroke({ color: INK, width: 3 }) }), zIndex: 2 });

// Layers under the line, as components/site_map has them. A feature's property `label` is written beside it.
export function backdrop(layers) {
  return layers.map(({ geojson, colour = "#505a5f" }) => {
    const style = (feature, resolution) => new Style({
      stroke: new Stroke({ color: colour, width: 2, lineDash: [4, 4] }),
      fill: new Fill({ color: "#00000000" }),
      image: new Circle({ radius: 3, fill: new Fill({ color: colour }) }),
      text: feature.get("label") && resolution < 0.6
        ? new Text({ text: feature.get("label"), font: "14px Arial, Helvetica, sans-serif", fill: new Fill({ color: INK }), stroke: new Stroke({ color: "#ffffff", width: 3 }), offsetY: -12 })
        : undefined,
    });
    return new VectorLayer({ source: new VectorSource({ features: format.readFeatures(geojson) }), style, declutter: true });
  });
}

// Lines of the National Grid, so that there is a measure even where there is no map: every 10 metres, or what suits the scale.
const STEPS = [1, 5, 10, 50, 100, 500, 1000, 5000, 10000, 50000, 100000];
const APART = 40; // pixels at least between two lines

export function gridLines() {
  const layer = new VectorLayer({ source: new VectorSource(), style: new Style({ stroke: new Stroke({ color: "#dcdfe0", width: 1 }) }) });
  const show = (map) => {
    const view = map.getView();
    const [west, south, east, north] = view.calculateExtent(map.getSize());
    const step = STEPS.find((metres) => metres / view.getResolution() >= APART) || STEPS.at(-1);
    const every = (from, to) => Array.from({ length: Math.floor((to - from) / step) + 2 }, (_, index) => (Math.floor(from / step) + index) * step);
    const lines = [
      ...every(west, east).map((x) => [[x, south], [x, north]]),
      ...every(south, north).map((y) => [[west, y], [east, y]]),
    ];
    layer.getSource().clear();
    layer.getSource().addFeatures(lines.map((line) => new Feature(new LineString(line))));
  };
  return { layer, show };
}

export class Drawing {
  constructor(line) {
    this.line = line;
    this.shapes = new VectorSource();
    this.points = new VectorSource();
    this.sketch = new VectorSource();
    this.layers = [
      new VectorLayer({ source: this.shapes, style: OUTLINE }),
      new VectorLayer({ source: this.sketch, style: SKETCH }),
      new VectorLayer({ source: this.points, style: (feature) => feature.get("style") }),
    ];
    this.modify = new Modify({ source: this.shapes, pixelTolerance: 12 });
    this.modify.on("modifyend", () => this.takeOver());
  }

  show(mode) {
    const { areas, picked } = this.line;
    this.shapes.clear();
    this.points.clear();
    areas.forEach((area, number) => {
      const shape = area.closed
        ? new Polygon([area.points, ...area.holes].map((points) => [...points, points[0]]))
        : new LineString(area.points);
      if (area.points.length > 1) this.shapes.addFeature(new Feature({ geometry: shape, number }));
      area.points.forEach((point, index) => {
        const isPicked = picked && picked.area === number && picked.index === index;
        const style = isPicked ? PICKED : index === 0 && !area.closed ? FIRST : POINT;
        this.points.addFeature(new Feature({ geometry: new Point(point), style }));
      });
    });
    this.modify.setActive(mode === "change");
    if (mode !== "draw") this.follow(null);
  }

  // The edge that the next click would draw.
  follow(coordinate) {
    this.sketch.clear();
    const points = this.line.open?.points || [];
    if (!coordinate || points.length === 0) return;
    this.sketch.addFeature(new Feature(new LineString([points.at(-1), coordinate, ...(points.length > 1 ? [points[0]] : [])])));
  }

  // What was dragged, back into the data. A tap that moved nothing changes nothing.
  takeOver() {
    const areas = structuredClone(this.line.areas);
    this.shapes.forEachFeature((feature) => {
      const coordinates = feature.getGeometry().getCoordinates();
      const area = areas[feature.get("number")];
      if (!area.closed) return;
      [area.points, ...area.holes] = coordinates.map((points) => points.slice(0, -1).map(([e, n]) => [e, n]));
    });
    if (JSON.stringify(areas) !== JSON.stringify(this.line.areas)) this.line.replace(areas, "The line was changed.");
  }
}
