// The British National Grid for maps: the projection, its zoom steps, tiles where a council has a key, and waiting for room to draw.
import GeoJSON from "ol/format/GeoJSON.js";
import TileLayer from "ol/layer/Tile.js";
import { get as projection } from "ol/proj.js";
import { register } from "ol/proj/proj4.js";
import XYZ from "ol/source/XYZ.js";
import TileGrid from "ol/tilegrid/TileGrid.js";
import proj4 from "proj4";

proj4.defs("EPSG:27700", "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy "
  + "+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs");
register(proj4);
export const GRID = projection("EPSG:27700");
GRID.setExtent([-238375, 0, 900000, 1376256]);
export const RESOLUTIONS = [896, 448, 224, 112, 56, 28, 14, 7, 3.5, 1.75, 0.875, 0.4375, 0.21875, 0.109375];
export const format = new GeoJSON({ dataProjection: "EPSG:4326", featureProjection: GRID });

export function tiles(address) {
  const grid = new TileGrid({ resolutions: RESOLUTIONS, origin: [-238375, 1376256] });
  const source = new XYZ({ url: address, projection: GRID, tileGrid: grid, attributions: `© Crown copyright and database rights ${new Date().getFullYear()} OS` });
  return new TileLayer({ source });
}

// Do it once the element has a width and a height: not while it is folded away, nor before its style sheet has come.
export function whenThereIsRoom(element, action) {
  if (element.clientWidth && element.clientHeight) return action();
  return new ResizeObserver((_, observer) => {
    if (!element.clientWidth || !element.clientHeight) return;
    observer.disconnect();
    action();
  }).observe(element);
}
