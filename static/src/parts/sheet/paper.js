// A page drawn by the server: one picture of the whole, and over it sharper tiles where somebody looks closely. Lengths on the page are
// millimetres; `scale` is pixels of the screen per millimetre. Tiles that are not drawn yet are asked for, block by block.
const SHARP = 0.9; // a level is sharp enough from this share of the screen's pixels on
const SMALL = 900; // the longest side of the picture for telephones (documents/rendering/geometry.py)
const AGAIN = 700; // milliseconds between two questions whether a block is drawn

export class Paper {
  // `small`: the page for a telephone, taken where it is sharp enough.
  constructor(data, { src, small, alt, token, said = () => {} }) {
    Object.assign(this, { data, token, said });
    this.drawn = new Set(data.drawn);
    this.layers = new Map();
    this.scale = 1;
    this.fault = data.fault;
    this.element = make("div", "app-paper");
    this.whole = make("img", "app-paper__whole");
    if (small) {
      const [width, height] = data.levels[0];
      this.whole.srcset = `${small} ${Math.round((SMALL * width) / Math.max(width, height, SMALL))}w, ${src} ${width}w`;
    }
    this.whole.sizes = "1px";
    this.whole.src = src;
    this.whole.alt = alt;
    this.whole.draggable = false;
    this.element.append(this.whole);
  }

  get width() {
    return this.data.width * this.scale;
  }

  get height() {
    return this.data.height * this.scale;
  }

  resize(scale) {
    this.scale = scale;
    this.element.style.width = `${this.width}px`;
    this.element.style.height = `${this.height}px`;
    this.whole.sizes = `${Math.ceil(this.width)}px`;
    for (const [level, layer] of this.layers) this.#fit(level, layer);
  }

  // What is in sight, in pixels of the screen from the page's own corner (left, top, right, bottom).
  look(sight) {
    this.sight = sight;
    const level = this.#levelFor(this.width * (window.devicePixelRatio || 1));
    for (const [other, layer] of this.layers) {
      if (other > level) {
        layer.remove();
        this.layers.delete(other);
      }
    }
    if (level > 0) this.#fill(level, this.#blocks(level, sight));
  }

  #levelFor(pixels) {
    const enough = this.data.levels.findIndex(([width]) => width >= pixels * SHARP);
    return enough === -1 ? this.data.levels.length - 1 : enough;
  }

  #fit(level, layer) {
    layer.style.transform = `scale(${this.width / this.data.levels[level][0]})`;
  }

  #blocks(level, [left, top, right, bottom]) {
    const [width, height] = this.data.levels[level];
    const by = width / this.width;
    const size = this.data.tile * this.data.block;
    const most = (whole) => Math.ceil(whole / size) - 1;
    const found = [];
    for (let row = Math.max(0, Math.floor((top * by) / size)); row <= Math.min(most(height), Math.floor((bottom * by) / size)); row += 1) {
      for (let column = Math.max(0, Math.floor((left * by) / size)); column <= Math.min(most(width), Math.floor((right * by) / size)); column += 1) {
        found.push([column, row]);
      }
    }
    return found;
  }

  #fill(level, blocks) {
    const missing = blocks.filter(([column, row]) => !this.drawn.has(`${level}:${column}:${row}`));
    for (const block of blocks) if (!missing.includes(block)) this.#place(level, block);
    if (missing.length === 0) return this.said("");
    if (this.fault) return this.said(this.fault);
    this.said("Drawing this part larger…");
    return this.#ask(level, missing);
  }

  #place(level, [column, row]) {
    const layer = this.#layer(level);
    if (layer.dataset[`b${column}x${row}`]) return;
    layer.dataset[`b${column}x${row}`] = "yes";
    const { tile, block } = this.data;
    const [width, height] = this.data.levels[level];
    for (let y = row * block; y < (row + 1) * block && y * tile < height; y += 1) {
      for (let x = column * block; x < (column + 1) * block && x * tile < width; x += 1) {
        const picture = make("img", "app-paper__tile");
        picture.alt = "";
        picture.draggable = false;
        picture.loading = "lazy";
        picture.width = Math.min(tile, width - x * tile);
        picture.height = Math.min(tile, height - y * tile);
        picture.style.left = `${x * tile}px`;
        picture.style.top = `${y * tile}px`;
        picture.src = this.data.tiles.replace("LEVEL-X-Y", `${level}-${x}-${y}`);
        layer.append(picture);
      }
    }
  }

  #layer(level) {
    let layer = this.layers.get(level);
    if (!layer) {
      layer = make("div", "app-paper__layer");
      layer.style.width = `${this.data.levels[level][0]}px`;
      layer.style.height = `${this.data.levels[level][1]}px`;
      this.#fit(level, layer);
      this.layers.set(level, layer);
      const above = [...this.layers.keys()].filter((other) => other > level).sort((a, b) => a - b)[0];
      this.element.insertBefore(layer, above ? this.layers.get(above) : this.element.querySelector("svg"));
    }
    return layer;
  }

  async #ask(level, missing) {
    if (this.asking) return;
    this.asking = true;
    let news = false;
    const body = new URLSearchParams({ level, blocks: missing.map((block) => block.join("-")).join(",") });
    try {
      const answer = await fetch(this.data.blocks, { method: "POST", body, headers: { "X-CSRFToken": this.token } });
      if (!answer.ok) throw new Error(answer.statusText);
      const { drawn, fault } = await answer.json();
      news = Boolean(fault) || missing.some(([column, row]) => drawn.includes(`${level}:${column}:${row}`));
      drawn.forEach((code) => this.drawn.add(code));
      this.fault = fault;
    } catch {
      this.said("The sharper picture could not be fetched. Trying again…");
    }
    setTimeout(() => {
      this.asking = false;
      if (this.element.isConnected) this.look(this.sight);
    }, news ? 0 : AGAIN);
  }
}

export function make(tag, className = "", words = "") {
  const element = document.createElement(tag);
  element.className = className;
  if (words) element.textContent = words;
  return element;
}
