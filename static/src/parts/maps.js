// Puts a map in place of a site's drawing when it comes into sight; its script (large) is loaded only where there is one.
export function startMaps(scope) {
  const places = [...scope.querySelectorAll("[data-module=site-map]:not([data-ready])")];
  if (places.length === 0) return;
  if (window.bopsMap) {
    watch(places);
    return;
  }
  const script = document.createElement("script");
  script.src = places[0].dataset.script;
  script.addEventListener("load", () => watch(places));
  document.head.append(script);
}

function watch(places) {
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries.filter(({ isIntersecting }) => isIntersecting)) {
      observer.unobserve(entry.target);
      if (!entry.target.dataset.ready) window.bopsMap(entry.target);
    }
  }, { rootMargin: "200px" });
  places.forEach((place) => observer.observe(place));
}
