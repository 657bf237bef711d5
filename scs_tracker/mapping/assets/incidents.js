// The incident layer: one canvas; markers gathered by a grid that is also what a click is tested against, areas drawn as areas.
const CELL = 22;
const GAP = 5; // pixels between any two rings
const AREA_CELL = 48; // areas whose middles are nearer than this share a number until the reader zooms in
let clickIncident = () => false; // opens what is drawn at a point of the map, if anything is
let reveal; // moves the map if an incident is out of sight or, on a phone, behind the sheet
let ringBoxes, drawnRings; // boxes of all that is drawn, on the drawing and on the map

const openIncidents = () => {
  const frame = map.getContainer();
  const tip = frame.appendChild(el("div", { class: "tip", hidden: true }));
  const sprites = new Map();
  let [groups, areas, grid, across] = [[], [], [], 0]; // what is drawn: around points, and somewhere within discs
  let view = null;
  let fan = null;
  let hovered; // key of the area under the pointer
  const lettered = () => store.colour === "actor";
  const cellOf = (pixel, edge) => Math.floor((pixel + edge) / CELL) - Math.floor(edge / CELL) + 2;
  const slotOf = (x, y) => cellOf(y, view.top) * across + cellOf(x, view.left);
  const mark = (pen, row, x, y) => {
    const { classes, of } = store.colours[store.colour];
    const { colour, letters = "", shape: own } = classes[of[row]];
    const shape = lettered() ? (settings.shape_of[parts(data.value("initiators", row))[0]] ?? "circle") : own ?? "circle";
    const [key, said, size] = [`${colour} ${shape} ${letters} ${data.area[row]}`, data.area[row] ? "" : letters, data.area[row] || !letters ? 6 : 8];
    if (!sprites.has(key)) {
      const canvas = el("canvas");
      const brush = penOf(canvas, 24, 24);
      brush.translate(12, 12);
      stamp(brush, shape, size, colour, data.area[row], said);
      sprites.set(key, canvas);
    }
    if (pen.stamp) pen.stamp(x, y, shape, size, colour, data.area[row], said);
    else pen.drawImage(sprites.get(key), x - 12, y - 12, 24, 24);
  };
  const radius = ({ rows, area }) => (rows.length === 1 ? (lettered() && !area ? 9 : 7.5) : area ? Math.min(16, 9 + 1.2 * Math.log2(rows.length)) : Math.min(23, 10.5 + 1.9 * Math.log2(rows.length)));
  const group = (values) => ({ rows: [], x: 0, y: 0, area: 0, counts: new Uint32Array(store.colours[store.colour].classes.length), ...values });
  /** Puts rows of one cell together; then groups that a larger one would cover go into it, until none covers another. */
  const gather = () => {
    const { of } = store.colours[store.colour];
    const { x: xs, y: ys, area } = data;
    const { scale, left, top, width, height } = view;
    across = Math.ceil(width / CELL) + 6;
    grid = Array.from({ length: across * (Math.ceil(height / CELL) + 6) });
    groups = [];
    for (const row of store.rows) {
      const x = xs[row] * scale - left;
      const y = ys[row] * scale - top;
      if (area[row] || !(x > -20 && y > -20 && x < width + 20 && y < height + 20)) continue;
      const slot = slotOf(x, y);
      const into = grid[slot] ?? (grid[slot] = group({ slot }));
      if (!into.rows.length) groups.push(into);
      into.rows.push(row);
      into.x += x;
      into.y += y;
      into.counts[of[row]]++;
    }
    for (const each of groups) [each.x, each.y, each.r] = [each.x / each.rows.length, each.y / each.rows.length, radius(each)];
    for (let merged = true; merged;) {
      merged = false;
      for (const each of groups.toSorted((a, b) => b.rows.length - a.rows.length || a.slot - b.slot)) {
        if (!each.rows.length) continue;
        for (const other of around(each.x, each.y)) {
          if (other === each || Math.hypot(other.x - each.x, other.y - each.y) >= other.r + each.r + GAP) continue;
          each.rows = each.rows.concat(other.rows);
          other.counts.forEach((count, at) => { each.counts[at] += count; });
          [other.rows, grid[other.slot], each.r, merged] = [[], undefined, radius(each), true];
        }
      }
      groups = groups.filter(({ rows }) => rows.length);
    }
    reserveNames(view, groups.map(({ x, y, r }) => [x - r, y - r, x + r, y + r]));
    gatherAreas();
  };
  /** Incidents known only to lie somewhere within a disc: one disc a place, its number where it covers nothing else. */
  const gatherAreas = () => {
    const { of } = store.colours[store.colour];
    const found = new Map();
    for (const row of store.rows) {
      if (!data.area[row] || !data.placed(row)) continue;
      const near = view.zoom < 7.5;
      const key = near ? [data.x[row], data.y[row]].map((at) => Math.floor((at * view.scale) / AREA_CELL)).join(" ")
        : `${data.lat[row].toFixed(1)} ${data.lon[row].toFixed(1)}`;
      if (!found.has(key)) found.set(key, group({ key, area: 1, km: 0, lat: data.lat[row], lon: data.lon[row] }));
      const each = found.get(key);
      each.rows.push(row);
      if (data.radius[row] > each.km) [each.km, each.lat, each.lon] = [data.radius[row], data.lat[row], data.lon[row]];
      each.counts[of[row]]++;
    }
    const [seenLeft, seenTop, seenRight, seenBottom] = view.seen;
    areas = [];
    for (const each of [...found.values()].toSorted((a, b) => b.rows.length - a.rows.length)) {
      [each.cx, each.cy] = view.place(each.lon, each.lat);
      each.r = radius(each);
      each.far = each.km * pixelsPerKm(view, each.lat);
      if (each.cx + each.far < 0 || each.cy + each.far < 0 || each.cx - each.far > view.width || each.cy - each.far > view.height) continue;
      const clear = ([x, y]) => x > seenLeft + each.r && y > seenTop + each.r && x < seenRight - each.r && y < seenBottom - each.r &&
        [...groups, ...areas].every((other) => Math.hypot(other.x - x, other.y - y) >= other.r + each.r + 2) &&
        freeBox([x - each.r, y - each.r, x + each.r, y + each.r]);
      const turned = (share) => Array.from({ length: 16 }, (_, at) => (at * Math.PI) / 8 - Math.PI / 4)
        .map((angle) => [each.cx + share * each.far * Math.cos(angle), each.cy + share * each.far * Math.sin(angle)]);
      const spots = [[each.cx, each.cy], ...[0.3, 0.5, 0.7, 0.85, 1].flatMap(turned),
        ...[1, 2, 3].flatMap((ring) => Array.from({ length: 12 }, (_, at) => [each.cx + ring * 26 * Math.cos(at * 0.5236), each.cy + ring * 26 * Math.sin(at * 0.5236)]))];
      const spot = spots.find(clear);
      if (!spot) continue; // it has no room at this zoom; the list holds it
      [each.x, each.y] = spot;
      areas.push(each);
    }
  };
  /** The groups whose cells lie about a point, three cells to each side. */
  const around = (x, y) => {
    const found = [];
    for (let down = -3; down <= 3; down++) {
      const start = slotOf(x, y) + down * across - 3;
      for (let slot = start; slot < start + 7; slot++) if (grid[slot]) found.push(grid[slot]);
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
  const pie = (pen, each) => {
    const { classes } = store.colours[store.colour];
    const { length } = each.rows;
    const thick = each.area ? 3 : Math.min(6, each.r - 7);
    let from = -Math.PI / 2;
    disc(pen, each, each.r + 0.8, theme.outline);
    const letters = [];
    each.counts.forEach((count, at) => {
      const to = from + (count / length) * 2 * Math.PI;
      if (count) disc(pen, each, each.r, classes[at].colour, from, to);
      if (classes[at].letters && (to - from) * (each.r - thick / 2) > 15 && thick > 5) letters.push([(from + to) / 2, classes[at].letters]);
      from = to;
    });
    disc(pen, each, each.r - thick, theme.panel);
    [pen.textAlign, pen.textBaseline] = ["center", "middle"];
    pen.font = "700 6.5px system-ui, sans-serif";
    pen.fillStyle = "#fff";
    for (const [angle, said] of letters) pen.fillText(said, each.x + (each.r - thick / 2) * Math.cos(angle), each.y + (each.r - thick / 2) * Math.sin(angle) + 0.3);
    pen.font = "600 10px system-ui, sans-serif";
    pen.fillStyle = theme.ink;
    pen.fillText(length, each.x, each.y + 0.5);
  };
  const most = ({ counts }) => store.colours[store.colour].classes[counts.indexOf(Math.max(...counts))].colour;
  const drawAreas = (pen) => {
    for (const each of areas.toSorted((a, b) => b.far - a.far)) {
      const { cx, cy, far } = each;
      const seen = Math.min(view.seen[2] - view.seen[0], view.seen[3] - view.seen[1]);
      if (far < 12 || (each.key !== hovered && far > seen * 0.4)) continue; // what fills the view is shown when it is pointed at
      pen.beginPath();
      pen.arc(cx, cy, far, 0, 2 * Math.PI);
      pen.globalAlpha = each.key === hovered ? 0.7 : 0.22;
      hatch(pen, view, most(each), each.key === hovered ? 8 : 12, "nonzero", [cx - far, cy - far, cx + far, cy + far]);
      pen.beginPath();
      pen.arc(cx, cy, far, 0, 2 * Math.PI);
      [pen.strokeStyle, pen.lineWidth] = [theme.muted, 1];
      pen.setLineDash([2, 4]);
      pen.stroke();
      pen.setLineDash([]);
      pen.globalAlpha = 1;
    }
  };
  /** Faint discs around the places that are in view, so far as a disc says more than its marker. */
  const drawDoubt = (pen) => {
    const seen = new Set();
    const discs = [];
    for (const row of groups.flatMap(({ rows }) => rows)) {
      const far = data.radius[row] * pixelsPerKm(view, data.lat[row]);
      const [x, y] = view.at(data.x[row], data.y[row]);
      const key = `${Math.round(x)} ${Math.round(y)} ${Math.round(far)}`;
      if (!(far > 12) || far > view.width || seen.has(key) || seen.size > 60) continue;
      seen.add(key);
      discs.push([x, y, far]);
    }
    const draw = (some, paint) => {
      pen.beginPath();
      for (const [x, y, far] of some) {
        pen.moveTo(x + far, y);
        pen.arc(x, y, far, 0, 2 * Math.PI);
      }
      pen[paint]();
    };
    pen.fillStyle = theme.doubt;
    draw(discs, "fill"); // as one, so that many discs are no darker than one
    [pen.strokeStyle, pen.lineWidth, pen.globalAlpha] = [theme.muted, 0.7, 0.3];
    draw(discs, "stroke");
    pen.globalAlpha = 1;
  };
  /** Rings the selected incident, with the disc in which its place lies. */
  const ring = (pen, row) => {
    const spot = fan?.spots.find((each) => each.row === row);
    const [cx, cy] = view.at(data.x[row], data.y[row]);
    const host = [...groups, ...areas].find(({ rows }) => rows.includes(row)) ?? { x: cx, y: cy, r: 7 };
    const [x, y, r] = spot ? [...placeOf(spot), 8] : [host.x, host.y, host.r];
    [pen.strokeStyle, pen.lineWidth, pen.globalAlpha] = [theme.accent, 2, 0.14];
    disc(pen, { x: cx, y: cy }, (data.radius[row] || 0) * pixelsPerKm(view, data.lat[row]), theme.accent);
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
    drawAreas(pen);
    if (view.zoom >= 6.5) drawDoubt(pen);
    for (const each of [...areas, ...groups.toSorted((a, b) => a.rows.length - b.rows.length || a.y - b.y)]) {
      if (each.rows.length === 1) mark(pen, each.rows[0], each.x, each.y);
      else if (!isFan(each)) pie(pen, each);
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
  ringBoxes = () => [...groups, ...areas].map(({ x, y, r }) => [x - r, y - r, x + r, y + r]);
  drawnRings = () => [...groups, ...areas].map(({ x, y, r, rows, area }) => ({ box: [x - r, y - r, x + r, y + r], x: x - view.seen[0], y: y - view.seen[1], r, area, count: rows.length }));
  const hit = (point) => {
    const { x, y } = map.containerPointToLayerPoint(point).subtract(view.min);
    const far = ([px, py]) => Math.hypot(px - x, py - y);
    const spot = fan?.spots.find((each) => far(placeOf(each)) < 9);
    if (spot) return { rows: [spot.row] };
    const near = [...around(x, y), ...areas].map((each) => [far([each.x, each.y]) - each.r, each]);
    return near.filter(([gap, each]) => gap < 3 && !isFan(each)).toSorted((a, b) => a[0] - b[0])[0]?.[1];
  };
  /** Zooms to a group whose places differ; fans out one whose places are the same, and lists it; looks at the whole of an area. */
  const open = ({ rows, x, y, area, lat, lon, km }) => {
    if (area) {
      map.fitBounds(boxAround(lat, lon, km), { maxZoom: 9, animate: !still });
      return showRows(rows);
    }
    const box = data.bounds(rows);
    const nearest = map.getMaxZoom();
    if (map.getZoom() < nearest && map.project(box.getNorthWest(), nearest).distanceTo(map.project(box.getSouthEast(), nearest)) > 15) {
      return map.setView(box.getCenter(), Math.min(nearest, Math.max(map.getZoom() + 1, map.getBoundsZoom(box.pad(0.3)))));
    }
    let [angle, far] = [0, rows.length < 9 ? 30 : 24];
    const spots = rows.length > 150 ? [] : rows.map((row) => {
      angle += rows.length < 9 ? (2 * Math.PI) / rows.length : 22 / far;
      if (rows.length >= 9) far += 72 / far;
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
  map.on("click", (event) => {
    tip.hidden = true;
    if (toolTakes(event) || clickIncident(event.containerPoint)) return;
    const place = seaAt(event.latlng);
    if (place) showPlace(place);
  });
  map.on("mousemove", ({ containerPoint, latlng }) => {
    const found = hit(containerPoint);
    const area = found?.area ? found : null;
    if (area?.key !== hovered) {
      hovered = area?.key;
      layer.redraw();
    }
    const place = found ? null : seaAt(latlng);
    frame.classList.toggle("pointing", Boolean(found ?? place));
    tip.hidden = !(found ?? place);
    if (tip.hidden) return;
    tip.replaceChildren(bdi(found ? nameOf(found) : place.name));
    const { x, y } = map.getSize().subtract([tip.offsetWidth + 4, tip.offsetHeight + 4]);
    L.DomUtil.setPosition(tip, L.point(Math.min(containerPoint.x + 14, x), Math.min(containerPoint.y + 12, y)));
  });
  /** What a ring stands for: its places, and who began how many. */
  const nameOf = ({ rows, counts, area }) => {
    const [row] = rows;
    if (rows.length === 1) return `${data.value("date_start", row)} · ${data.value("place", row)}`;
    const { classes } = store.colours[store.colour];
    const said = Array.from(counts, (count, at) => [count, classes[at].label]).filter(([count]) => count).toSorted((a, b) => b[0] - a[0]);
    const places = [...new Set(rows.map((each) => data.value("place", each)).filter(Boolean))];
    const where = places.length > 2 ? `${places[0]} +${places.length - 1}` : places.join(", ");
    return `${say(area ? "area_tip" : "pie_tip", { count: rows.length })} · ${where} · ${said.slice(0, 3).map(([count, label]) => `${label} ${count}`).join(", ")}`;
  };
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
    const bottom = compact() ? SIGHT : height;
    const { x, y } = map.latLngToContainerPoint([data.lat[row], data.lon[row]]);
    if (x < 20 || y < 20 || x > width - 20 || y > bottom - 12) map.panBy([x - width / 2, y - bottom / 2], { animate: !still });
  };
};
