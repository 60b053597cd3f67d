// The red line as data: areas of points in metres on the British National Grid, with what can be done to them and undone.
// An area is { points: [[e, n], …], holes: [[[e, n], …], …], closed }. Nothing here knows a map.
const KEPT_STEPS = 200;

export class RedLine {
  constructor() {
    this.areas = [];
    this.picked = null; // { area, index }: the point that keys move or remove
    this.past = [];
    this.listeners = [];
  }

  listen(action) {
    this.listeners.push(action);
  }

  changed(words = "") {
    this.listeners.forEach((action) => action(words));
  }

  keep() {
    this.past.push(JSON.stringify(this.areas));
    if (this.past.length > KEPT_STEPS) this.past.shift();
  }

  // What is being drawn, if anything.
  get open() {
    return this.areas.find((area) => !area.closed) || null;
  }

  get canUndo() {
    return this.past.length > 0;
  }

  get isEmpty() {
    return this.areas.every((area) => area.points.length === 0);
  }

  get squareMetres() {
    const ofArea = (area) => Math.abs(ring(area.points)) - area.holes.reduce((sum, hole) => sum + Math.abs(ring(hole)), 0);
    return this.areas.reduce((sum, area) => sum + (area.points.length > 2 ? ofArea(area) : 0), 0);
  }

  replace(areas, words = "") {
    this.keep();
    this.areas = areas;
    this.picked = null;
    this.changed(words);
  }

  add(point) {
    this.keep();
    if (!this.open) this.areas.push({ points: [], holes: [], closed: false });
    this.open.points.push(point);
    this.changed(`Point ${this.open.points.length} set.`);
  }

  finish() {
    const area = this.open;
    if (!area) return;
    if (area.points.length < 3) {
      this.changed("An area needs at least 3 points.");
      return;
    }
    this.keep();
    area.closed = true;
    this.changed("The area is closed.");
  }

  undo() {
    if (!this.canUndo) return;
    this.areas = JSON.parse(this.past.pop());
    this.picked = null;
    this.changed("Undone.");
  }

  clear() {
    if (this.isEmpty) return;
    this.replace([], "All areas removed.");
  }

  pick(area, index) {
    this.picked = area === null ? null : { area, index };
    this.changed(this.picked ? `Point ${index + 1} of ${this.areas[area].points.length} picked.` : "");
  }

  // The next point (step 1) or the one before (step -1), through all areas.
  pickNext(step) {
    const all = this.areas.flatMap((area, number) => area.points.map((_, index) => ({ area: number, index })));
    if (all.length === 0) return;
    const here = this.picked ? all.findIndex((one) => one.area === this.picked.area && one.index === this.picked.index) : -1;
    const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : (here + step + all.length) % all.length];
    this.pick(next.area, next.index);
  }

  get pickedPoint() {
    return this.picked ? this.areas[this.picked.area].points[this.picked.index] : null;
  }

  movePicked(point) {
    if (!this.picked) return;
    this.keep();
    this.areas[this.picked.area].points[this.picked.index] = point;
    this.changed(`Point ${this.picked.index + 1} moved.`);
  }

  // A new point half-way to the next one, picked.
  insertAfterPicked() {
    if (!this.picked) return;
    const { area, index } = this.picked;
    const points = this.areas[area].points;
    const [a, b] = [points[index], points[(index + 1) % points.length]];
    this.keep();
    points.splice(index + 1, 0, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
    this.pick(area, index + 1);
  }

  // The picked point; where none is picked, the last one of what is being drawn.
  remove() {
    const place = this.picked || (this.open && { area: this.areas.indexOf(this.open), index: this.open.points.length - 1 });
    if (!place || place.index < 0) {
      this.changed("Choose a point first.");
      return;
    }
    this.keep();
    const area = this.areas[place.area];
    area.points.splice(place.index, 1);
    if (area.points.length < 3) area.closed = false;
    const others = this.areas.some((one, number) => number !== place.area && !one.closed);
    if (area.points.length === 0 || (!area.closed && others)) this.areas.splice(place.area, 1);
    this.picked = null;
    this.changed("Point removed.");
  }
}

function ring(points) {
  return points.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = points[(index + 1) % points.length];
    return sum + x * nextY - nextX * y;
  }, 0) / 2;
}

// Whether two edges of one area cross: told while drawing, refused by the server.
export function crosses(points) {
  const edges = points.map((point, index) => [point, points[(index + 1) % points.length]]);
  if (edges.length > 400) return false;
  return edges.some((one, i) => edges.some((other, j) => j > i + 1 && !(i === 0 && j === edges.length - 1) && meet(one, other)));
}

function meet([a, b], [c, d]) {
  const side = (p, q, r) => Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
}
