"use strict";
// Drawing: a canvas layer that Leaflet moves, marker shapes, and one colour scheme for light and dark.

scs.leaflet = (id, options) => {
  scs.map = L.map(id, { ...options, zoomControl: false, attributionControl: false, worldCopyJump: false, zoomSnap: 0.5,
    zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches, wheelPxPerZoomLevel: 90, minZoom: 4 });
  return scs.map;
};

scs.CanvasLayer = L.Renderer.extend({
  options: { padding: 0.15 },
  _initContainer() {
    this._container = scs.el("canvas", { "aria-hidden": "true" });
  },
  _destroyContainer() {
    this._container.remove();
    delete this._container;
  },
  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    this.redraw();
  },
  redraw() {
    if (!this._container) return;
    const size = this._bounds.getSize();
    const ratio = window.devicePixelRatio || 1;
    const canvas = this._container;
    L.DomUtil.setPosition(canvas, this._bounds.min);
    const [width, height] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
    if (canvas.width !== width || canvas.height !== height) {
      [canvas.width, canvas.height] = [width, height];
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, size.x, size.y);
    const zoom = this._map.getZoom();
    const scale = 256 * 2 ** zoom;
    const origin = this._map.getPixelOrigin().add(this._bounds.min);
    const view = { scale, zoom, left: origin.x, top: origin.y, width: size.x, height: size.y, ratio, offset: this._bounds.min };
    view.x = (world) => world * scale - view.left;
    view.y = (world) => world * scale - view.top;
    this.options.draw(pen, view);
  },
});

/** Adds a canvas in a pane of its own; draw(pen, view) is called whenever the map has moved. */
scs.addCanvas = (map, name, zIndex, draw) => {
  const pane = map.createPane(name);
  pane.style.zIndex = zIndex;
  pane.style.pointerEvents = "none";
  return new scs.CanvasLayer({ pane: name, draw }).addTo(map);
};

scs.colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Traces a marker of some size around the origin. */
scs.shape = (pen, shape, size) => {
  const polygon = (corners, turn, radius) => {
    for (let corner = 0; corner < corners; corner++) {
      const angle = turn + (corner * 2 * Math.PI) / corners;
      pen.lineTo(radius * Math.cos(angle), radius * Math.sin(angle));
    }
    pen.closePath();
  };
  pen.beginPath();
  if (shape === "square") pen.rect(-size * 0.85, -size * 0.85, size * 1.7, size * 1.7);
  else if (shape === "triangle") polygon(3, -Math.PI / 2, size * 1.2);
  else if (shape === "triangle_down") polygon(3, Math.PI / 2, size * 1.2);
  else if (shape === "diamond") polygon(4, 0, size * 1.2);
  else if (shape === "hexagon") polygon(6, 0, size * 1.05);
  else if (shape === "cross") {
    const [a, b] = [size * 0.42, size * 1.08];
    for (const [x, y] of [[-a, -b], [a, -b], [a, -a], [b, -a], [b, a], [a, a], [a, b], [-a, b], [-a, a], [-b, a], [-b, -a], [-a, -a]]) pen.lineTo(x, y);
    pen.closePath();
  } else pen.arc(0, 0, size, 0, 2 * Math.PI);
};

/** Fills or, where a place is only an area, outlines what was traced. */
scs.paint = (pen, colour, hollow, line = 1.25) => {
  if (hollow) {
    pen.strokeStyle = scs.theme.halo;
    pen.lineWidth = line * 3;
    pen.stroke();
    pen.strokeStyle = colour;
    pen.lineWidth = line * 1.7;
    pen.stroke();
  } else {
    pen.fillStyle = colour;
    pen.strokeStyle = scs.theme.outline;
    pen.lineWidth = line;
    pen.stroke();
    pen.fill();
  }
};

scs.theme = {};
scs.readTheme = () => {
  for (const name of ["sea", "land", "coast", "graticule", "label", "water", "halo", "outline", "ink", "muted", "accent", "bar", "ghost", "panel"]) {
    scs.theme[name] = scs.colour(`--${name}`);
  }
};
