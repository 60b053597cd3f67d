// Two drawings one over the other: the upper one fades with a slider, can be coloured, moved and sized until both lie alike.
// Beside each other: both frames scroll together.
import { Paper, make } from "./paper.js";

const MM = 96 / 25.4;
const ALIKE = 0.02; // pages whose widths differ by less are taken to be of one size

export function startCompare(element) {
  const papers = [...element.querySelectorAll("[data-sheet]")].map((side) => new Paper(JSON.parse(side.dataset.sheet), {
    src: side.dataset.src, small: side.dataset.small, alt: side.dataset.alt, token: element.dataset.token,
  }));
  if (papers.length !== 2) return;
  if (element.dataset.way === "side") new Beside(element, papers);
  else new Over(element, papers);
}

class Zooming {
  constructor(element) {
    this.element = element;
    this.zoom = "fit";
    document.addEventListener("click", (event) => {
      const tool = event.target.closest("[data-zoom-to]");
      if (!tool) return;
      event.preventDefault();
      this.zoom = tool.dataset.zoomTo;
      for (const other of document.querySelectorAll("[data-zoom-to]")) {
        if (other === tool) other.setAttribute("aria-current", "true");
        else other.removeAttribute("aria-current");
      }
      this.layout();
    });
  }

  scaleFor(frame, paper) {
    return this.zoom === "fit" ? frame.clientWidth / paper.data.width : (MM * Number(this.zoom)) / 100;
  }

  watch(frame, see) {
    let waiting = 0;
    frame.addEventListener("scroll", () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(see);
    }, { passive: true });
    new ResizeObserver(() => this.layout()).observe(frame);
  }
}

function sight(frame, [left, top] = [0, 0]) {
  const [x, y] = [frame.scrollLeft - left, frame.scrollTop - top];
  return [x, y, x + frame.clientWidth, y + frame.clientHeight];
}

class Over extends Zooming {
  constructor(element, [below, above]) {
    super(element);
    Object.assign(this, { below, above, shift: [0, 0], size: 1 });
    const widths = below.data.width / above.data.width;
    this.base = Math.abs(widths - 1) < ALIKE ? 1 : widths;
    this.frame = element.querySelector(".app-compare__frame");
    this.room = make("div", "app-compare__room");
    above.element.classList.add("app-paper--above");
    this.room.append(below.element, above.element);
    this.frame.replaceChildren(this.room);
    this.status = element.querySelector("[role=status]");
    this.#listen();
    this.watch(this.frame, () => this.see());
    this.layout();
  }

  layout() {
    const scale = this.scaleFor(this.frame, this.below);
    this.below.resize(scale);
    this.above.resize(scale * this.base * this.size);
    this.room.style.width = `${this.below.width}px`;
    this.room.style.height = `${this.below.height}px`;
    this.place = this.shift.map((side) => side * scale);
    this.above.element.style.transform = `translate(${this.place[0]}px, ${this.place[1]}px)`;
    this.see();
  }

  see() {
    this.below.look(sight(this.frame));
    this.above.look(sight(this.frame, this.place));
  }

  #listen() {
    const slider = this.element.querySelector("[data-compare=fade]");
    const colours = this.element.querySelector("[data-compare=colours]");
    const fade = () => {
      this.above.element.style.opacity = colours.checked ? 1 : slider.value / 100;
      slider.disabled = colours.checked; // colours mix only where nothing is faded
      slider.setAttribute("aria-valuetext", `${slider.value}% of the upper drawing`);
    };
    const colour = () => {
      this.room.classList.toggle("app-compare__room--coloured", colours.checked);
      fade();
    };
    slider.addEventListener("input", fade);
    colours.addEventListener("change", colour);
    colour();
    this.element.addEventListener("click", (event) => {
      const button = event.target.closest("[data-compare-move]");
      if (button) this.move(button.dataset.compareMove, event.shiftKey);
    });
    this.frame.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" }[event.key];
      if (!way || !event.altKey) return;
      event.preventDefault();
      this.move(way, event.shiftKey);
    });
  }

  move(way, fine) {
    const by = fine ? 0.2 : 2; // millimetres of the lower page
    const steps = { left: [-by, 0], right: [by, 0], up: [0, -by], down: [0, by] };
    if (steps[way]) this.shift = this.shift.map((side, index) => side + steps[way][index]);
    if (way === "larger") this.size *= fine ? 1.001 : 1.01;
    if (way === "smaller") this.size /= fine ? 1.001 : 1.01;
    if (way === "back") Object.assign(this, { shift: [0, 0], size: 1 });
    this.layout();
    this.status.textContent = `Upper drawing moved ${this.shift.map((side) => Math.round(side * 10) / 10).join(" and ")} mm, sized ${Math.round(this.size * 1000) / 10}%`;
  }
}

class Beside extends Zooming {
  constructor(element, papers) {
    super(element);
    this.papers = papers;
    this.frames = [...element.querySelectorAll(".app-compare__frame")];
    this.frames.forEach((frame, index) => {
      frame.replaceChildren(papers[index].element);
      this.watch(frame, () => this.#follow(index));
    });
    this.layout();
  }

  layout() {
    this.frames.forEach((frame, index) => this.papers[index].resize(this.scaleFor(frame, this.papers[index])));
    this.see();
  }

  see() {
    this.frames.forEach((frame, index) => this.papers[index].look(sight(frame)));
  }

  #follow(index) {
    const [frame, other] = [this.frames[index], this.frames[1 - index]];
    const share = (place, whole, seen) => (whole > seen ? place / (whole - seen) : 0);
    const left = share(frame.scrollLeft, frame.scrollWidth, frame.clientWidth) * (other.scrollWidth - other.clientWidth);
    const top = share(frame.scrollTop, frame.scrollHeight, frame.clientHeight) * (other.scrollHeight - other.clientHeight);
    if (Math.abs(other.scrollLeft - left) > 2 || Math.abs(other.scrollTop - top) > 2) other.scrollTo(left, top);
    this.see();
  }
}
