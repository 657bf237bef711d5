// The incident layer: one canvas with marks and boxes of areas, under the land the shapes of doubt, and what a click or the pointer finds.
let clickIncident = () => false; // opens what is drawn at a point of the map, if anything is
let reveal; // moves the map if an incident is out of sight or, on a phone, behind the sheet
let ringBoxes, drawnRings; // boxes of all that is drawn, on the drawing and on the map
let groupAt = () => null; // of some marks the one at a place of the drawing

const MANY_RINGS = 80; // rings of doubt in one view
const MOSTLY = 0.8; // of a mark's incidents at one feature, whose page a click opens
const NEAR_PLACE = 9; // zoom at which the rings of doubt around a reef are seen whole

const openIncidents = () => {
  const frame = map.getContainer();
  const tip = frame.appendChild(el("div", { class: "tip", hidden: true }));
  const sprites = new Map();
  let [groups, areas, beyond] = [[], [], []]; // what is drawn: around points, somewhere in areas, and areas without room
  let view = null;
  let hovered; // the area under the pointer
  const near = () => view.zoom >= 8;
  const radius = ({ count }) => (count > 2 ? Math.max(near() ? 9 : 6, 6 + 1.15 * Math.sqrt(count)) : near() ? 9 : 5);
  const { gather, around, rowsOf, hostOf, stands } = openRings(radius);
  /** The colours of a mark: of the side that acted most, and of a second that has a fifth or more. */
  const coloursOf = ({ counts, count, row }) => {
    const { classes } = store.colours[store.colour];
    if (count === 1) return data.colours(row);
    const order = [...counts.keys()].filter((at) => counts[at]).toSorted((a, b) => counts[b] - counts[a]);
    return order.slice(0, 2).filter((at, place) => !place || counts[at] * 5 >= count).map((at) => classes[at].colour);
  };
  /** Whether a mark's ring of doubt is wider than the mark, so that the mark has to look like what it is: near, not at. */
  const loose = ({ count, row, r }) => count === 1 && data.radius[row] * pixelsPerKm(view, data.lat[row]) > r + 4;
  const specOf = (each) => ({ r: Math.round(each.r * 2) / 2, colours: coloursOf(each), hollow: loose(each),
    glyph: each.r >= 8 ? settings.acts[each.act]?.[1] ?? "" : "" });
  const mark = (pen, each) => {
    const spec = specOf(each);
    if (pen.stamp) return pen.stamp(each.x, each.y, spec);
    const key = JSON.stringify(spec);
    const side = 2 * spec.r + 6;
    if (!sprites.has(key)) {
      const canvas = el("canvas");
      const brush = penOf(canvas, side, side);
      brush.translate(side / 2, side / 2);
      stamp(brush, spec);
      sprites.set(key, canvas);
    }
    return pen.drawImage(sprites.get(key), each.x - side / 2, each.y - side / 2, side, side);
  };
  const ruler = el("canvas").getContext("2d");
  const FONT = "13px system-ui, sans-serif";
  const widthOf = ({ name, count }) => {
    ruler.font = FONT;
    const said = ruler.measureText(name || say("area_unnamed")).width;
    ruler.font = `700 ${FONT}`;
    return said + ruler.measureText(figure(count)).width + 26;
  };
  const drawLeader = (pen, { cx, cy, box: [left, top, right, bottom] }) => {
    [pen.strokeStyle, pen.lineWidth] = [theme.ink, 1];
    pen.beginPath();
    pen.moveTo(cx, cy);
    pen.lineTo(Math.max(left, Math.min(cx, right)), Math.max(top, Math.min(cy, bottom)));
    pen.stroke();
  };
  const drawBox = (pen, each) => {
    const [left, top, right, bottom] = each.box;
    [pen.strokeStyle, pen.fillStyle] = [theme.ink, theme.panel];
    for (const [a, b, w, h] of [[each.cx - 4, each.cy - 4, 8, 8], [left, top, right - left, bottom - top]]) {
      pen.fillRect(a, b, w, h);
      pen.beginPath();
      pen.rect(a, b, w, h);
      pen.lineWidth = each === hovered ? 2 : 1.2;
      pen.stroke();
    }
    [pen.textAlign, pen.textBaseline, pen.font, pen.fillStyle] = ["left", "middle", FONT, theme.ink];
    pen.fillText(each.name || say("area_unnamed"), left + 9, each.y + 0.5);
    [pen.textAlign, pen.font] = ["right", `700 ${FONT}`];
    pen.fillText(figure(each.count), right - 9, each.y + 0.5);
    [pen.textAlign, pen.textBaseline] = ["start", "alphabetic"];
  };
  /** How many lie at each mark, beside it, where no name says so. */
  const drawCounts = (pen) => {
    [pen.textAlign, pen.textBaseline, pen.font] = ["left", "middle", "600 11.5px system-ui, sans-serif"];
    for (const { x, y, r, count, named } of groups) if (count > 1 && !named) inscribe(pen, figure(count), x + r + 4, y + 0.5, theme.ink);
    [pen.textAlign, pen.textBaseline] = ["start", "alphabetic"];
  };
  /** The shape in which the place of a row lies: its outline, or the disc around its point. */
  const shape = (pen, row) => {
    if (data.outlines.has(row)) return trace(pen, view, data.outlines.get(row), true);
    const [x, y] = view.at(data.x[row], data.y[row]);
    pen.beginPath();
    return pen.arc(x, y, (data.radius[row] || 0) * pixelsPerKm(view, data.lat[row]), 0, 2 * Math.PI);
  };
  const DASHES = [[15, []], [40, [6, 4]], [Infinity, [2, 4]]]; // kilometres and the dashes of a ring
  const colourOf = (row) => data.colours(row)[0];
  const drawRing = (pen, row, strong) => {
    shape(pen, row);
    [pen.fillStyle, pen.strokeStyle, pen.lineWidth] = [colourOf(row), colourOf(row), strong ? 2 : 1.2];
    pen.globalAlpha = strong ? 0.16 : 0.05;
    pen.fill("evenodd");
    pen.globalAlpha = strong ? 1 : 0.6;
    pen.setLineDash(DASHES.find(([km]) => data.radius[row] <= km)?.[1] ?? []);
    pen.stroke();
    pen.setLineDash([]);
    pen.globalAlpha = 1;
  };
  const drawDoubt = (pen) => {
    if (hovered) {
      shape(pen, hovered.host);
      dots(pen, view, theme.ink);
      shape(pen, hovered.host);
      [pen.strokeStyle, pen.lineWidth] = [theme.ink, 1.2];
      pen.setLineDash([1.5, 3.5]);
      pen.stroke();
      pen.setLineDash([]);
    }
    const seen = new Set();
    for (const row of view.zoom < 6.5 ? [] : store.rows) {
      if (!stands(row)) continue;
      if (seen.size > MANY_RINGS) break;
      const far = data.radius[row] * pixelsPerKm(view, data.lat[row]);
      const key = `${data.x[row].toFixed(6)} ${data.y[row].toFixed(6)} ${Math.round(far)}`;
      if (!(far > 12) || far > view.width || seen.has(key)) continue;
      seen.add(key);
      drawRing(pen, row, false);
    }
    const { selected } = store;
    if (selected >= 0 && data.placed(selected)) {
      if (data.area[selected]) {
        shape(pen, selected);
        dots(pen, view, theme.accent);
      }
      drawRing(pen, selected, true);
    }
  };
  /** A thick ring around the mark of the selected incident. */
  const choose = (pen, row) => {
    const [cx, cy] = view.at(data.x[row], data.y[row]);
    const host = hostOf(row) ?? { x: cx, y: cy, r: 6 };
    [pen.strokeStyle, pen.lineWidth] = [theme.accent, 3];
    pen.beginPath();
    if (host.box) pen.rect(host.box[0] - 3, host.box[1] - 3, host.box[2] - host.box[0] + 6, host.box[3] - host.box[1] + 6);
    else pen.arc(host.x, host.y, host.r + 5, 0, 2 * Math.PI);
    pen.stroke();
  };
  const boxOf = ({ x, y, r, count, named, box }) => box ?? [x - r - 2, y - r - 2, x + r + 2 + (count > 1 && !named ? 12 + 7 * String(count).length : 0), y + r + 2];
  const note = el("button", { type: "button", class: "corner beyond", hidden: true,
    click: () => showRows(beyond.flatMap(rowsOf).toSorted((a, b) => b - a)) });
  frame.parentNode.append(note);
  const tellBeyond = () => {
    const count = beyond.reduce((sum, each) => sum + each.count, 0); // incidents whose area is not drawn
    if (note.hidden !== !count) rest(); // boxes make room for it
    note.hidden = !count;
    note.textContent = say("beyond", { count: figure(count) });
  };
  const most = () => {
    const across = view.scale / 360; // pixels to a degree
    return across < 20 ? 4 : across < 40 ? 8 : 14;
  };
  let resting = true; // names find new room when the brush rests, not at its every step
  const below = addCanvas("scs-doubt", 208, (pen, now) => {
    view ??= now;
    drawDoubt(pen);
  });
  const layer = addCanvas("scs-incidents", 450, (pen, now) => {
    view = now;
    [groups, areas, beyond] = gather(now, (points) => { if (resting) reserveNames(view, points, boxOf); }, widthOf, most());
    tellBeyond();
    for (const each of areas) drawLeader(pen, each);
    for (const each of areas) drawBox(pen, each);
    for (const each of groups.toSorted((a, b) => a.count - b.count || a.y - b.y)) mark(pen, each);
    drawCounts(pen);
    if (store.selected >= 0 && data.placed(store.selected)) choose(pen, store.selected);
    if (!pen.text) below.redraw();
    frame.dataset.markers = store.placed;
  });
  ringBoxes = () => [...groups, ...areas].map(boxOf);
  drawnRings = () => [...groups, ...areas].map((each) => ({ box: boxOf(each), x: each.x - view.seen[0], y: each.y - view.seen[1], r: each.r ?? 0, tied: [each.cx - view.seen[0], each.cy - view.seen[1]],
    area: each.area, count: each.count, name: each.name ?? each.named ?? "" }));
  groupAt = (x, y, among) => among.find((each) => Math.hypot(each.x - x, each.y - y) < each.r + 8);
  const hit = (point) => {
    const { x, y } = map.containerPointToLayerPoint(point).subtract(view.min);
    const box = areas.find(({ box: [a, b, c, d], cx, cy }) => (x > a && y > b && x < c && y < d) || Math.hypot(cx - x, cy - y) < 8);
    const close = [];
    around(x, y, (each) => { close.push(each); });
    const slack = map.options.touch ? 10 : 4;
    const gaps = close.map((each) => [Math.hypot(each.x - x, each.y - y) - each.r, each]);
    const [gap, nearest] = gaps.toSorted((a, b) => a[0] - b[0])[0] ?? [Infinity];
    return gap < 0 ? nearest : box ?? (gap < slack ? nearest : undefined);
  };
  /** The feature at which nearly all of some incidents lie, so that its page says what they are. */
  const placeOf = (rows) => {
    const times = Map.groupBy(rows, (row) => data.value("feature_id", row) ?? "");
    const [feature] = [...times].find(([, { length }]) => length >= MOSTLY * rows.length) ?? [];
    return scs.places.find(({ id }) => id === feature);
  };
  /** Zooms to a mark whose places differ; opens the page of one whose places are the same; looks at the whole of an area. */
  const open = (each) => {
    const rows = rowsOf(each);
    if (each.area) {
      map.fitBounds(boxAround(data.lat[each.host], data.lon[each.host], data.radius[each.host]), { maxZoom: 9, animate: !still });
      return showSpot(rows, each.name);
    }
    const box = data.bounds(rows);
    const place = placeOf(rows);
    if (place) {
      showSpot(Array.from(store.rows).filter((row) => data.value("feature_id", row) === place.id), place.name); // as many as its name says
      return data.look([place.lat, place.lon], Math.max(map.getZoom(), NEAR_PLACE));
    }
    const nearest = map.getMaxZoom();
    if (map.getZoom() < nearest && map.project(box.getNorthWest(), nearest).distanceTo(map.project(box.getSouthEast(), nearest)) > 15) {
      return map.setView(box.getCenter(), Math.min(nearest, Math.max(map.getZoom() + 1, map.getBoundsZoom(box.pad(0.3)))));
    }
    showSpot(rows);
    return reveal(rows[0]);
  };
  clickIncident = (point) => {
    const found = hit(point);
    if (found?.count === 1) store.select(found.row);
    else if (found) open(found);
    return Boolean(found);
  };
  map.on("click", (event) => {
    tip.hidden = true;
    if (toolTakes(event) || clickIncident(event.containerPoint)) return;
    if (clickShape(event.containerPoint)) return;
    const place = seaAt(event.latlng);
    if (place) showPlace(place);
    else showPoint(event.latlng.lat, event.latlng.lng);
  });
  map.on("mousemove", ({ containerPoint, latlng }) => {
    const found = hit(containerPoint);
    const area = found?.area ? found : null;
    if (area?.disc !== hovered?.disc) {
      hovered = area;
      layer.redraw();
    }
    const place = found ? null : seaAt(latlng);
    frame.classList.toggle("pointing", Boolean(found ?? place));
    tip.hidden = !(found ?? place);
    if (tip.hidden) return;
    tip.replaceChildren(bdi(found ? nameOf(found) : place.name));
    const { x, y } = map.getSize().subtract([tip.offsetWidth + 4, tip.offsetHeight + 4]);
    L.DomUtil.setPosition(tip, L.point(Math.min(containerPoint.x + 14, x), Math.min(containerPoint.y + 12, y)).round());
  });
  /** What a mark stands for: its places, and who acted in how many. */
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
  const rest = calm(() => {
    resting = true;
    layer.redraw();
    store.change("rest");
  }, 120);
  store.listen("filter time colour select theme", (what) => {
    if (what === "theme") sprites.clear();
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
    if (x < 20 || y < 20 || x > width - 20 || y > bottom - 12) map.panBy([Math.round(x - width / 2), Math.round(y - bottom / 2)], { animate: !still });
  };
};
