// The incident layer: one canvas, markers gathered by a grid that is also what a click is tested against.
const CELL = 22;
const SPAN = 2 ** 22;
let clickIncident = () => false; // opens what is drawn at a point of the map, if anything is

const openIncidents = () => {
  const frame = map.getContainer();
  const tip = el("div", { class: "tip", hidden: true });
  const sprites = new Map();
  let groups = new Map();
  let view = null;
  let fan = null;
  const keyOf = (row) =>
    (Math.floor((data.x[row] * view.scale) / CELL) * SPAN + Math.floor((data.y[row] * view.scale) / CELL)) * 2 + data.area[row];
  const mark = (pen, row, x, y) => {
    const { classes, of } = store.colours[store.colour];
    const shape = store.colour === "actor" ? (settings.shape_of[parts(data.value("initiators", row))[0]] ?? "circle") : "circle";
    const key = `${classes[of[row]].colour} ${shape} ${data.area[row]}`;
    if (!sprites.has(key)) {
      const canvas = el("canvas");
      const brush = penOf(canvas, 20, 20);
      brush.translate(10, 10);
      stamp(brush, shape, 5.5, classes[of[row]].colour, data.area[row], 1.2);
      sprites.set(key, canvas);
    }
    pen.drawImage(sprites.get(key), x - 10, y - 10, 20, 20);
  };
  /** Puts rows of one cell together; then small groups that a large one would cover go into it. */
  const gather = () => {
    const { of, classes } = store.colours[store.colour];
    const cells = new Map();
    for (const row of store.rows) {
      const [x, y] = [data.x[row] * view.scale - view.left, data.y[row] * view.scale - view.top];
      if (!(x > -20 && y > -20 && x < view.width + 20 && y < view.height + 20)) continue;
      const key = keyOf(row);
      let group = cells.get(key);
      if (!group) {
        group = { key, row, count: 0, x: 0, y: 0, area: data.area[row], counts: new Uint32Array(classes.length), keys: [key] };
        cells.set(key, group);
      }
      group.count++;
      group.x += x;
      group.y += y;
      group.counts[of[row]]++;
    }
    groups = new Map();
    for (const group of [...cells.values()].sort((a, b) => b.count - a.count || a.key - b.key)) {
      [group.x, group.y] = [group.x / group.count, group.y / group.count];
      group.r = radius(group);
      const host = around(group.x, group.y, 2).find((other) => other.area === group.area && other.count > 2 &&
        Math.hypot(other.x - group.x, other.y - group.y) < other.r + group.r * 0.8);
      if (!host) groups.set(group.key, group);
      else {
        host.count += group.count;
        host.keys.push(group.key);
        group.counts.forEach((count, at) => { host.counts[at] += count; });
        host.r = radius(host);
      }
    }
  };
  const radius = ({ count }) => (count === 1 ? 7 : Math.min(21, 8 + 1.9 * Math.log2(count)));
  const around = (x, y, reach) => {
    const [cx, cy] = [Math.floor((x + view.left) / CELL), Math.floor((y + view.top) / CELL)];
    const found = [];
    for (let dx = -reach; dx <= reach; dx++) {
      for (let dy = -reach; dy <= reach; dy++) {
        const key = ((cx + dx) * SPAN + cy + dy) * 2;
        if (groups.has(key)) found.push(groups.get(key));
        if (groups.has(key + 1)) found.push(groups.get(key + 1));
      }
    }
    return found;
  };
  const disc = (pen, { x, y }, r, colour, from = 0, to = 2 * Math.PI) => {
    pen.fillStyle = colour;
    pen.beginPath();
    if (to - from < 6.28) pen.moveTo(x, y);
    pen.arc(x, y, r, from, to);
    pen.fill();
  };
  const pie = (pen, group) => {
    const { classes } = store.colours[store.colour];
    let from = -Math.PI / 2;
    disc(pen, group, group.r + 0.8, theme.outline);
    group.counts.forEach((count, at) => {
      const to = from + (count / group.count) * 2 * Math.PI;
      if (count) disc(pen, group, group.r, classes[at].colour, from, to);
      from = to;
    });
    disc(pen, group, group.r - (group.area ? 2.5 : 5), theme.panel);
    [pen.fillStyle, pen.font] = [theme.ink, `600 ${group.count > 999 ? 9 : 10.5}px system-ui, sans-serif`];
    pen.fillText(String(group.count), group.x, group.y + 0.5);
  };
  /** Rings the selected incident, with the disc in which its place lies. */
  const ring = (pen, row) => {
    const spot = fan?.spots.find((each) => each.row === row);
    const [x, y] = spot ? placeOf(spot) : view.at(data.x[row], data.y[row]);
    [pen.strokeStyle, pen.fillStyle, pen.lineWidth] = [theme.accent, theme.accent, 2];
    pen.beginPath();
    const pixels = view.scale / (40_030 * Math.cos((data.lat[row] * Math.PI) / 180)); // a kilometre at that latitude
    pen.arc(...view.at(data.x[row], data.y[row]), (data.value("radius_km", row) ?? 0) * pixels, 0, 2 * Math.PI);
    pen.globalAlpha = 0.14;
    pen.fill();
    pen.globalAlpha = 1;
    pen.setLineDash([4, 3]);
    pen.stroke();
    pen.setLineDash([]);
    pen.beginPath();
    pen.arc(x, y, 11, 0, 2 * Math.PI);
    pen.lineWidth = 3;
    pen.stroke();
  };
  const placeOf = ({ dx, dy }) => {
    const [x, y] = view.at(fan.x, fan.y);
    return [x + dx, y + dy];
  };
  const layer = addCanvas("scs-incidents", 450, (pen, now) => {
    view = now;
    gather();
    [pen.textAlign, pen.textBaseline] = ["center", "middle"];
    for (const group of [...groups.values()].sort((a, b) => b.area - a.area || a.count - b.count || a.y - b.y)) {
      if (group.count === 1) mark(pen, group.row, group.x, group.y);
      else if (group.key !== fan?.key) pie(pen, group);
    }
    [pen.strokeStyle, pen.lineWidth] = [theme.muted, 1];
    for (const spot of fan?.spots ?? []) {
      pen.beginPath();
      pen.moveTo(...view.at(fan.x, fan.y));
      pen.lineTo(...placeOf(spot));
      pen.stroke();
    }
    for (const spot of fan?.spots ?? []) mark(pen, spot.row, ...placeOf(spot));
    if (store.selected >= 0 && data.placed(store.selected)) ring(pen, store.selected);
    frame.dataset.markers = store.placed;
  });
  const hit = (point) => {
    const { x, y } = map.containerPointToLayerPoint(point).subtract(view.min);
    const far = ([px, py]) => Math.hypot(px - x, py - y);
    const spot = fan?.spots.find((each) => far(placeOf(each)) < 9);
    if (spot) return { count: 1, row: spot.row };
    const near = around(x, y, 2).map((group) => [far([group.x, group.y]) - group.r, group]);
    return near.filter(([gap, group]) => gap < 3 && group.key !== fan?.key).sort((a, b) => a[0] - b[0])[0]?.[1];
  };
  /** Zooms to a group whose places differ; fans out one whose places are the same, and lists it. */
  const open = (group) => {
    const keys = new Set(group.keys);
    const rows = [...store.rows].filter((row) => keys.has(keyOf(row)));
    const box = L.latLngBounds(rows.map((row) => [data.lat[row], data.lon[row]]));
    const nearest = map.getMaxZoom();
    if (map.getZoom() < nearest && map.project(box.getNorthWest(), nearest).distanceTo(map.project(box.getSouthEast(), nearest)) > 15) {
      map.setView(box.getCenter(), Math.min(nearest, Math.max(map.getZoom() + 1, map.getBoundsZoom(box.pad(0.3)))));
      return;
    }
    let [angle, far] = [0, rows.length < 9 ? 28 : 20];
    const spots = rows.length > 150 ? [] : rows.map((row) => {
      angle += rows.length < 9 ? (2 * Math.PI) / rows.length : 19 / far;
      if (rows.length >= 9) far += 60 / far;
      return { row, dx: far * Math.cos(angle), dy: far * Math.sin(angle) };
    });
    if (spots.length) fan = { key: group.key, spots, x: (group.x + view.left) / view.scale, y: (group.y + view.top) / view.scale };
    layer.redraw();
    showRows(rows);
  };
  clickIncident = (point) => {
    const found = hit(point);
    if (found?.count === 1) store.select(found.row);
    else if (found) open(found);
    else if (fan) {
      fan = null;
      layer.redraw();
    }
    return Boolean(found);
  };
  frame.append(tip);
  map.on("click", (event) => { tip.hidden = true; clickIncident(event.containerPoint); });
  map.on("mousemove", ({ containerPoint }) => {
    const found = hit(containerPoint);
    frame.classList.toggle("pointing", Boolean(found));
    tip.hidden = !found;
    if (!found) return;
    const { row, count } = found;
    tip.replaceChildren(bdi(count > 1 ? say("pie_tip", { count }) : `${data.value("date_start", row)} · ${data.value("place", row)}`));
    L.DomUtil.setPosition(tip, containerPoint.add([14, 12]));
  });
  map.on("mouseout", () => { tip.hidden = true; });
  map.on("zoomstart", () => { fan = null; });
  store.listen("filter time colour select theme", (what) => {
    if (what === "theme") sprites.clear();
    if (what === "filter") fan = null;
    layer.redraw();
    if (what === "select") reveal(store.selected);
  });
  /** Moves the map if a selected incident is out of sight or, on a phone, behind the sheet. */
  const reveal = (row) => {
    if (row < 0 || !data.placed(row)) return;
    const { x: width, y: height } = map.getSize();
    const bottom = width < 761 ? 150 : height;
    const { x, y } = map.latLngToContainerPoint([data.lat[row], data.lon[row]]);
    if (x < 20 || y < 20 || x > width - 20 || y > bottom - 12) map.panBy([x - width / 2, y - bottom / 2], { animate: !still });
  };
};
