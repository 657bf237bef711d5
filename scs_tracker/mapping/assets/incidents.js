// The incident layer: one canvas with markers, rings of several and areas, and what a click or the pointer finds there.
let clickIncident = () => false; // opens what is drawn at a point of the map, if anything is
let reveal; // moves the map if an incident is out of sight or, on a phone, behind the sheet
let ringBoxes, drawnRings; // boxes of all that is drawn, on the drawing and on the map

const openIncidents = () => {
  const frame = map.getContainer();
  const tip = frame.appendChild(el("div", { class: "tip", hidden: true }));
  const sprites = new Map();
  let [groups, areas] = [[], []]; // what is drawn: around points, and somewhere within discs
  let view = null;
  let fan = null;
  let hovered; // disc of the area under the pointer
  const lettered = () => store.colour === "actor";
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
  const radius = ({ count, area }) => (count === 1 ? (lettered() && !area ? 9 : 7.5) : area ? Math.min(16, 9 + 1.2 * Math.log2(count)) : Math.min(23, 10.5 + 1.9 * Math.log2(count)));
  const { gather, around, rowsOf, hostOf, stands } = openRings(radius);
  const disc = (pen, { x, y }, r, colour, from = 0, to = 2 * Math.PI) => {
    pen.fillStyle = colour;
    pen.beginPath();
    if (to - from < 6.28) pen.moveTo(x, y);
    pen.arc(x, y, r, from, to);
    pen.fill();
  };
  const pie = (pen, each) => {
    const { classes } = store.colours[store.colour];
    const { count: all } = each;
    const thick = each.area ? 3 : Math.min(6, each.r - 7);
    let from = -Math.PI / 2;
    disc(pen, each, each.r + 0.8, theme.outline);
    const letters = [];
    each.counts.forEach((count, at) => {
      const to = from + (count / all) * 2 * Math.PI;
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
    pen.fillText(all, each.x, each.y + 0.5);
  };
  const most = ({ counts }) => store.colours[store.colour].classes[counts.indexOf(Math.max(...counts))].colour;
  const drawAreas = (pen) => {
    for (const each of areas.toSorted((a, b) => b.far - a.far)) {
      const { cx, cy, far } = each;
      const seen = Math.min(view.seen[2] - view.seen[0], view.seen[3] - view.seen[1]);
      if (far < 12 || (each.disc !== hovered && far > seen * 0.4)) continue; // what fills the view is shown when it is pointed at
      pen.globalAlpha = each.disc === hovered ? 0.7 : 0.22;
      [pen.strokeStyle, pen.lineWidth] = [most(each), 1];
      const [outline, step] = [data.outlines.get(each.row), each.disc === hovered ? 8 : 12];
      if (outline) {
        trace(pen, view, outline, true);
        hatch(pen, view, most(each), step);
        trace(pen, view, outline, true);
      } else {
        hatchDisc(pen, view, [cx, cy, far], step);
        pen.beginPath();
        pen.arc(cx, cy, far, 0, 2 * Math.PI);
      }
      [pen.strokeStyle, pen.lineWidth] = [theme.muted, 1];
      pen.setLineDash([2, 4]);
      pen.stroke();
      pen.setLineDash([]);
      pen.globalAlpha = 1;
    }
  };
  /** Faint discs around the places that are in view, so far as a disc says more than its marker; outlines where there are. */
  const drawDoubt = (pen) => {
    const seen = new Set();
    const discs = [];
    const bands = new Set();
    for (const row of store.rows) {
      if (!stands(row)) continue;
      if (seen.size > 60) break;
      const far = data.radius[row] * pixelsPerKm(view, data.lat[row]);
      const [x, y] = view.at(data.x[row], data.y[row]);
      const key = `${Math.round(x)} ${Math.round(y)} ${Math.round(far)}`;
      if (!(far > 12) || far > view.width || seen.has(key)) continue;
      seen.add(key);
      if (data.outlines.has(row)) bands.add(data.outlines.get(row));
      else discs.push([x, y, far]);
    }
    const draw = (some, paint) => {
      pen.beginPath();
      for (const [x, y, far] of some) {
        pen.moveTo(x + far, y);
        pen.arc(x, y, far, 0, 2 * Math.PI);
      }
      for (const band of bands) follow(pen, view, band, true);
      pen[paint]();
    };
    pen.fillStyle = theme.doubt;
    draw(discs, "fill"); // as one, so that many discs are no darker than one
    [pen.strokeStyle, pen.lineWidth, pen.globalAlpha] = [theme.muted, 0.7, 0.3];
    draw(discs, "stroke");
    pen.globalAlpha = 1;
  };
  /** Rings the selected incident, with the disc in which its place lies, or the outline where its words say more. */
  const ring = (pen, row) => {
    const spot = fan?.spots.find((each) => each.row === row);
    const [cx, cy] = view.at(data.x[row], data.y[row]);
    const host = hostOf(row) ?? { x: cx, y: cy, r: 7 };
    const [x, y, r] = spot ? [...placeOf(spot), 8] : [host.x, host.y, host.r];
    [pen.strokeStyle, pen.lineWidth, pen.globalAlpha] = [theme.accent, 2, 0.14];
    if (data.outlines.has(row)) {
      trace(pen, view, data.outlines.get(row), true);
      pen.fillStyle = theme.accent;
      pen.fill("evenodd");
    } else disc(pen, { x: cx, y: cy }, (data.radius[row] || 0) * pixelsPerKm(view, data.lat[row]), theme.accent);
    pen.globalAlpha = 1;
    pen.setLineDash([4, 3]);
    pen.stroke();
    pen.setLineDash([]);
    pen.beginPath();
    pen.arc(x, y, r + 4, 0, 2 * Math.PI);
    pen.lineWidth = 3;
    pen.stroke();
  };
  const fanned = () => fan && hostOf(fan.spots[0].row); // the ring that is fanned out is not drawn as one
  const placeOf = ({ off }) => view.at(fan.x, fan.y).map((at, axis) => at + off[axis]);
  const boxOf = ({ x, y, r }) => [x - r, y - r, x + r, y + r];
  let elsewhere = []; // rows known only to lie in an area that holds all of the view
  const note = el("button", { type: "button", class: "corner beyond", hidden: true, title: say("beyond_tip"), click: () => showRows(elsewhere) });
  frame.parentNode.append(note);
  const tellBeyond = (beyond) => {
    elsewhere = beyond;
    note.hidden = !beyond.length;
    note.textContent = say("beyond", { count: figure(beyond.length) });
  };
  let resting = true; // names find new room when the brush rests, not at its every step
  const layer = addCanvas("scs-incidents", 450, (pen, now) => {
    view = now;
    [groups, areas] = gather(now, (points, beyond) => {
      tellBeyond(beyond);
      if (resting) reserveNames(view, points.map(boxOf));
    });
    drawAreas(pen);
    if (view.zoom >= 6.5) drawDoubt(pen);
    const open = fanned();
    for (const each of [...areas, ...groups.toSorted((a, b) => a.count - b.count || a.y - b.y)]) {
      if (each.count === 1) mark(pen, each.row, each.x, each.y);
      else if (each !== open) pie(pen, each);
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
  ringBoxes = () => [...groups, ...areas].map(boxOf);
  drawnRings = () => [...groups, ...areas].map(({ x, y, r, count, area }) => ({ box: boxOf({ x, y, r }), x: x - view.seen[0], y: y - view.seen[1], r, area, count }));
  const hit = (point) => {
    const { x, y } = map.containerPointToLayerPoint(point).subtract(view.min);
    const far = ([px, py]) => Math.hypot(px - x, py - y);
    const spot = fan?.spots.find((each) => far(placeOf(each)) < 9);
    if (spot) return { count: 1, row: spot.row };
    const near = [...areas];
    around(x, y, (each) => { near.push(each); });
    const gaps = near.map((each) => [far([each.x, each.y]) - each.r, each]);
    const away = fanned();
    return gaps.filter(([gap, each]) => gap < 3 && each !== away).toSorted((a, b) => a[0] - b[0])[0]?.[1];
  };
  /** Zooms to a group whose places differ; fans out one whose places are the same, and lists it; looks at the whole of an area. */
  const open = (each) => {
    const { x, y, area, lat, lon, km } = each;
    const rows = rowsOf(each);
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
    if (found?.count === 1) store.select(found.row);
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
    if (area?.disc !== hovered) {
      hovered = area?.disc;
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
  const nameOf = (each) => {
    const { row, count: all, counts, area } = each;
    if (all === 1) return [data.value("date_start", row), data.value("place", row)].filter(Boolean).join(" · ");
    const { classes } = store.colours[store.colour];
    const said = Array.from(counts, (count, at) => [count, classes[at].label]).filter(([count]) => count).toSorted((a, b) => b[0] - a[0]);
    const places = [...new Set(rowsOf(each).map((at) => data.value("place", at)).filter(Boolean))];
    const where = places.length > 2 ? `${places[0]} +${places.length - 1}` : places.join(", ");
    return `${say(area ? "area_tip" : "pie_tip", { count: all })} · ${where} · ${said.slice(0, 3).map(([count, label]) => `${label} ${count}`).join(", ")}`;
  };
  map.on("mouseout", () => { tip.hidden = true; });
  map.on("zoomstart", () => { fan = null; });
  const rest = calm(() => {
    resting = true;
    layer.redraw();
    store.change("rest");
  }, 120);
  store.listen("filter time colour select theme", (what) => {
    if (what === "theme") sprites.clear();
    if (what === "filter" || what === "time") fan = null;
    resting = what !== "time";
    layer.redraw();
    if (!resting) rest();
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
