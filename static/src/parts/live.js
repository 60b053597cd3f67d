// An open page brings itself up to date. htmx asks whether its case has changed (components/live.jinja); when it has, this fetches
// the page again and puts its changed parts in place: each element with data-live-part, but none in which somebody is typing, has
// chosen something or has a dialog open. Those wait, and the reader is offered the page as it is now. Focus stays where it is.
import htmx from "htmx.org";

const SHOWN = 20000; // milliseconds for which a note stays
const GONE = "You are not signed in any more, or this page is closed to you now.";
const parts = new Map(); // name: the part as the server sent it
let fresh = null; // the newest page of which something still waits
let startScripts = () => {};
let timer = null;

// Before any script has changed a part: what it was when it came.
export function whatTheServerSent() {
  for (const part of document.querySelectorAll("[data-live-part]")) parts.set(part.dataset.livePart, plain(part));
}

export function startLive(start) {
  startScripts = start;
  const box = document.querySelector("[data-live-told]");
  if (!box) return;
  box.querySelector(".app-live__hide").addEventListener("click", () => hide(box));
  box.querySelector(".app-live__show a").href = window.location.href;
  document.addEventListener("htmx:beforeRequest", (event) => { if (isQuestion(event.detail.elt) && document.hidden) event.preventDefault(); });
  document.addEventListener("htmx:beforeSwap", (event) => { if (isQuestion(event.detail.elt)) check(event, box); });
  document.addEventListener("htmx:afterRequest", (event) => { if (isQuestion(event.detail.requestConfig?.elt)) settle(event, box); });
  document.addEventListener("focusout", () => { if (fresh) setTimeout(() => put(box, ""), 0); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) ask(); });
}

const isQuestion = (element) => element?.id === "live";

function ask() {
  const question = document.getElementById("live");
  if (question) htmx.trigger(question, "ask");
}

// What is not an answer of ours, such as the page to sign in, does not go into this one.
function check(event, box) {
  if (event.detail.xhr.getResponseHeader("X-Live")) return;
  event.detail.shouldSwap = false;
  event.detail.isError = false;
  if (event.detail.xhr.status < 500) stop(box);
}

function settle(event, box) {
  const said = event.detail.xhr?.getResponseHeader("X-Live");
  if (said === "changed") setTimeout(() => bring(box, document.getElementById("live")?.dataset.live || ""), 0);
  else if (fresh) put(box, "");
}

function stop(box) {
  document.getElementById("live")?.remove();
  tell(box, GONE, true);
}

async function bring(box, words) {
  try {
    const answer = await fetch(window.location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (!answer.ok) return tell(box, words, true);
    if (answer.redirected) return stop(box);
    fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    put(box, words);
  } catch {
    ask(); // no connection: the next question finds it changed still
  }
}

function put(box, words) {
  let left = false;
  const now = document.querySelectorAll("[data-live-part]");
  for (const part of now) {
    const name = part.dataset.livePart;
    const next = fresh.querySelector(`[data-live-part="${name}"]`);
    if (next && plain(next) === parts.get(name)) continue;
    if (!next || isBusy(part)) left = true;
    else replace(part, next, name);
  }
  left ||= [...fresh.querySelectorAll("[data-live-part]")].some((part) => !parts.has(part.dataset.livePart));
  if (!left) fresh = null;
  if (words) tell(box, words, left);
  else if (!left) box.querySelector(".app-live__show").hidden = true;
}

function isBusy(part) {
  const focus = document.activeElement;
  if (part.contains(focus) && focus.matches("input:not([type=submit]), textarea, select, [contenteditable]")) return true;
  return part.querySelector("dialog[open]") !== null || [...part.querySelectorAll("input, textarea, select")].some(isChanged);
}

function isChanged(field) {
  if (field.type === "hidden" || field.type === "submit") return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.type === "file") return field.files.length > 0;
  if (field.tagName === "SELECT") return [...field.selectedOptions].some((option) => !option.defaultSelected) && field.selectedIndex > 0;
  return field.value !== field.defaultValue;
}

function replace(part, next, name) {
  const focused = part.contains(document.activeElement) ? trace(document.activeElement) : null;
  const open = [...part.querySelectorAll("details[open]")].map(title);
  parts.set(name, plain(next));
  part.innerHTML = next.innerHTML;
  for (const details of part.querySelectorAll("details")) if (open.includes(title(details))) details.open = true;
  htmx.process(part);
  startScripts(part);
  if (focused) [...part.querySelectorAll(focused.tag)].find((element) => same(trace(element), focused))?.focus({ preventScroll: true });
}

const title = (details) => details.querySelector("summary")?.textContent.trim() || "";
const trace = (element) => ({ tag: element.tagName, id: element.id, href: element.getAttribute("href"), words: element.textContent.trim() });
const same = (one, other) => (one.id && one.id === other.id) || (one.href && one.href === other.href) || (!one.href && one.words === other.words);

// The words of a part without what differs each time a page is drawn.
function plain(part) {
  return part.innerHTML.replace(/ (nonce|name="csrfmiddlewaretoken" value)="[^"]*"/g, "").trim();
}

function tell(box, words, offer) {
  if (!words) return;
  say(box, words);
  box.hidden = false;
  box.querySelector(".app-live__show").hidden = !offer;
  clearTimeout(timer);
  if (!offer) timer = setTimeout(() => hide(box), SHOWN);
}

function say(box, words) {
  document.querySelector("[data-live-said]").textContent = words;
  box.querySelector(".app-live__words").textContent = words;
}

function hide(box) {
  if (box.contains(document.activeElement)) document.getElementById("main-content")?.focus({ preventScroll: true });
  say(box, "");
  box.hidden = true;
}
