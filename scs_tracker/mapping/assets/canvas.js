// Drawing: a canvas layer that Leaflet moves, the shapes of markers, and the colours of the theme.
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const theme = {};

const readTheme = () => {
  document.documentElement.dataset.theme ??= matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const style = getComputedStyle(document.documentElement);
  for (const name of "land coast graticule label water halo outline ink muted accent panel".split(" ")) {
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
    const zoom = map.getZoom();
    const scale = 256 * 2 ** zoom;
    const { x: left, y: top } = map.getPixelOrigin().add(this._bounds.min);
    const at = (x, y) => [x * scale - left, y * scale - top];
    const place = (lon, lat) => at(worldX(lon), worldY(lat));
    this.options.draw(penOf(canvas, width, height), { zoom, scale, left, top, width, height, at, place, min: this._bounds.min });
  },
});

const addPane = (name, zIndex) => {
  const pane = map.createPane(name);
  pane.style.zIndex = zIndex;
  pane.style.pointerEvents = "none";
  return name;
};

/** Adds a canvas in a pane of its own; draw(pen, view) is called whenever the map has moved. */
const addCanvas = (name, zIndex, draw) => new CanvasLayer({ pane: addPane(name, zIndex), draw }).addTo(map);

const SHAPES = { triangle: [3, -90, 1.2], triangle_down: [3, 90, 1.2], diamond: [4, 0, 1.2], hexagon: [6, 0, 1.05], square: [4, 45, 1.2] };

/** Traces a marker of some size around the origin and fills it or, where a place is only an area, outlines it. */
const stamp = (pen, shape, size, colour, hollow, line) => {
  pen.beginPath();
  if (SHAPES[shape]) {
    const [corners, turn, reach] = SHAPES[shape];
    for (let corner = 0; corner < corners; corner++) {
      const angle = (turn / 180 + (corner * 2) / corners) * Math.PI;
      pen.lineTo(reach * size * Math.cos(angle), reach * size * Math.sin(angle));
    }
  } else if (shape === "cross") {
    const [a, b] = [size * 0.42, size * 1.08];
    const corners = [[-a, -b], [a, -b], [a, -a], [b, -a], [b, a], [a, a], [a, b], [-a, b], [-a, a], [-b, a], [-b, -a], [-a, -a]];
    for (const corner of corners) pen.lineTo(...corner);
  } else pen.arc(0, 0, size, 0, 2 * Math.PI);
  pen.closePath();
  pen.strokeStyle = theme.outline;
  pen.lineWidth = line * (hollow ? 2.9 : 1.5);
  pen.stroke();
  [pen.fillStyle, pen.strokeStyle, pen.lineWidth] = [colour, colour, line * 1.7];
  if (hollow) pen.stroke();
  else pen.fill();
};

const swatch = (colour, shape = "circle", hollow = false) => {
  const canvas = el("canvas", { width: 32, height: 32, class: "swatch", "aria-hidden": "true" });
  const pen = canvas.getContext("2d");
  pen.translate(16, 16);
  stamp(pen, shape, 11, colour, hollow, 2);
  return canvas;
};
