// What every page loads. Each part finds its own elements; pages work without any of this.
import { initAll } from "govuk-frontend";
import htmx from "htmx.org";
import { startAutosave, startGuard } from "./parts/drafts.js";
import { startBoards } from "./parts/boards.js";
import { startBulk } from "./parts/bulk.js";
import { startLive, whatTheServerSent } from "./parts/live.js";
import { startFilterLists } from "./parts/filterList.js";
import { startMaps } from "./parts/maps.js";
import { startShortcuts } from "./parts/shortcuts.js";
import { startUploads } from "./parts/uploads.js";
import { startViewer } from "./parts/viewer.js";

// The content security policy forbids inline styles and eval: tell htmx so.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;

function start(scope) {
  initAll({ scope });
  dropExpandedFromRadios();
  startMaps(scope);
  startBoards(scope);
  startFilterLists(scope);
  startViewer(scope);
  startBulk(scope);
  startUploads(scope);
  startAutosave(scope);
  startGuard(scope);
}

// GOV.UK's radios say aria-expanded, which ARIA does not allow there; what a choice opens follows it directly anyway.
function dropExpandedFromRadios() {
  document.querySelectorAll("input[type=radio][aria-expanded]").forEach((radio) => radio.removeAttribute("aria-expanded"));
}

whatTheServerSent();
start(document);
startLive(start);
document.addEventListener("click", dropExpandedFromRadios);
window.addEventListener("pageshow", dropExpandedFromRadios);
startShortcuts();
document.addEventListener("htmx:afterSwap", (event) => start(event.detail.target));
