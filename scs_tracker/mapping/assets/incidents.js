// The incident layer: one canvas, markers gathered by a grid that is also what a click is tested against.
const CELL = 22;
let clickIncident = () => false; // opens what is drawn at a point of the map, if anything is
let reveal; // moves the map if an incident is out of sight or, on a phone, behind the sheet

const openIncidents = () => {
  const frame = map.getContainer();
  const tip = frame.appendChild(el("div", { class: "tip", hidden: true }));
  const sprites = new Map();
  let [groups, grid, across] = [[], [], 0]; // what is drawn, and by cell: vague places beside sharp ones
  let view = null;
  let fan = null;
  const cellOf = (pixel, edge) => Math.floor((pixel + edge) / CELL) - Math.floor(edge / CELL) + 1;
  const slotOf = (x, y, area) => (cellOf(y, view.top) * across + cellOf(x, view.left)) * 2 + area;
  const mark = (pen, row, x, y) => {
    const { classes, of } = store.colours[store.colour];
    const shape = store.colour === "actor" ? (settings.shape_of[parts(data.value("initiators", row))[0]] ?? "circle") : "circle";
    const key = `${classes[of[row]].colour} ${shape} ${data.area[row]}`;
    if (!sprites.has(key)) {
      const canvas = el("canvas");
      const brush = penOf(canvas, 20, 20);
      brush.translate(10, 10);
      stamp(brush, shape, 5.5, classes[of[row]].colour, data.area[row]);
      sprites.set(key, canvas);
    }
    pen.drawImage(sprites.get(key), x - 10, y - 10, 20, 20);
  };
  /** Puts rows of one cell together; then groups that a larger one would cover go into it. */
  const gather = () => {
    const { of, classes } = store.colours[store.colour];
    const { x: xs, y: ys, area } = data;
    const { scale, left, top, width, height } = view;
    across = Math.ceil(width / CELL) + 4;
    grid = Array.from({ length: across * (Math.ceil(height / CELL) + 4) * 2 });
    const cells = [];
    for (const row of store.rows) {
      const x = xs[row] * scale - left;
      const y = ys[row] * scale - top;
      if (!(x > -20 && y > -20 && x < width + 20 && y < height + 20)) continue;
      const slot = slotOf(x, y, area[row]);
      let group = grid[slot];
      if (!group) {
        group = grid[slot] = { slot, rows: [], x: 0, y: 0, area: area[row], counts: new Uint32Array(classes.length) };
        cells.push(group);
      }
      group.rows.push(row);
      group.x += x;
      group.y += y;
      group.counts[of[row]]++;
    }
    groups = [];
    for (const group of cells.toSorted((a, b) => b.rows.length - a.rows.length || a.slot - b.slot)) {
      [group.x, group.y, group.r] = [group.x / group.rows.length, group.y / group.rows.length, radius(group)];
      const host = around(group.x, group.y).find((other) => other.r && other !== group && other.rows.length > 1 &&
        Math.hypot(other.x - group.x, other.y - group.y) < other.r + group.r * 0.8);
      if (!host) groups.push(group);
      else {
        grid[group.slot] = undefined;
        host.rows.push(...group.rows);
        host.area &= group.area;
        group.counts.forEach((count, at) => { host.counts[at] += count; });
        host.r = radius(host);
      }
    }
  };
  const radius = ({ rows }) => (rows.length === 1 ? 7 : Math.min(21, 8 + 1.9 * Math.log2(rows.length)));
  /** The groups whose cells lie about a point, two cells to each side. */
  const around = (x, y) => {
    const found = [];
    for (let down = -2; down <= 2; down++) {
      const start = slotOf(x, y, 0) + (down * across - 2) * 2;
      for (let slot = start; slot < start + 10; slot++) if (grid[slot]) found.push(grid[slot]);
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
    const { length } = group.rows;
    let from = -Math.PI / 2;
    disc(pen, group, group.r + 0.8, theme.outline);
    group.counts.forEach((count, at) => {
      const to = from + (count / length) * 2 * Math.PI;
      if (count) disc(pen, group, group.r, classes[at].colour, from, to);
      from = to;
    });
    disc(pen, group, group.r - (group.area ? 2.5 : 5), theme.panel);
    pen.fillStyle = theme.ink;
    pen.fillText(length, group.x, group.y + 0.5);
  };
  /** Rings the selected incident, with the disc in which its place lies. */
  const ring = (pen, row) => {
    const spot = fan?.spots.find((each) => each.row === row);
    const [cx, cy] = view.at(data.x[row], data.y[row]);
    const group = groups.find(({ rows }) => rows.includes(row)) ?? { x: cx, y: cy, r: 7 };
    const [x, y, r] = spot ? [...placeOf(spot), 7] : [group.x, group.y, group.r];
    const pixels = view.scale / (40_030 * Math.cos((data.lat[row] * Math.PI) / 180)); // a kilometre at that latitude
    [pen.strokeStyle, pen.lineWidth, pen.globalAlpha] = [theme.accent, 2, 0.14];
    disc(pen, { x: cx, y: cy }, (data.value("radius_km", row) ?? 0) * pixels, theme.accent);
    pen.globalAlpha = 1;
    pen.setLineDash([4, 3]);
    pen.stroke();
    pen.setLineDash([]);
    pen.beginPath();
    pen.arc(x, y, r + 4, 0, 2 * Math.PI);
    pen.lineWidth = 3;
    pen.stroke();
  };
  const isFan = ({ rows }) => fan && rows.includes(fan.spots[0].row);
  const placeOf = ({ off }) => view.at(fan.x, fan.y).map((at, axis) => at + off[axis]);
  const layer = addCanvas("scs-incidents", 450, (pen, now) => {
    view = now;
    gather();
    [pen.textAlign, pen.textBaseline, pen.font] = ["center", "middle", "600 10px system-ui, sans-serif"];
    for (const group of groups.toSorted((a, b) => b.area - a.area || a.rows.length - b.rows.length || a.y - b.y)) {
      if (group.rows.length === 1) mark(pen, group.rows[0], group.x, group.y);
      else if (!isFan(group)) pie(pen, group);
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
    if (spot) return { rows: [spot.row] };
    const near = around(x, y).map((group) => [far([group.x, group.y]) - group.r, group]);
    return near.filter(([gap, group]) => gap < 3 && !isFan(group)).toSorted((a, b) => a[0] - b[0])[0]?.[1];
  };
  /** Zooms to a group whose places differ; fans out one whose places are the same, and lists it. */
  const open = ({ rows, x, y }) => {
    const box = data.bounds(rows);
    const nearest = map.getMaxZoom();
    if (map.getZoom() < nearest && map.project(box.getNorthWest(), nearest).distanceTo(map.project(box.getSouthEast(), nearest)) > 15) {
      return map.setView(box.getCenter(), Math.min(nearest, Math.max(map.getZoom() + 1, map.getBoundsZoom(box.pad(0.3)))));
    }
    let [angle, far] = [0, rows.length < 9 ? 28 : 20];
    const spots = rows.length > 150 ? [] : rows.map((row) => {
      angle += rows.length < 9 ? (2 * Math.PI) / rows.length : 19 / far;
      if (rows.length >= 9) far += 60 / far;
      return { row, off: [far * Math.cos(angle), far * Math.sin(angle)] };
    });
    if (spots.length) fan = { spots, x: (x + view.left) / view.scale, y: (y + view.top) / view.scale };
    layer.redraw();
    showRows(rows);
    return reveal(rows[0]);
  };
  clickIncident = (point) => {
    const found = hit(point);
    if (found?.rows.length === 1) store.select(found.rows[0]);
    else if (found) open(found);
    else if (fan) {
      fan = null;
      layer.redraw();
    }
    return Boolean(found);
  };
  map.on("click", (event) => { tip.hidden = true; clickIncident(event.containerPoint); });
  map.on("mousemove", ({ containerPoint }) => {
    const found = hit(containerPoint);
    frame.classList.toggle("pointing", Boolean(found));
    tip.hidden = !found;
    if (!found) return;
    const { rows: { length: count }, rows: [row] } = found;
    tip.replaceChildren(bdi(count > 1 ? say("pie_tip", { count }) : `${data.value("date_start", row)} · ${data.value("place", row)}`));
    const { x, y } = map.getSize().subtract([tip.offsetWidth + 4, tip.offsetHeight + 4]);
    L.DomUtil.setPosition(tip, L.point(Math.min(containerPoint.x + 14, x), Math.min(containerPoint.y + 12, y)));
  });
  map.on("mouseout", () => { tip.hidden = true; });
  map.on("zoomstart", () => { fan = null; });
  store.listen("filter time colour select theme", (what) => {
    if (what === "theme") sprites.clear();
    if (what === "filter" || what === "time") fan = null;
    layer.redraw();
    if (what === "select") reveal(store.selected);
  });
  reveal = (row) => {
    if (row < 0 || !data.placed(row)) return;
    const { x: width, y: height } = map.getSize();
    const bottom = narrow.matches ? SIGHT : height;
    const { x, y } = map.latLngToContainerPoint([data.lat[row], data.lon[row]]);
    if (x < 20 || y < 20 || x > width - 20 || y > bottom - 12) map.panBy([x - width / 2, y - bottom / 2], { animate: !still });
  };
};
