// Lengths and areas on a page. Points are set with the pointer, or with the keyboard: the arrow keys move a cross, Enter sets a point.
const NS = "http://www.w3.org/2000/svg";
const CLOSE = 10; // pixels of the screen: a click so near to the first point closes an area

export class Measure {
  constructor(look, panel) {
    Object.assign(this, { look, panel, points: [], mode: "", cross: null });
    this.fields = Object.fromEntries([...panel.querySelectorAll("[data-measure]")].map((field) => [field.dataset.measure, field]));
    this.overlay = svg("svg", { class: "app-paper__marks", viewBox: `0 0 ${look.data.width} ${look.data.height}`, "aria-hidden": "true", preserveAspectRatio: "none" });
    look.paper.element.append(this.overlay);
    this.kept = JSON.parse(panel.dataset.kept || "[]");
    panel.hidden = false;
    this.#listen();
    this.show();
  }

  // How many millimetres on the ground a millimetre on the page is; 0 while nobody has said.
  get ratio() {
    if (this.fields.scale.value === "own") return this.own || 0;
    const drawnFor = Number(this.fields.paper?.value || 0);
    const across = Math.max(this.look.data.width, this.look.data.height);
    return Number(this.fields.scale.value) * (drawnFor ? drawnFor / across : 1);
  }

  start(mode) {
    Object.assign(this, { mode, points: [] });
    this.look.busy = Boolean(mode);
    this.look.frame.classList.toggle("app-sheet__frame--measuring", Boolean(mode));
    for (const button of this.panel.querySelectorAll("[data-measure-mode]")) button.setAttribute("aria-pressed", String(button.dataset.measureMode === mode));
    if (mode) {
      const { frame } = this.look;
      this.cross = this.look.unturned([frame.scrollLeft + frame.clientWidth / 2, frame.scrollTop + Math.min(frame.clientHeight, this.look.room.clientHeight) / 2])
        .map((side) => side / this.look.paper.scale);
      frame.focus({ preventScroll: true });
    }
    this.show();
  }

  add(point) {
    if (!this.mode) return;
    if (this.mode === "calibrate" && this.points.length === 2) this.points = [];
    this.points.push(point.map((side) => Math.round(side * 1000) / 1000));
    this.show();
    if (this.mode === "calibrate" && this.points.length === 2) this.fields.known.focus();
  }

  // Length along the points, in millimetres of the page.
  along(points, closed = false) {
    const ring = closed ? [...points, points[0]] : points;
    return ring.slice(1).reduce((sum, [x, y], index) => sum + Math.hypot(x - ring[index][0], y - ring[index][1]), 0);
  }

  within(points) {
    return Math.abs(points.reduce((sum, [x, y], index) => {
      const [nextX, nextY] = points[(index + 1) % points.length];
      return sum + x * nextY - nextX * y;
    }, 0)) / 2;
  }

  // What was measured, in words; "" while there is nothing.
  get result() {
    const { ratio, points } = this;
    if (!ratio) return "";
    if (this.mode === "length" && points.length > 1) return `${metres((this.along(points) * ratio) / 1000)} m`;
    if (this.mode === "area" && points.length > 2) {
      return `${metres((this.within(points) * ratio * ratio) / 1e6)} m², ${metres((this.along(points, true) * ratio) / 1000)} m around`;
    }
    return "";
  }

  get advice() {
    if (!this.mode) return this.ratio ? "Choose what to measure." : "First say what the scale is, or calibrate by a length you know.";
    if (this.mode === "calibrate") {
      return this.points.length < 2 ? "Set the two ends of a length you know, such as a scale bar." : "Enter how long it is in reality.";
    }
    if (!this.ratio) return "Say what the scale is to see the result.";
    const least = this.mode === "area" ? 3 : 2;
    return this.points.length < least ? `Set ${this.points.length ? "the next point" : "the first point"} on the drawing.` : "";
  }

  show() {
    this.#draw();
    const { result, advice, fields } = this;
    fields.result.textContent = result || advice;
    fields.result.classList.toggle("app-measure__result--number", Boolean(result));
    fields.calibration.hidden = this.mode !== "calibrate";
    fields.after.hidden = !this.mode;
    fields.done.hidden = !result;
    fields.keepMode.value = this.mode;
    fields.keepPoints.value = JSON.stringify(this.points);
    fields.keepScale.value = this.ratio ? this.ratio.toFixed(3) : "";
  }

  calibrate() {
    const metresKnown = Number(String(this.fields.known.value).replace(",", "."));
    const onPage = this.along(this.points);
    const wrong = !(metresKnown > 0) || !(onPage > 0);
    this.fields.knownError.hidden = !wrong;
    this.fields.known.setAttribute("aria-invalid", String(wrong));
    if (wrong) return this.fields.known.focus();
    this.setOwn((metresKnown * 1000) / onPage);
    this.start("length");
    return this.look.say(`Calibrated: 1 to ${Math.round(this.own)}`);
  }

  setOwn(ratio) {
    this.own = ratio;
    const option = this.fields.scale.querySelector("option[value=own]");
    option.hidden = option.disabled = false;
    option.textContent = `Calibrated, 1:${ratio < 20 ? ratio.toFixed(1) : Math.round(ratio)}`;
    this.fields.scale.value = "own";
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.result);
      this.look.say("Copied");
    } catch {
      const range = document.createRange();
      range.selectNodeContents(this.fields.result);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      this.look.say("Selected: press Ctrl and C to copy");
    }
  }

  #draw() {
    const parts = this.kept.flatMap(({ kind, points }) => outline(points, kind === "area", "kept"));
    if (this.mode) parts.push(...outline(this.points, this.mode === "area" && this.points.length > 2, "now"));
    if (this.mode && this.cross && document.activeElement === this.look.frame && this.keys) {
      const [x, y] = this.cross;
      const arm = 14 / this.look.paper.scale;
      parts.push(svg("path", { d: `M${x - arm} ${y}H${x + arm}M${x} ${y - arm}V${y + arm}`, class: "app-mark app-mark--cross" }));
    }
    this.overlay.replaceChildren(...parts);
  }

  #listen() {
    const { look, panel } = this;
    look.frame.addEventListener("click", (event) => {
      if (!this.mode) return;
      this.keys = false;
      const point = look.pointOf(event);
      const [first] = this.points;
      const near = first && Math.hypot(first[0] - point[0], first[1] - point[1]) * look.paper.scale < CLOSE;
      if (this.mode === "area" && this.points.length > 2 && near) this.look.say("The area is closed");
      else this.add(point);
    });
    look.frame.addEventListener("keydown", (event) => this.#key(event));
    look.frame.addEventListener("blur", () => this.#draw());
    look.element.addEventListener("sheet:layout", () => this.#draw());
    panel.addEventListener("change", () => this.show());
    panel.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const { measureMode, measureDo } = button.dataset;
      if (measureMode) this.start(this.mode === measureMode ? "" : measureMode);
      if (measureDo === "undo") this.undo();
      if (measureDo === "stop") this.start("");
      if (measureDo === "copy") this.copy();
      if (measureDo === "calibrate") this.calibrate();
    });
    this.fields.known.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.calibrate();
    });
    if (panel.dataset.ratio) {
      const known = [...this.fields.scale.options].find((option) => Number(option.value) === Number(panel.dataset.ratio));
      if (known) this.fields.scale.value = known.value;
      else this.setOwn(Number(panel.dataset.ratio));
    }
  }

  undo() {
    this.points.pop();
    this.show();
  }

  #key(event) {
    if (!this.mode || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = (event.shiftKey ? 1 : 12) / this.look.paper.scale;
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (way) this.#moveCross(way.map((side) => side * by));
    else if (event.key === "Enter" || event.key === " ") this.#setAtCross();
    else if (event.key === "Backspace") this.undo();
    else if (event.key === "Escape") this.start("");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #setAtCross() {
    this.keys = true;
    this.add([...this.cross]);
    this.look.say(`Point ${this.points.length} set. ${this.result || this.advice}`);
  }

  // The arrow keys mean the screen's directions, however the page is turned.
  #moveCross([across, down]) {
    this.keys = true;
    const { turn, data, frame } = this.look;
    const [x, y] = { 0: [across, down], 90: [down, -across], 180: [-across, -down], 270: [-down, across] }[turn];
    this.cross = [Math.min(Math.max(this.cross[0] + x, 0), data.width), Math.min(Math.max(this.cross[1] + y, 0), data.height)];
    const [left, top] = this.look.roomOf(this.cross);
    const edge = 40;
    if (left < frame.scrollLeft + edge || left > frame.scrollLeft + frame.clientWidth - edge) frame.scrollLeft = left - frame.clientWidth / 2;
    if (top < frame.scrollTop + edge || top > frame.scrollTop + frame.clientHeight - edge) frame.scrollTop = top - frame.clientHeight / 2;
    this.#draw();
  }
}

function outline(points, closed, kind) {
  if (points.length === 0) return [];
  const line = `M${points.map((point) => point.join(" ")).join("L")}${closed ? "Z" : ""}`;
  const dots = points.map(([x, y]) => `M${x} ${y}h0`).join("");
  return [
    svg("path", { d: line, class: `app-mark app-mark--halo${closed ? " app-mark--area" : ""}` }),
    svg("path", { d: line, class: `app-mark app-mark--${kind}` }),
    svg("path", { d: dots, class: `app-mark app-mark--dots app-mark--${kind}` }),
  ];
}

function svg(tag, attributes) {
  const element = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function metres(number) {
  return number.toLocaleString("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
