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
    const { x: width, y: height } = this._bounds.getSize();
    const canvas = this._container;
    L.DomUtil.setPosition(canvas, this._bounds.min);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    this.options.draw(penOf(canvas, width, height), viewAt(this._bounds.min, { x: width, y: height }));
  },
});

const addPane = (name, zIndex) => {
  const pane = map.createPane(name);
  pane.style.zIndex = zIndex;
  pane.style.pointerEvents = "none";
  return name;
};

/** Adds a canvas in a pane of its own; draw(pen, view) is called whenever the map has moved. */
const addCanvas = (name, zIndex, draw) => {
  drawings.push({ zIndex, draw });
  return new CanvasLayer({ pane: addPane(name, zIndex), draw }).addTo(map);
};

/** Draws lines of [x, y] in world coordinates as one path. */
const trace = (pen, view, lines, close = false) => {
  pen.beginPath();
  for (const line of lines) {
    line.forEach(([x, y], at) => { pen[at ? "lineTo" : "moveTo"](...view.at(x, y)); });
    if (close) pen.closePath();
  }
};

/** Fills what was just traced with slanted lines. */
const hatch = (pen, view, colour, step = 9, rule = "nonzero", [left, top, right, bottom] = [0, 0, view.width, view.height]) => {
  const [x0, y0, x1, y1] = [Math.max(0, left), Math.max(0, top), Math.min(view.width, right), Math.min(view.height, bottom)];
  if (x1 <= x0 || y1 <= y0) return;
  pen.save();
  pen.clip(rule);
  pen.beginPath();
  const shift = (view.left + view.top) % step; // so that the lines stay where they are when the map moves
  for (let at = Math.floor((x0 + y0) / step) * step - shift; at < x1 + y1 + step; at += step) {
    pen.moveTo(at - y0, y0);
    pen.lineTo(at - y1, y1);
  }
  [pen.strokeStyle, pen.lineWidth] = [colour, 1];
  pen.stroke();
  pen.restore();
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
