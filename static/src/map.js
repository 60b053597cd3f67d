// The site on a map that can be moved and enlarged. It replaces the drawing that the server made (components/site_map.jinja),
// in the British National Grid. There are no tiles unless the council has a key for them.
import Map from "ol/Map.js";
import View from "ol/View.js";
import VectorLayer from "ol/layer/Vector.js";
import ScaleLine from "ol/control/ScaleLine.js";
import Zoom from "ol/control/Zoom.js";
import { defaults as interactions } from "ol/interaction/defaults.js";
import VectorSource from "ol/source/Vector.js";
import { Fill, Stroke, Style } from "ol/style.js";
import { format, GRID, RESOLUTIONS, tiles, whenThereIsRoom } from "./parts/grid.js";

function shapes(geojson, colour, width) {
  const outline = new Style({ stroke: new Stroke({ color: colour, width }), fill: new Fill({ color: `${colour}1f` }) });
  return new VectorLayer({ source: new VectorSource({ features: format.readFeatures(geojson) }), style: outline });
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
