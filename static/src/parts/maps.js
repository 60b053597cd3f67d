// Loads the map's own script (large) only where a page has a map.
export function startMaps(scope) {
  const places = [...scope.querySelectorAll("[data-module=site-map]:not([data-ready])")];
  if (places.length === 0) return;
  const show = () => places.forEach((place) => window.bopsMap && window.bopsMap(place));
  if (window.bopsMap) {
    show();
    return;
  }
  const script = document.createElement("script");
  script.src = places[0].dataset.script;
  script.addEventListener("load", show);
  document.head.append(script);
}
