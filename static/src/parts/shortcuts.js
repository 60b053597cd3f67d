// Keys for people who work here all day. None is needed; none works while somebody types.
// An element with data-shortcut="n" is followed (a link) or given the cursor (a field) by that key.
const PLACES = { w: "Work", q: "Queue", r: "Radar", p: "Print" };
let waitingForPlace = false;

export function startShortcuts() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (press(event.key)) event.preventDefault();
  });
}

function isTyping(element) {
  const types = ["button", "checkbox", "radio", "submit"];
  return element.isContentEditable || /^(TEXTAREA|SELECT)$/.test(element.tagName) || (element.tagName === "INPUT" && !types.includes(element.type));
}

function press(key) {
  if (waitingForPlace) {
    waitingForPlace = false;
    return goTo(PLACES[key]);
  }
  if (key === "g") {
    waitingForPlace = true;
    setTimeout(() => { waitingForPlace = false; }, 1500);
    return true;
  }
  if (key === "?") return openHelp();
  if (key === "j") return step(1);
  if (key === "k") return step(-1);
  if (key === "x") return tick();
  return follow(document.querySelector(`[data-shortcut="${CSS.escape(key)}"]`));
}

function goTo(name) {
  const links = [...document.querySelectorAll(".app-header__link")];
  return follow(links.find((link) => link.textContent.trim() === name));
}

function follow(element) {
  if (!element) return false;
  if (element.matches("input, textarea")) {
    element.focus();
    element.select();
  } else {
    element.click();
  }
  return true;
}

function openHelp() {
  const dialog = document.getElementById("shortcuts");
  if (!dialog) return false;
  dialog.showModal();
  return true;
}

// j and k move along the links of the list that has the cursor, or of the first one.
function step(by) {
  const list = document.activeElement.closest("[data-keys=list]") || document.querySelector("[data-keys=list]");
  if (!list) return false;
  const lines = [...list.children].map((line) => line.querySelector("a[href]:not([tabindex='-1'])")).filter(Boolean);
  const here = lines.findIndex((link) => link.closest("tr, li")?.contains(document.activeElement));
  const next = lines[here === -1 ? (by > 0 ? 0 : lines.length - 1) : here + by];
  if (next) {
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
  return true;
}

function tick() {
  const box = document.activeElement.closest("tr, li")?.querySelector("input[type=checkbox]");
  if (!box) return false;
  box.click();
  return true;
}
