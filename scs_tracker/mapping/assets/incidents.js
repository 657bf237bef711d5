"use strict";
// The incident layer: one canvas, markers gathered by a grid that is also what a click is tested against.

scs.CELL = 22;

scs.parts.incidents = async (map, store) => {
  const { data } = store;
  const sprites = new Map();
  let groups = new Map();
  let seen = null;
  let fan = null;

  const sprite = (colour, shape, hollow, ratio) => {
    const key = `${colour} ${shape} ${hollow}`;
    if (!sprites.has(key)) {
      const canvas = scs.el("canvas", { width: 20 * ratio, height: 20 * ratio });
      const pen = canvas.getContext("2d");
      pen.setTransform(ratio, 0, 0, ratio, 10 * ratio, 10 * ratio);
      scs.shape(pen, shape, 5.5);
      scs.paint(pen, colour, hollow);
      sprites.set(key, canvas);
    }
    return sprites.get(key);
  };
  const shapeOf = scs.shapes(store);
  const mark = (pen, view, row, x, y) => {
    const mode = store.colours[store.colour];
    const shape = store.colour === "actor" ? shapeOf(row) : "circle";
    pen.drawImage(sprite(mode.classes[mode.of[row]].colour, shape, data.area[row], view.ratio), x - 10, y - 10, 20, 20);
  };

  const gather = (view) => {
    groups = new Map();
    const { of, classes } = store.colours[store.colour];
    const span = 2 ** 22;
    for (let row = 0; row < data.rows; row++) {
      if (!store.shown[row]) continue;
      const [wx, wy] = [data.x[row] * view.scale, data.y[row] * view.scale];
      const [x, y] = [wx - view.left, wy - view.top];
      if (!(x > -20 && y > -20 && x < view.width + 20 && y < view.height + 20)) continue;
      const key = (Math.floor(wx / scs.CELL) * span + Math.floor(wy / scs.CELL)) * 2 + data.area[row];
      let group = groups.get(key);
      if (!group) {
        group = { key, count: 0, x: 0, y: 0, row, area: data.area[row], classes: new Uint32Array(classes.length) };
        groups.set(key, group);
      }
      group.count++;
      group.x += x;
      group.y += y;
      group.classes[of[row]]++;
    }
    for (const group of groups.values()) {
      group.x /= group.count;
      group.y /= group.count;
      group.r = group.count === 1 ? 8 : Math.min(21, 8 + 1.9 * Math.log2(group.count));
    }
  };
  const pie = (pen, group) => {
    const { classes } = store.colours[store.colour];
    const hole = group.r - (group.area ? 3 : 5);
    let from = -Math.PI / 2;
    pen.beginPath();
    pen.arc(group.x, group.y, group.r + 1, 0, 2 * Math.PI);
    pen.fillStyle = scs.theme.outline;
    pen.fill();
    group.classes.forEach((count, number) => {
      if (!count) return;
      const to = from + (count / group.count) * 2 * Math.PI;
      pen.beginPath();
      pen.moveTo(group.x, group.y);
      pen.arc(group.x, group.y, group.r, from, to);
      pen.fillStyle = classes[number].colour;
      pen.fill();
      from = to;
    });
    pen.beginPath();
    pen.arc(group.x, group.y, hole, 0, 2 * Math.PI);
    pen.fillStyle = scs.theme.panel;
    pen.fill();
    pen.fillStyle = scs.theme.ink;
    pen.font = `600 ${group.count > 999 ? 9 : 10.5}px system-ui, sans-serif`;
    pen.fillText(String(group.count), group.x, group.y + 0.5);
  };
  const ring = (pen, view, row) => {
    const km = data.value("radius_km", row);
    pen.strokeStyle = scs.theme.accent;
    pen.lineWidth = 2;
    if (km > 0) {
      pen.beginPath();
      for (const [lat, lon] of scs.circle(data.lat[row], data.lon[row], km)) pen.lineTo(view.x(scs.worldX(lon)), view.y(scs.worldY(lat)));
      pen.closePath();
      pen.globalAlpha = 0.14;
      pen.fillStyle = scs.theme.accent;
      pen.fill();
      pen.globalAlpha = 1;
      pen.setLineDash([4, 3]);
      pen.stroke();
      pen.setLineDash([]);
    }
    const at = fan?.spots.find((spot) => spot.row === row);
    const [x, y] = at ? fan.place(at, view) : [view.x(data.x[row]), view.y(data.y[row])];
    pen.beginPath();
    pen.arc(x, y, 11, 0, 2 * Math.PI);
    pen.lineWidth = 3;
    pen.stroke();
  };

  const layer = scs.addCanvas(map, "scs-incidents", 450, (pen, view) => {
    seen = view;
    gather(view);
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    const ordered = [...groups.values()].sort((a, b) => b.area - a.area || a.count - b.count || a.y - b.y);
    for (const group of ordered) {
      if (group.count === 1) mark(pen, view, group.row, group.x, group.y);
      else if (group.key !== fan?.key) pie(pen, group);
    }
    if (fan) {
      const [cx, cy] = [view.x(fan.x), view.y(fan.y)];
      pen.strokeStyle = scs.theme.outline;
      pen.lineWidth = 1;
      for (const spot of fan.spots) {
        const [x, y] = fan.place(spot, view);
        pen.beginPath();
        pen.moveTo(cx, cy);
        pen.lineTo(x, y);
        pen.stroke();
      }
      for (const spot of fan.spots) mark(pen, view, spot.row, ...fan.place(spot, view));
    }
    if (store.selected >= 0 && Number.isFinite(data.x[store.selected])) ring(pen, view, store.selected);
  });

  const members = (group) => {
    const rows = [];
    const [cx, cy] = [Math.floor(Math.floor(group.key / 2) / 2 ** 22), Math.floor(group.key / 2) % 2 ** 22];
    for (let row = data.rows - 1; row >= 0; row--) {
      if (!store.shown[row] || data.area[row] !== group.area) continue;
      if (Math.floor((data.x[row] * seen.scale) / scs.CELL) === cx && Math.floor((data.y[row] * seen.scale) / scs.CELL) === cy) rows.push(row);
    }
    return rows;
  };
  const open = (group) => {
    const rows = members(group);
    const [first] = rows;
    const together = rows.every((row) => Math.hypot(data.x[row] - data.x[first], data.y[row] - data.y[first]) * 256 * 2 ** map.getMaxZoom() < 12);
    if (!together && map.getZoom() < map.getMaxZoom()) {
      const box = L.latLngBounds(rows.map((row) => [data.lat[row], data.lon[row]]));
      map.setView(box.getCenter(), Math.min(map.getMaxZoom(), Math.max(map.getZoom() + 1, map.getBoundsZoom(box.pad(0.3)))));
      return;
    }
    scs.showRows(rows);
    if (rows.length > 120) return;
    const [x, y] = [(group.x + seen.left) / seen.scale, (group.y + seen.top) / seen.scale];
    let [angle, radius] = [0, rows.length < 9 ? 26 : 22];
    const spots = rows.map((row, number) => {
      if (rows.length < 9) angle = (number * 2 * Math.PI) / rows.length;
      else {
        angle += 19 / radius;
        radius += (19 * 19) / (2 * Math.PI * radius);
      }
      return { row, dx: radius * Math.cos(angle), dy: radius * Math.sin(angle) };
    });
    fan = { key: group.key, x, y, spots, place: (spot, view) => [view.x(x) + spot.dx, view.y(y) + spot.dy] };
    layer.redraw();
  };
  const hit = (point) => {
    if (!seen) return null;
    const at = map.containerPointToLayerPoint(point).subtract(seen.offset);
    const spot = fan?.spots.find((each) => Math.hypot(...fan.place(each, seen).map((value, axis) => value - (axis ? at.y : at.x))) < 9);
    if (spot) return { row: spot.row };
    const [cx, cy] = [Math.floor((at.x + seen.left) / scs.CELL), Math.floor((at.y + seen.top) / scs.CELL)];
    let best = null;
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const area of [0, 1]) {
          const group = groups.get(((cx + dx) * 2 ** 22 + cy + dy) * 2 + area);
          if (!group || group.key === fan?.key) continue;
          const distance = Math.hypot(group.x - at.x, group.y - at.y) - group.r;
          if (distance < 3 && (!best || distance < best.distance)) best = { distance, group };
        }
      }
    }
    if (!best) return null;
    return best.group.count === 1 ? { row: best.group.row } : { group: best.group };
  };

  const close = () => {
    if (!fan) return;
    fan = null;
    layer.redraw();
  };
  const tip = scs.el("div", { class: "tip", hidden: true });
  map.getContainer().append(tip);
  map.on("click", (event) => {
    const found = hit(event.containerPoint);
    if (found?.group) open(found.group);
    else if (found) store.select(found.row);
    else close();
  });
  map.on("mousemove", (event) => {
    const found = hit(event.containerPoint);
    map.getContainer().classList.toggle("pointing", Boolean(found));
    tip.hidden = !found;
    if (!found) return;
    tip.replaceChildren(found.group ? scs.text("pie_tip", { count: found.group.count })
      : scs.data(`${data.value("date_start", found.row)} · ${data.value("place", found.row)}`));
    L.DomUtil.setPosition(tip, event.containerPoint.add([14, 12]));
  });
  map.on("mouseout", () => { tip.hidden = true; });
  map.on("zoomstart", () => { fan = null; });
  store.listen((what) => {
    if (what === "theme") sprites.clear();
    if (what === "filter") fan = null;
    if (what !== "view") layer.redraw();
    const placed = store.rows().reduce((sum, row) => sum + (Number.isFinite(data.x[row]) ? 1 : 0), 0);
    map.getContainer().dataset.markers = placed;
  });
  scs.hit = hit;
};

/** Which shape a row has: that of its first initiator's service. */
scs.shapes = (store) => {
  const byCode = new Map();
  const actors = store.facets.find((facet) => facet.key === "actor");
  for (const country of actors?.items ?? []) for (const service of country.items ?? []) byCode.set(service.key, service.shape);
  if (!actors) return () => "circle";
  const byCell = actors.cells.d.map((cell) => byCode.get(scs.parts_of(cell)[0]) ?? "circle");
  return (row) => byCell[actors.cells.i[row]];
};

/** Points around a place at a distance, on a sphere, for the disc of uncertainty. */
scs.circle = (lat, lon, km) => {
  const [phi, delta, turn] = [(lat * Math.PI) / 180, km / 6371.0088, Math.PI / 36];
  return Array.from({ length: 72 }, (_, step) => {
    const y = Math.asin(Math.sin(phi) * Math.cos(delta) + Math.cos(phi) * Math.sin(delta) * Math.cos(step * turn));
    const x = Math.atan2(Math.sin(step * turn) * Math.sin(delta) * Math.cos(phi), Math.cos(delta) - Math.sin(phi) * Math.sin(y));
    return [(y * 180) / Math.PI, lon + (x * 180) / Math.PI];
  });
};
