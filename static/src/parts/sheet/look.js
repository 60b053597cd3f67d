// Looking at one page: zoom, turn, drag, and an address that keeps how it is looked at. It replaces the still picture in the frame.
import { Paper, make } from "./paper.js";

const MM = 96 / 25.4; // pixels of the screen for a millimetre of paper at 100%
const STEPS = [10, 25, 50, 75, 100, 150, 200, 300, 400, 600, 800];

export class Look {
  constructor(element) {
    this.element = element;
    this.frame = element.querySelector(".app-sheet__frame");
    this.status = element.querySelector(".app-sheet__status");
    const still = this.frame.querySelector("img");
    this.data = JSON.parse(element.dataset.sheet);
    this.zoom = element.dataset.zoom;
    this.turn = Number(element.dataset.turn);
    this.paper = new Paper(this.data, {
      src: element.dataset.src, small: element.dataset.small, alt: still.alt, token: element.dataset.token, said: (words) => this.say(words),
    });
    this.room = make("div", "app-sheet__room");
    this.room.append(this.paper.element);
    this.frame.replaceChildren(this.room);
    this.frame.classList.add("app-sheet__frame--live");
    this.#listen();
    this.layout();
  }

  say(words) {
    if (this.status.textContent !== words) this.status.textContent = words;
  }

  get scale() {
    const across = this.turn % 180 ? this.data.height : this.data.width;
    return this.zoom === "fit" ? Math.max(1, this.frame.clientWidth) / across : (MM * Number(this.zoom)) / 100;
  }

  // Puts the page at its size. `hold`: a point of the frame that keeps its place on the page.
  layout(hold = [this.frame.clientWidth / 2, this.frame.clientHeight / 2]) {
    const before = this.paper.scale;
    const at = [(this.frame.scrollLeft + hold[0]) / before, (this.frame.scrollTop + hold[1]) / before];
    const scale = this.scale;
    this.paper.resize(scale);
    const { width, height } = this.paper;
    const turned = this.turn % 180 !== 0;
    this.room.style.width = `${turned ? height : width}px`;
    this.room.style.height = `${turned ? width : height}px`;
    const move = { 0: "", 90: `translate(${height}px, 0)`, 180: `translate(${width}px, ${height}px)`, 270: `translate(0, ${width}px)` }[this.turn];
    this.paper.element.style.transform = `${move} rotate(${this.turn}deg)`;
    if (this.started && before !== scale) this.frame.scrollTo(at[0] * scale - hold[0], at[1] * scale - hold[1]);
    this.started = true;
    this.see();
    this.element.dispatchEvent(new CustomEvent("sheet:layout"));
  }

  see() {
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.frame;
    const corners = [[scrollLeft, scrollTop], [scrollLeft + clientWidth, scrollTop + clientHeight]].map((point) => this.unturned(point));
    const xs = corners.map(([x]) => x);
    const ys = corners.map(([, y]) => y);
    this.paper.look([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]);
  }

  // A point of the room in pixels, as pixels of the upright page.
  unturned([x, y]) {
    const { width, height } = this.paper;
    return { 0: [x, y], 90: [y, height - x], 180: [width - x, height - y], 270: [width - y, x] }[this.turn];
  }

  // Where on the page, in millimetres, an event of the pointer is.
  pointOf(event) {
    const place = this.frame.getBoundingClientRect();
    const x = event.clientX - place.left - this.frame.clientLeft + this.frame.scrollLeft;
    const y = event.clientY - place.top - this.frame.clientTop + this.frame.scrollTop;
    return this.unturned([x, y]).map((side) => side / this.paper.scale);
  }

  // The other way: pixels in the room of a point in millimetres.
  roomOf([across, down]) {
    const [x, y] = [across * this.paper.scale, down * this.paper.scale];
    const { width, height } = this.paper;
    return { 0: [x, y], 90: [height - y, x], 180: [width - x, height - y], 270: [y, width - x] }[this.turn];
  }

  setZoom(zoom, hold) {
    this.zoom = String(zoom);
    this.layout(hold);
    this.#keep();
    for (const link of document.querySelectorAll("[data-zoom-to]")) {
      if (link.dataset.zoomTo === this.zoom) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    this.say(this.zoom === "fit" ? "Fitted to the width" : `${this.zoom}%`);
  }

  step(by, hold) {
    const now = (this.scale / MM) * 100;
    const next = by > 0 ? STEPS.find((step) => step > now * 1.02) : [...STEPS].reverse().find((step) => step < now * 0.98);
    if (next) this.setZoom(next, hold);
  }

  setTurn(turn) {
    this.turn = (turn + 360) % 360;
    this.layout();
    this.#keep();
    this.say(this.turn ? `Turned ${this.turn} degrees` : "Upright");
  }

  #keep() {
    const address = new URL(window.location);
    const put = (name, value, usual) => (value === usual ? address.searchParams.delete(name) : address.searchParams.set(name, value));
    put("zoom", ["fit", "100", "200", "400"].includes(this.zoom) ? this.zoom : "fit", "fit");
    put("turn", String(this.turn), "0");
    window.history.replaceState(null, "", address);
    for (const link of document.querySelectorAll("a[data-keeps-look]")) {
      const target = new URL(link.href);
      for (const name of ["zoom", "turn"]) {
        if (address.searchParams.has(name)) target.searchParams.set(name, address.searchParams.get(name));
        else target.searchParams.delete(name);
      }
      link.href = target;
    }
  }

  #listen() {
    let frame = 0;
    const later = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => this.see());
    };
    this.frame.addEventListener("scroll", later, { passive: true });
    new ResizeObserver(() => (this.zoom === "fit" ? this.layout() : later())).observe(this.frame);
    this.frame.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const place = this.frame.getBoundingClientRect();
      this.step(event.deltaY < 0 ? 1 : -1, [event.clientX - place.left, event.clientY - place.top]);
    }, { passive: false });
    this.#drag();
    document.addEventListener("click", (event) => this.#tool(event));
  }

  #tool(event) {
    const tool = event.target.closest("[data-zoom-to], [data-zoom-by], [data-turn-by]");
    if (!tool || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (tool.dataset.zoomTo) this.setZoom(tool.dataset.zoomTo);
    if (tool.dataset.zoomBy) this.step(Number(tool.dataset.zoomBy));
    if (tool.dataset.turnBy) this.setTurn(this.turn + Number(tool.dataset.turnBy));
  }

  #drag() {
    let from = null;
    this.frame.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse" || event.button !== 0 || this.busy) return;
      from = [event.clientX + this.frame.scrollLeft, event.clientY + this.frame.scrollTop];
      this.frame.classList.add("app-sheet__frame--dragged");
    });
    window.addEventListener("pointermove", (event) => {
      if (from) this.frame.scrollTo(from[0] - event.clientX, from[1] - event.clientY);
    });
    window.addEventListener("pointerup", () => {
      from = null;
      this.frame.classList.remove("app-sheet__frame--dragged");
    });
  }
}
