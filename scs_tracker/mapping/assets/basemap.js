"use strict";
// Sea, land, graticule and names, drawn from what is in the file; tiles only where the recipe offers them.

scs.parts.basemap = async (map, store) => {
  const [coast, labels] = await Promise.all([scs.read("scs-coast"), scs.read("scs-labels")]);
  const rings = (coast ?? []).map(scs.openLine);
  const names = (labels ?? []).map((label) => ({ ...label, x: scs.worldX(label.lon), y: scs.worldY(label.lat) }));
  let tilesOn = false;

  const land = scs.addCanvas(map, "scs-land", 210, (pen, view) => {
    if (tilesOn) return;
    pen.fillStyle = scs.theme.land;
    pen.strokeStyle = scs.theme.coast;
    pen.lineWidth = 0.8;
    pen.beginPath();
    for (const ring of rings) {
      for (let at = 0; at < ring.length; at += 2) {
        const [x, y] = [view.x(ring[at]), view.y(ring[at + 1])];
        if (at) pen.lineTo(x, y);
        else pen.moveTo(x, y);
      }
      pen.closePath();
    }
    pen.fill();
    pen.stroke();
    scs.graticule(pen, view);
  });
  const words = scs.addCanvas(map, "scs-words", 440, (pen, view) => scs.drawNames(pen, view, names));
  store.listen((what) => {
    if (what !== "theme") return;
    land.redraw();
    words.redraw();
  });
  const { tiles } = store.settings;
  if (!tiles) return;
  const layer = L.tileLayer(tiles.url, { maxZoom: tiles.max_zoom, attribution: "" });
  scs.tilesControl = scs.el("label", { class: "check" },
    scs.el("input", { type: "checkbox", change: (event) => {
      tilesOn = event.target.checked;
      if (tilesOn) layer.addTo(map);
      else layer.remove();
      document.getElementById("tiles-credit").hidden = !tilesOn;
      land.redraw();
    } }), scs.text("tiles"), scs.el("small", {}, scs.text("tiles_note")));
};

scs.graticule = (pen, view) => {
  const step = view.zoom >= 9 ? 0.5 : view.zoom >= 7.5 ? 1 : view.zoom >= 6 ? 2 : 5;
  const lon = (x) => ((x + view.left) / view.scale - 0.5) * 360;
  const lat = (y) => (Math.atan(Math.exp((0.5 - (y + view.top) / view.scale) * 2 * Math.PI)) * 360) / Math.PI - 90;
  const say = (value, plus, minus) => `${Math.abs(value)}°${value === 0 ? "" : value > 0 ? plus : minus}`;
  pen.strokeStyle = scs.theme.graticule;
  pen.fillStyle = scs.theme.water;
  pen.lineWidth = 0.7;
  pen.font = "10px system-ui, sans-serif";
  pen.beginPath();
  const size = scs.map.getSize();
  const inset = L.point((view.width - size.x) / 2, (view.height - size.y) / 2);
  for (let value = Math.ceil(lon(0) / step) * step; value < lon(view.width); value += step) {
    const x = view.x(scs.worldX(value));
    pen.moveTo(x, 0);
    pen.lineTo(x, view.height);
    pen.fillText(say(value, "E", "W"), x + 3, inset.y + 11);
  }
  for (let value = Math.ceil(lat(view.height) / step) * step; value < lat(0); value += step) {
    const y = view.y(scs.worldY(value));
    pen.moveTo(0, y);
    pen.lineTo(view.width, y);
    pen.fillText(say(value, "N", "S"), inset.x + 3, y - 3);
  }
  pen.stroke();
};

/** Writes names from the most to the least important, leaving out what would overlap. */
scs.drawNames = (pen, view, names) => {
  const taken = [];
  for (const name of names) {
    if (name.zoom > view.zoom + 0.01) continue;
    const [x, y] = [view.x(name.x), view.y(name.y)];
    if (x < -80 || y < -20 || x > view.width + 80 || y > view.height + 20) continue;
    const large = name.water && name.zoom <= 5;
    pen.font = `${name.water ? "italic " : ""}${large ? 13 : 11}px system-ui, sans-serif`;
    const width = pen.measureText(name.name).width;
    const [left, top] = name.dot ? [x + 6, y - 7] : [x - width / 2, y - 7];
    const box = [left - 3, top - 2, left + width + 3, top + 16];
    if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
    taken.push(box);
    if (name.dot) {
      pen.fillStyle = scs.theme.label;
      pen.beginPath();
      pen.arc(x, y, 1.6, 0, 2 * Math.PI);
      pen.fill();
    }
    pen.lineJoin = "round";
    pen.lineWidth = 3;
    pen.strokeStyle = scs.theme.halo;
    pen.strokeText(name.name, left, top + 11);
    pen.fillStyle = name.water ? scs.theme.water : scs.theme.label;
    pen.fillText(name.name, left, top + 11);
  }
};
