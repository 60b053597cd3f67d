// The viewer of documents: loaded only on its pages. Without it they show still pictures with links.
import { startCompare } from "./parts/sheet/compare.js";
import { Look } from "./parts/sheet/look.js";
import { Measure } from "./parts/sheet/measure.js";
import { Redact } from "./parts/sheet/redact.js";

for (const element of document.querySelectorAll("[data-module=sheet]")) {
  const look = new Look(element);
  const panel = document.querySelector("[data-module=measure]");
  if (panel) new Measure(look, panel);
  const boxes = document.querySelector("[data-module=redact]");
  if (boxes) new Redact(look, boxes);
}
document.querySelectorAll("[data-module=compare]").forEach(startCompare);

const copy = document.querySelector("[data-copy-link]");
if (copy) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    const address = new URL(copy.dataset.copyLink, window.location).href;
    try {
      await navigator.clipboard.writeText(address);
      copy.textContent = "Link copied";
    } catch {
      window.prompt("Copy this link", address);
    }
  });
}
