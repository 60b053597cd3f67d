// The site on a map that can be moved and enlarged. It replaces the drawing that the server made (components/site_map.jinja),
// in the British National Grid. There are no tiles unless the council has a key for them.
import Map from "ol/Map.js";
import View from "ol/View.js";
import GeoJSON from "ol/format/GeoJSON.js";
import TileLayer from "ol/layer/Tile.js";
import VectorLayer from "ol/layer/Vector.js";
import ScaleLine from "ol/control/ScaleLine.js";
import Zoom from "ol/control/Zoom.js";
import { defaults as interactions } from "ol/interaction/defaults.js";
import { get as projection } from "ol/proj.js";
import { register } from "ol/proj/proj4.js";
import VectorSource from "ol/source/Vector.js";
import XYZ from "ol/source/XYZ.js";
import { Fill, Stroke, Style } from "ol/style.js";
import TileGrid from "ol/tilegrid/TileGrid.js";
import proj4 from "proj4";

proj4.defs("EPSG:27700", "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy "
  + "+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs");
register(proj4);
const GRID = projection("EPSG:27700");
GRID.setExtent([-238375, 0, 900000, 1376256]);
const RESOLUTIONS = [896, 448, 224, 112, 56, 28, 14, 7, 3.5, 1.75, 0.875, 0.4375, 0.21875, 0.109375];
const format = new GeoJSON({ dataProjection: "EPSG:4326", featureProjection: GRID });

function shapes(geojson, colour, width) {
  const outline = new Style({ stroke: new Stroke({ color: colour, width }), fill: new Fill({ color: `${colour}1f` }) });
  return new VectorLayer({ source: new VectorSource({ features: format.readFeatures(geojson) }), style: outline });
}

function tiles(address) {
  const grid = new TileGrid({ resolutions: RESOLUTIONS, origin: [-238375, 1376256] });
  const source = new XYZ({ url: address, projection: GRID, tileGrid: grid, attributions: `© Crown copyright and database rights ${new Date().getFullYear()} OS` });
  return new TileLayer({ source });
}

// Do it once the element has a width and a height: not while it is folded away, nor before its style sheet has come.
function whenThereIsRoom(element, action) {
  if (element.clientWidth && element.clientHeight) return action();
  return new ResizeObserver((_, observer) => {
    if (!element.clientWidth || !element.clientHeight) return;
    observer.disconnect();
    action();
  }).observe(element);
}

window.bopsMap = function showMap(place) {
  place.dataset.ready = "yes";
  const target = document.createElement("div");
  target.className = "app-site-map__map";
  target.tabIndex = 0;
  target.setAttribute("role", "application");
  target.setAttribute("aria-label", `${place.dataset.label}. Arrow keys move it, plus and minus change the size.`);
  const site = shapes(JSON.parse(place.dataset.boundary), "#d4351c", 3);
  const others = JSON.parse(place.dataset.layers || "[]").map((layer) => shapes(layer.geojson, layer.colour || "#1d70b8", 2));
  const layers = [...(place.dataset.tiles ? [tiles(place.dataset.tiles)] : []), ...others, site];
  place.append(target); // the drawing stays for paper
  whenThereIsRoom(target, () => {
    const map = new Map({
      target,
      layers,
      controls: [new Zoom({ zoomInTipLabel: "Zoom in", zoomOutTipLabel: "Zoom out" }), new ScaleLine()],
      interactions: interactions({ onFocusOnly: true }),
      view: new View({ projection: GRID, resolutions: RESOLUTIONS, constrainResolution: false }),
    });
    map.getView().fit(site.getSource().getExtent(), { padding: [50, 50, 50, 50], maxZoom: 12 });
    place.bopsMap = map;
  });
};
