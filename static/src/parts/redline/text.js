// The red line as text that people can read and change: easting, northing, a line for each point and a gap between areas.
// GeoJSON and WKT are understood too, and GeoJSON is written where an area has holes. The server reads the same (intake/red_line.py).
import WKT from "ol/format/WKT.js";
import { transform } from "ol/proj.js";
import { format, GRID } from "../grid.js";

const PAIR = /^\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*[,;]?\s*$/;

export function write(areas) {
  const filled = areas.filter((area) => area.points.length > 0);
  if (filled.some((area) => area.holes.length > 0)) return JSON.stringify({ type: "MultiPolygon", coordinates: filled.map(inDegrees) });
  return filled.map((area) => area.points.map(([e, n]) => `${e.toFixed(2)}, ${n.toFixed(2)}`).join("\n")).join("\n\n");
}

function inDegrees(area) {
  const closed = (points) => [...points, points[0]].map((point) => transform(point, GRID, "EPSG:4326"));
  return [area.points, ...area.holes].map(closed);
}

// Areas, or an Error whose words say which line is wrong.
export function read(text) {
  const said = text.trim();
  if (said === "") return [];
  if (/^[{[]/.test(said)) return fromGeoJson(JSON.parse(said));
  if (/^[a-z]/i.test(said)) return polygons([new WKT().readGeometry(said.replace(/^SRID=\d+;/i, ""))]);
  return fromPairs(text);
}

function fromPairs(text) {
  const areas = [[]];
  text.split("\n").forEach((line, number) => {
    if (line.trim() === "") {
      areas.push([]);
      return;
    }
    const found = line.match(PAIR);
    if (!found) throw new Error(`Line ${number + 1} is not a pair of numbers.`);
    areas.at(-1).push(placed(Number(found[1]), Number(found[2])));
  });
  return areas.filter((points) => points.length > 0).map((points) => ({ points, holes: [], closed: points.length > 2 }));
}

function placed(first, second) {
  if (Math.max(Math.abs(first), Math.abs(second)) > 180) return [first, second];
  return transform(first >= 49 && second < 49 ? [second, first] : [first, second], "EPSG:4326", GRID);
}

function fromGeoJson(value) {
  const document = Array.isArray(value) ? { type: "Polygon", coordinates: value } : value;
  const onGrid = /27700/.test(JSON.stringify(document.crs || "")) || beyondDegrees(document);
  const projections = { dataProjection: onGrid ? GRID : "EPSG:4326", featureProjection: GRID };
  return polygons(format.readFeatures(document, projections).map((feature) => feature.getGeometry()), onGrid);
}

function beyondDegrees(value) {
  const first = JSON.stringify(value).match(/"coordinates":\s*\[+\s*(-?[\d.]+)/);
  return first ? Math.abs(Number(first[1])) > 180 : false;
}

function polygons(geometries) {
  const found = geometries.flatMap((geometry) => {
    const kind = geometry?.getType();
    if (kind === "Polygon") return [geometry];
    if (kind === "MultiPolygon") return geometry.getPolygons();
    return kind === "GeometryCollection" ? geometry.getGeometries().filter((part) => part.getType() === "Polygon") : [];
  });
  if (found.length === 0) throw new Error("There is no area in it.");
  return found.map((polygon) => {
    const [outline, ...holes] = polygon.getCoordinates().map((points) => points.slice(0, -1).map((point) => placed(point[0], point[1])));
    return { points: outline, holes, closed: true };
  });
}
