// Drawing: a canvas layer that Leaflet moves, the shapes of markers, and the colours of the theme.
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const narrow = matchMedia("(max-width: 760px)");
const theme = {};

const readTheme = () => {
  document.documentElement.dataset.theme ??= matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const style = getComputedStyle(document.documentElement);
  for (const name of "sea land coast graticule label water halo outline ink muted accent panel edge line lineword reef shelf void hatch doubt".split(" ")) {
    theme[name] = style.getPropertyValue(`--${name}`).trim();
  }
};

/** Sizes a canvas for the screen and returns a pen whose unit is a CSS pixel. */
const penOf = (canvas, width, height) => {
  const ratio = window.devicePixelRatio || 1;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== across || canvas.height !== down) [canvas.width, canvas.height] = [across, down];
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  return pen;
};

const drawings = []; // what is drawn, from below to above, for pictures of the map
let settled = false;

/** Draws for the first time, once the page is put together; while it is being built nothing is. */
const settle = () => {
  settled = true;
  for (const { layer } of drawings) layer.redraw();
};

/** How places of the world become places on a drawing whose corner lies so many pixels from the map's own. */
const viewAt = (min, { x: width, y: height }) => {
  const zoom = map.getZoom();
  const scale = 256 * 2 ** zoom;
  const { x: left, y: top } = map.getPixelOrigin().add(min);
  const at = (x, y) => [x * scale - left, y * scale - top];
  const place = (lon, lat) => at(worldX(lon), worldY(lat));
  const { x, y } = map.containerPointToLayerPoint([0, 0]).subtract(min);
  const size = map.getSize();
  return { zoom, scale, left, top, width, height, at, place, min, seen: [x, y, x + size.x, y + size.y] };
};

const CanvasLayer = L.Renderer.extend({
  options: { padding: 0.15 },
  _initContainer() { this._container = el("canvas", { "aria-hidden": "true" }); },
  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    this.redraw();
  },
  redraw() {
    if (!settled) return;
    const { x: width, y: height } = this._bounds.getSize();
    const canvas = this._container;
    L.DomUtil.setPosition(canvas, this._bounds.min);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    this.options.draw(penOf(canvas, width, height), viewAt(this._bounds.min, { x: width, y: height }));
  },
});

/** Boxes of a drawing that are taken, by squares of it, so that a question looks at those nearby alone. */
const openRoom = () => {
  const SIDE = 64;
  const squares = new Map();
  /** Calls an action for each square that a box touches, until one says yes. */
  const some = ([left, top, right, bottom], action) => {
    for (let x = Math.floor(left / SIDE); x <= right / SIDE; x++) {
      for (let y = Math.floor(top / SIDE); y <= bottom / SIDE; y++) if (action(x * 4096 + y)) return true;
    }
    return false;
  };
  return {
    clear: () => squares.clear(),
    take: (box) => {
      some(box, (key) => {
        if (squares.has(key)) squares.get(key).push(box);
        else squares.set(key, [box]);
      });
    },
    free: (box) => !some(box, (key) => squares.get(key)?.some((other) =>
      other[0] < box[2] && other[2] > box[0] && other[1] < box[3] && other[3] > box[1])),
  };
};

const addPane = (name, zIndex) => {
  const pane = map.createPane(name);
  pane.style.zIndex = zIndex;
  pane.style.pointerEvents = "none";
  return name;
};

/** Adds a canvas in a pane of its own; draw(pen, view) is called whenever the map has moved. */
const addCanvas = (name, zIndex, draw) => {
  const layer = new CanvasLayer({ pane: addPane(name, zIndex), draw });
  drawings.push({ zIndex, draw, layer });
  return layer.addTo(map);
};

/** Adds lines of [x, y] in world coordinates to a path. */
const follow = (pen, view, lines, close = false) => {
  for (const line of lines) {
    line.forEach(([x, y], at) => { pen[at ? "lineTo" : "moveTo"](...view.at(x, y)); });
    if (close) pen.closePath();
  }
};

/** Draws lines of [x, y] in world coordinates as one path. */
const trace = (pen, view, lines, close = false) => {
  pen.beginPath();
  follow(pen, view, lines, close);
};

/** Fills what was just traced with slanted lines. */
const hatch = (pen, view, colour, step = 9) => {
  const { width, height } = view;
  pen.save();
  pen.clip("evenodd");
  pen.beginPath();
  const shift = (view.left + view.top) % step;
  for (let at = -shift; at < width + height + step; at += step) {
    pen.moveTo(at, 0);
    pen.lineTo(at - height, height);
  }
  [pen.strokeStyle, pen.lineWidth] = [colour, 1];
  pen.stroke();
  pen.restore();
};

/** Slanted lines across a disc, each as long as the disc is wide there, which costs less than cutting them off. */
const hatchDisc = (pen, view, [cx, cy, radius], step) => {
  pen.beginPath();
  const shift = (view.left + view.top) % step; // so that the lines stay where they are when the map moves
  const reach = radius * Math.SQRT2;
  for (let at = Math.ceil((cx + cy - reach + shift) / step) * step - shift; at < cx + cy + reach; at += step) {
    const away = (at - cx - cy) / 2; // to each axis, from the middle of the disc to that of the line
    const half = Math.sqrt(Math.max(0, radius ** 2 - 2 * away ** 2) / 2);
    pen.moveTo(cx + away + half, cy + away - half);
    pen.lineTo(cx + away - half, cy + away + half);
  }
  pen.stroke();
};

const inscribe = (pen, text, x, y, colour) => {
  [pen.strokeStyle, pen.lineWidth, pen.fillStyle, pen.lineJoin] = [theme.halo, 3, colour, "round"];
  pen.strokeText(text, x, y);
  pen.fillText(text, x, y);
};

/** Outlines of markers whose radius is one, as the data of paths. */
const SHAPES = {
  circle: "M-1 0A1 1 0 1 1 1 0A1 1 0 1 1 -1 0Z",
  triangle: "M0 -1.2L1.04 0.6H-1.04Z",
  triangle_down: "M0 1.2L1.04 -0.6H-1.04Z",
  diamond: "M0 -1.2L1.2 0L0 1.2L-1.2 0Z",
  hexagon: "M1.05 0L0.53 0.91H-0.53L-1.05 0L-0.53 -0.91H0.53Z",
  square: "M-0.85 -0.85H0.85V0.85H-0.85Z",
  cross: "M-0.42 -1.08H0.42V-0.42H1.08V0.42H0.42V1.08H-0.42V0.42H-1.08V-0.42H-0.42Z",
};

/** Fills a marker around the origin or, where a place is only an area, outlines it; letters are the second sign of its colour. */
const stamp = (pen, shape, size, colour, hollow, letters = "") => {
  const path = new Path2D(SHAPES[shape] ?? SHAPES.circle);
  pen.scale(size, size);
  [pen.strokeStyle, pen.lineWidth] = [theme.outline, hollow ? 0.63 : 0.33];
  pen.stroke(path);
  [pen.fillStyle, pen.strokeStyle, pen.lineWidth] = [colour, colour, 0.37];
  if (hollow) pen.stroke(path);
  else pen.fill(path);
  pen.scale(1 / size, 1 / size);
  if (!letters) return;
  [pen.textAlign, pen.textBaseline, pen.font, pen.fillStyle] = ["center", "middle", "700 8px system-ui, sans-serif", hollow ? theme.ink : "#fff"];
  pen.fillText(letters, 0, shape === "triangle" ? 1 : shape === "triangle_down" ? -1 : 0.5);
};

/** A marker beside a word; unlike a canvas it costs nothing to make. */
const swatch = (colour, shape = "circle", hollow = false, letters = "") => {
  const d = SHAPES[shape] ?? SHAPES.circle;
  const face = hollow ? { d, stroke: colour, "stroke-width": 0.37, fill: "none" } : { d, fill: colour };
  return el("svg", { class: "swatch", viewBox: "-1.45 -1.45 2.9 2.9", "aria-hidden": "true" },
    el("path", { d, class: "edge", "stroke-width": hollow ? 0.63 : 0.33 }), el("path", face),
    letters && el("text", { class: hollow ? "dark" : "", x: 0, y: 0.36, "text-anchor": "middle" }, letters));
};
