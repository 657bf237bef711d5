// Drawing: a canvas layer that Leaflet moves, the shapes of markers, and the colours of the theme.
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const narrow = matchMedia("(max-width: 999px)");
const theme = {};

const readTheme = () => {
  document.documentElement.dataset.theme ??= matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const style = getComputedStyle(document.documentElement);
  for (const name of "sea shelf basin land coast graticule label water halo outline ink muted accent panel edge line lineword reef contour void rim glyph glyphedge bar told ends".split(" ")) {
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
  _updateTransform(center, zoom) {
    // Leaflet would shift it by fractions of a pixel, which blurs; while the zoom stays its corner is a whole one
    if (this._bounds && zoom === this._zoom) L.DomUtil.setTransform(this._container, this._bounds.min, 1);
    else L.Renderer.prototype._updateTransform.call(this, center, zoom);
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

/** Draws lines of [x, y] in world coordinates as one path. */
const trace = (pen, { scale, left, top }, lines, close = false) => {
  pen.beginPath();
  for (const line of lines) {
    for (let at = 0; at < line.length; at++) pen[at ? "lineTo" : "moveTo"](line[at][0] * scale - left, line[at][1] * scale - top);
    if (close) pen.closePath();
  }
};

/** A pattern of dots for the area in which a place lies; it is never drawn over land, which lies above it. */
const dots = (pen, view, colour) => {
  const STEP = 7;
  pen.save();
  pen.clip("evenodd");
  pen.fillStyle = colour;
  pen.beginPath();
  for (let x = -(view.left % STEP); x < view.width + STEP; x += STEP) {
    for (let y = -(view.top % STEP); y < view.height + STEP; y += STEP) pen.rect(x, y, 1.2, 1.2);
  }
  pen.fill();
  pen.restore();
};

const inscribe = (pen, text, x, y, colour) => {
  [pen.strokeStyle, pen.lineWidth, pen.fillStyle, pen.lineJoin] = [theme.halo, 3, colour, "round"];
  pen.strokeText(text, x, y);
  pen.fillText(text, x, y);
};
