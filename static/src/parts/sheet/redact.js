// Boxes over private things on a page: drawn with the pointer or a finger, added and moved with the keyboard; kept on the server as they
// are drawn. Lengths are millimetres on the page. Two officers' boxes are joined: nothing that either drew is lost.
import { make } from "./paper.js";

const SOON = 700; // milliseconds after the last change
const AGAIN = 4000; // after a save that failed
const LEAST = 1.5; // mm: a slip of the hand is no box
const SIZE = [50, 8]; // mm of a box that the keyboard adds
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Redact {
  constructor(look, panel) {
    Object.assign(this, { look, panel, work: JSON.parse(panel.dataset.work) });
    this.boxes = this.work.boxes;
    this.base = copyOf(this.boxes);
    this.layer = make("div", "app-boxes");
    look.paper.element.append(this.layer);
    this.tools = Object.fromEntries([...panel.querySelectorAll("[data-redact]")].map((tool) => [tool.dataset.redact, tool]));
    this.list = document.querySelector("[data-redact-list]");
    this.none = document.querySelector("[data-redact-none]");
    this.maker = document.querySelector("[data-redact-make]");
    panel.hidden = false;
    this.#listen();
    this.draw(window.matchMedia("(pointer: fine)").matches);
    this.show();
  }

  get fresh() {
    return `b${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
  }

  draw(on) {
    this.drawing = on;
    this.look.busy = on;
    this.tools.draw.setAttribute("aria-pressed", String(on));
    this.look.paper.element.classList.toggle("app-paper--drawn-on", on);
  }

  // A box in the middle of what is in sight, with the keyboard on it.
  add() {
    const { frame, paper } = this.look;
    const [x, y] = this.look.unturned([frame.scrollLeft + frame.clientWidth / 2, frame.scrollTop + frame.clientHeight / 2]).map((side) => side / paper.scale);
    const box = this.put({ left: x - SIZE[0] / 2, top: y - SIZE[1] / 2, width: SIZE[0], height: SIZE[1] });
    this.element(box.id).focus();
    this.look.say(`Box added. ${this.words(box)}. Arrow keys move it, with Shift they size it, Delete removes it.`);
  }

  put(place, reason = "other", spot = "", id = this.fresh) {
    const box = this.fit({ id, page: this.work.page, ...place, reason, spot });
    this.boxes.push(box);
    this.changed();
    return box;
  }

  fit(box) {
    const { width, height } = this.look.data;
    const round = (side) => Math.round(side * 100) / 100;
    box.width = round(Math.min(Math.max(box.width, 1), width));
    box.height = round(Math.min(Math.max(box.height, 1), height));
    box.left = round(Math.min(Math.max(box.left, 0), width - box.width));
    box.top = round(Math.min(Math.max(box.top, 0), height - box.height));
    return box;
  }

  remove(id) {
    const at = this.boxes.findIndex((box) => box.id === id);
    if (at < 0) return;
    this.boxes.splice(at, 1);
    this.changed();
    const next = this.boxes[Math.min(at, this.boxes.length - 1)];
    if (next) this.element(next.id).focus();
    else this.tools.add.focus();
    this.look.say("Box removed");
  }

  take(spots) {
    for (const spot of spots) {
      if (!this.boxes.some((box) => box.spot === spot.id)) this.put(placeOf(spot), spot.kind, spot.id, `spot-${spot.id}`);
    }
    this.look.say(`${spots.length} blacked out`);
  }

  changed() {
    this.show();
    this.dirty = true;
    this.tools.saved.textContent = "Saving…";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), SOON);
  }

  // One save at a time; what is drawn meanwhile goes with the next one.
  async save() {
    clearTimeout(this.timer);
    if (this.saving) return this.saving.then(() => (this.dirty ? this.save() : true));
    this.saving = this.#send();
    const good = await this.saving;
    this.saving = null;
    if (good && this.dirty) return this.save();
    if (!good) this.timer = setTimeout(() => this.save(), AGAIN);
    return good;
  }

  async #send() {
    const sent = copyOf(this.boxes);
    this.dirty = false;
    const body = new URLSearchParams({ page: this.work.page, version: this.work.version, boxes: JSON.stringify(sent) });
    try {
      const answer = await fetch(this.work.url, { method: "POST", body, headers: { "X-CSRFToken": this.panel.dataset.token }, keepalive: JSON.stringify(sent).length < 50000 });
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.message);
      if (told.boxes) return this.#join(told);
      this.base = sent;
      this.#version(told.version);
      this.tools.saved.textContent = `Saved ${told.saved}`;
      return true;
    } catch (error) {
      this.dirty = true;
      this.tools.saved.textContent = `Not saved. ${error.message || ""} Trying again…`;
      return false;
    }
  }

  // Somebody else saved first: theirs and mine together. A box that one removed and the other changed stays.
  #join({ boxes: theirs, version, who }) {
    const before = new Map(this.base.map((box) => [box.id, sides(box)]));
    const mine = new Map(this.boxes.map((box) => [box.id, box]));
    const touched = (box) => before.get(box.id) !== sides(box);
    const joined = theirs.filter((box) => mine.has(box.id) || touched(box)).map((box) => {
      const own = mine.get(box.id);
      return own && touched(own) ? own : box;
    });
    const there = new Set(theirs.map((box) => box.id));
    joined.push(...this.boxes.filter((box) => !there.has(box.id) && touched(box)));
    this.boxes = joined;
    this.base = copyOf(theirs);
    this.#version(version);
    this.dirty = true;
    this.show();
    this.look.say(`${who} is drawing here too: both sets of boxes are kept`);
    return true;
  }

  #version(version) {
    this.work.version = version;
    this.maker.elements.version.value = version;
  }

  words(box) {
    const at = this.boxes.indexOf(box) + 1;
    return `Box ${at}, ${this.work.reasons[box.reason]}: ${whole(box.left)} mm from the left, ${whole(box.top)} mm from the top, ${whole(box.width)} by ${whole(box.height)} mm`;
  }

  element(id) {
    return this.layer.querySelector(`[data-box="${CSS.escape(id)}"]`);
  }

  show() {
    const focused = document.activeElement?.dataset?.box;
    const spots = this.work.spots.filter((spot) => !this.boxes.some((box) => box.spot === spot.id));
    this.layer.replaceChildren(...spots.map((spot) => this.#spot(spot)), ...this.boxes.map((box) => this.#box(box)));
    if (focused && this.element(focused)) this.element(focused).focus({ preventScroll: true });
    this.list.replaceChildren(...this.boxes.map((box) => this.#item(box)));
    this.none.hidden = this.boxes.length > 0;
    const all = this.boxes.length + this.work.others;
    if (all) document.querySelector(".app-look__facts").textContent = `${all} box${all === 1 ? "" : "es"} in this document`;
    const open = new Set(spots.map((spot) => spot.id));
    for (const row of document.querySelectorAll("[data-spot]")) row.hidden = !open.has(row.dataset.spot);
    const form = document.querySelector("[data-redact-spots]");
    if (form) {
      form.hidden = open.size === 0;
      form.querySelector("[value=take_all]").textContent = `Black out all ${open.size} here`;
    }
  }

  #at(element, { left, top, width, height }) {
    const { width: across, height: down } = this.look.data;
    Object.assign(element.style, { left: `${(left / across) * 100}%`, top: `${(top / down) * 100}%`, width: `${(width / across) * 100}%`, height: `${(height / down) * 100}%` });
    return element;
  }

  #box(box) {
    const element = make("div", "app-box"); // as small as what it hides: fingers have the list beside the page as well
    element.tabIndex = 0;
    element.setAttribute("role", "application");
    element.dataset.box = box.id;
    element.setAttribute("aria-label", this.words(box));
    element.append(make("span", "app-box__grip"));
    return this.#at(element, box);
  }

  #spot(spot) {
    const element = make("div", "app-box app-box--spot"); // for the pointer; the list of suggestions has the same for everybody
    element.dataset.take = spot.id;
    element.setAttribute("aria-hidden", "true");
    element.title = `${spot.kind_words}: ${spot.words}. Press to black it out.`;
    return this.#at(element, spot);
  }

  #item(box) {
    const item = make("li");
    const number = this.boxes.indexOf(box) + 1;
    const label = make("label", "govuk-visually-hidden", `What is under box ${number}?`);
    const choice = make("select", "govuk-select");
    choice.id = label.htmlFor = `why-${box.id}`;
    for (const [code, words] of Object.entries(this.work.reasons)) choice.add(new Option(words, code, code === box.reason, code === box.reason));
    choice.addEventListener("change", () => {
      box.reason = choice.value;
      this.changed();
      document.getElementById(choice.id)?.focus();
    });
    const go = button(`Show<span class="govuk-visually-hidden"> box ${number}</span>`, () => this.element(box.id).focus());
    const away = button(`Remove<span class="govuk-visually-hidden"> box ${number}</span>`, () => this.remove(box.id));
    const row = make("div", "app-redact__row");
    row.append(make("span", "app-muted", `${whole(box.width)} × ${whole(box.height)} mm`), go, away);
    item.append(label, choice, row);
    return item;
  }

  #listen() {
    const { layer, look, tools } = this;
    tools.draw.addEventListener("click", () => this.draw(!this.drawing));
    tools.add.addEventListener("click", () => this.add());
    layer.addEventListener("keydown", (event) => this.#key(event));
    layer.addEventListener("click", (event) => {
      const spot = event.target.closest("[data-take]");
      if (spot && !this.dragged) this.take(this.work.spots.filter((one) => one.id === spot.dataset.take));
    });
    look.paper.element.addEventListener("pointerdown", (event) => this.#press(event));
    look.paper.element.addEventListener("pointermove", (event) => this.#drag(event));
    for (const end of ["pointerup", "pointercancel"]) look.paper.element.addEventListener(end, (event) => this.#release(event));
    document.querySelector("[data-redact-spots]")?.addEventListener("submit", (event) => {
      event.preventDefault();
      const ticked = [...event.target.querySelectorAll("input:checked")].map((tick) => tick.value);
      const all = event.submitter?.value === "take_all";
      this.take(this.work.spots.filter((spot) => all || ticked.includes(spot.id)));
    });
    this.maker.addEventListener("submit", async (event) => {
      if (!this.dirty && !this.saving) return;
      event.preventDefault();
      if (await this.save()) HTMLFormElement.prototype.submit.call(this.maker);
    });
    window.addEventListener("pagehide", () => this.dirty && this.save());
    window.addEventListener("beforeunload", (event) => this.dirty && event.preventDefault());
  }

  #press(event) {
    if (event.button !== 0) return;
    this.dragged = false;
    const element = event.target.closest("[data-box]");
    const box = element && this.boxes.find((one) => one.id === element.dataset.box);
    if (!box && (!this.drawing || (event.pointerType !== "mouse" && event.target.closest("[data-take]")))) return;
    const from = this.look.pointOf(event);
    this.hold = { box, from, start: box ? { ...box } : null, sizing: Boolean(event.target.closest(".app-box__grip")), pointer: event.pointerId };
    if (box) element.focus({ preventScroll: true });
  }

  #drag(event) {
    const { hold } = this;
    if (!hold || hold.pointer !== event.pointerId) return;
    const [x, y] = this.look.pointOf(event);
    const by = [x - hold.from[0], y - hold.from[1]];
    if (!this.dragged && Math.hypot(...by) * this.look.paper.scale < 4) return;
    if (!this.dragged) {
      this.look.paper.element.setPointerCapture(event.pointerId);
      this.dragged = true;
    }
    if (!hold.box) {
      hold.mark = hold.mark || this.layer.appendChild(make("div", "app-box app-box--new"));
      hold.place = { left: Math.min(x, hold.from[0]), top: Math.min(y, hold.from[1]), width: Math.abs(by[0]), height: Math.abs(by[1]) };
      this.#at(hold.mark, hold.place);
      return;
    }
    if (hold.sizing) Object.assign(hold.box, { width: hold.start.width + by[0], height: hold.start.height + by[1] });
    else Object.assign(hold.box, { left: hold.start.left + by[0], top: hold.start.top + by[1] });
    this.fit(hold.box);
    this.#at(this.element(hold.box.id), hold.box);
  }

  #release(event) {
    const { hold } = this;
    this.hold = null;
    if (!hold || !this.dragged) return;
    hold.mark?.remove();
    setTimeout(() => (this.dragged = false), 0);
    if (event.type === "pointercancel") return this.show();
    if (hold.box) return this.changed();
    if (hold.place.width < LEAST || hold.place.height < LEAST) return;
    const { width, height } = this.look.data;
    const { left, top } = hold.place;
    const place = { left: Math.max(0, left), top: Math.max(0, top), width: Math.min(width, left + hold.place.width) - Math.max(0, left), height: Math.min(height, top + hold.place.height) - Math.max(0, top) };
    this.look.say(this.words(this.put(place)));
  }

  #key(event) {
    const box = this.boxes.find((one) => one.id === event.target.dataset?.box);
    if (!box || event.altKey || event.metaKey) return;
    const way = MOVES[event.key];
    if (way) {
      const step = event.ctrlKey ? 0.2 : 1;
      const [across, down] = this.#upright(way).map((side) => side * step);
      if (event.shiftKey) Object.assign(box, { width: box.width + across, height: box.height + down });
      else Object.assign(box, { left: box.left + across, top: box.top + down });
      this.fit(box);
      this.changed();
      this.look.say(this.words(box));
    } else if (event.key === "Delete" || event.key === "Backspace") this.remove(box.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // The arrow keys mean the screen's directions, however the page is turned.
  #upright([across, down]) {
    return { 0: [across, down], 90: [down, -across], 180: [-across, -down], 270: [-down, across] }[this.look.turn];
  }
}

function button(html, act) {
  const element = make("button", "app-link-button");
  element.type = "button";
  element.innerHTML = html;
  element.addEventListener("click", act);
  return element;
}

const copyOf = (boxes) => JSON.parse(JSON.stringify(boxes));
const sides = ({ left, top, width, height, reason }) => [left, top, width, height, reason].join(" ");
const placeOf = ({ left, top, width, height }) => ({ left, top, width, height });
const whole = (side) => Math.round(side * 10) / 10;
