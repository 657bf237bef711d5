// Tools on the map: a scale in miles and kilometres, measuring with bearings, and choosing what lies within a rectangle or polygon.
let toolTakes = () => false; // whether the tool in hand took a click on the map

/** Metres between two places on the WGS 84 ellipsoid, by Lambert's formula for long lines, and the first bearing in degrees. */
const geodesic = ([lat1, lon1], [lat2, lon2]) => {
  const [a, f, rad] = [6_378_137, 1 / 298.257_223_563, Math.PI / 180];
  const [b1, b2] = [lat1, lat2].map((lat) => Math.atan((1 - f) * Math.tan(lat * rad)));
  const dl = (lon2 - lon1) * rad;
  const half = Math.sin((b2 - b1) / 2) ** 2 + Math.cos(b1) * Math.cos(b2) * Math.sin(dl / 2) ** 2;
  const s = 2 * Math.asin(Math.min(1, Math.sqrt(half)));
  const bearing = (Math.atan2(Math.sin(dl) * Math.cos(b2), Math.cos(b1) * Math.sin(b2) - Math.sin(b1) * Math.cos(b2) * Math.cos(dl)) / rad + 360) % 360;
  if (s < 1e-12) return { metres: 0, bearing: 0 };
  const [p, q] = [(b1 + b2) / 2, (b2 - b1) / 2];
  const x = ((s - Math.sin(s)) * Math.sin(p) ** 2 * Math.cos(q) ** 2) / Math.cos(s / 2) ** 2;
  const y = ((s + Math.sin(s)) * Math.cos(p) ** 2 * Math.sin(q) ** 2) / Math.sin(s / 2) ** 2;
  return { metres: a * (s - (f / 2) * (x + y)), bearing };
};

const distance = (metres) => {
  const digits = (value) => (value < 10 ? 2 : value < 100 ? 1 : 0);
  const [miles, km] = [metres / 1852, metres / 1000];
  return `${miles.toFixed(digits(miles))} nm (${km.toFixed(digits(km))} km)`;
};

/** Whether two sides of a polygon cross. */
const crosses = (corners) => {
  const turn = ([ax, ay], [bx, by], [cx, cy]) => Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
  const side = (at) => [corners[at], corners[(at + 1) % corners.length]];
  return corners.some((_, i) => corners.some((__, j) => {
    if (j <= i + 1 || (i === 0 && j === corners.length - 1)) return false;
    const [[a, b], [c, d]] = [side(i), side(j)];
    return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
  }));
};

/** A filter from the corners of a polygon, or the reason why it is none. */
const areaOf = (corners) => {
  const good = corners.length >= 3 && corners.every((corner) => corner.length === 2 && corner.every(Number.isFinite));
  if (!good) return { reason: say("area_few") };
  if (crosses(corners)) return { reason: say("area_crosses") };
  const inside = (x, y) => corners.reduce((within, [x1, y1], at) => {
    const [x2, y2] = corners[(at + corners.length - 1) % corners.length];
    return y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1 ? !within : within;
  }, false);
  return { corners, test: (row) => data.placed(row) && inside(data.lon[row], data.lat[row]) };
};

const openTools = (main) => {
  let tool = null;
  let points = []; // [lat, lon]
  let pointer = null;
  const status = el("output", { class: "tool-status", hidden: true });
  const tell = (text, ...more) => {
    status.hidden = !text;
    status.replaceChildren(text, ...more);
  };
  const layer = addCanvas("scs-tools", 460, (pen, view) => {
    const corners = tool ? points : [];
    const chosen = store.area?.corners ?? [];
    const at = ([lat, lon]) => view.place(lon, lat);
    [pen.strokeStyle, pen.fillStyle, pen.lineWidth] = [theme.accent, theme.accent, 2];
    if (chosen.length) {
      pen.beginPath();
      chosen.forEach(([lon, lat], index) => { pen[index ? "lineTo" : "moveTo"](...view.place(lon, lat)); });
      pen.closePath();
      pen.setLineDash([6, 4]);
      pen.stroke();
      pen.setLineDash([]);
    }
    if (!corners.length) return;
    let line = pointer && tool !== "done" ? [...corners, pointer] : corners;
    if (tool === "rectangle" && line.length > 1) line = box(line);
    pen.beginPath();
    line.forEach((point, index) => { pen[index ? "lineTo" : "moveTo"](...at(point)); });
    if (tool === "polygon" || tool === "rectangle") pen.closePath();
    pen.stroke();
    for (const point of corners) {
      pen.beginPath();
      pen.arc(...at(point), 4, 0, 2 * Math.PI);
      pen.fill();
    }
  });
  const box = ([[a, b], [c, d]]) => [[a, b], [a, d], [c, d], [c, b]];
  const end = () => {
    [tool, points, pointer] = [null, [], null];
    for (const each of bar.querySelectorAll("[data-tool]")) each.setAttribute("aria-pressed", "false");
    map.getContainer().classList.remove("drawing");
    map.doubleClickZoom.enable();
    tell("");
    layer.redraw();
  };
  const measured = () => {
    const legs = points.slice(1).map((point, at) => geodesic(points[at], point));
    if (!legs.length) return say("measure_start");
    const total = legs.reduce((sum, { metres }) => sum + metres, 0);
    const bearing = `${String(Math.round(legs.at(-1).bearing) % 360).padStart(3, "0")}°`;
    return legs.length === 1 ? say("measured", { distance: distance(total), bearing })
      : say("measured_legs", { distance: distance(total), leg: distance(legs.at(-1).metres), bearing });
  };
  const close = (corners) => {
    const area = areaOf(corners.map(([lat, lon]) => [lon, lat]));
    if (area.reason) {
      points = [];
      layer.redraw();
      return tell(area.reason, again());
    }
    end();
    store.area = area;
    return store.change("filter");
  };
  const again = () => el("button", { type: "button", class: "as-link", click: end }, say("stop"));
  const hint = () => {
    const key = { measure: "measure_start", rectangle: "rectangle_start", polygon: "polygon_start" }[tool];
    const done = tool === "polygon" && points.length > 2 && button("polygon_done", () => close(points));
    tell(tool === "measure" ? measured() : say(key), " ", ...[done, again()].filter(Boolean));
  };
  const take = (name) => {
    const same = tool === name;
    end();
    if (same) return;
    tool = name;
    for (const each of bar.querySelectorAll("[data-tool]")) each.setAttribute("aria-pressed", String(each.dataset.tool === name));
    map.getContainer().classList.add("drawing");
    map.doubleClickZoom.disable();
    hint();
  };
  toolTakes = ({ latlng }) => {
    if (!tool) return false;
    const point = [latlng.lat, latlng.lng];
    const first = points[0] && map.latLngToContainerPoint(points[0]).distanceTo(map.latLngToContainerPoint(latlng));
    if (tool === "polygon" && points.length > 2 && first < 10) { close(points); return true; }
    points.push(point);
    if (tool === "rectangle" && points.length === 2) close(box(points));
    else {
      hint();
      layer.redraw();
    }
    return true;
  };
  map.on("mousemove", ({ latlng }) => {
    if (!tool || !points.length) return;
    pointer = [latlng.lat, latlng.lng];
    layer.redraw();
  });
  addEventListener("keydown", (event) => {
    if (!tool || (event.key !== "Escape" && event.key !== "Enter")) return;
    event.preventDefault();
    if (event.key === "Enter" && tool === "polygon" && points.length > 2) close(points);
    else end();
  });
  const tools = [["measure", "↔"], ["rectangle", "▭"], ["polygon", "⬠"]];
  const cross = sign("✛", "tool_point", () => readPoint());
  const bar = el("div", { class: "leaflet-bar corner map-tools", role: "group", "aria-label": say("tools") },
    tools.map(([name, shown]) => sign(shown, `tool_${name}`, () => take(name), { "data-tool": name, "aria-pressed": "false" })), cross);
  main.append(bar, status);
  store.listen("filter theme", () => layer.redraw());
};

/** The scale in nautical miles above and kilometres below. */
const openScale = () => {
  const bars = [el("div", { class: "scale-bar" }), el("div", { class: "scale-bar" })];
  const round = (value) => [1, 2, 5, 10].map((digit) => digit * 10 ** Math.floor(Math.log10(value))).findLast((each) => each <= value);
  const draw = () => {
    const { x, y } = map.getSize();
    const [left, right] = [map.containerPointToLatLng([0, y / 2]), map.containerPointToLatLng([Math.min(x, 100), y / 2])];
    const metres = geodesic([left.lat, left.lng], [right.lat, right.lng]).metres / Math.min(x, 100);
    for (const [at, [unit, name]] of [[1852, "nm"], [1000, "km"]].entries()) {
      const length = round((90 * metres) / unit);
      bars[at].style.width = `${(length * unit) / metres}px`;
      bars[at].textContent = `${length} ${name}`;
    }
  };
  const Scale = L.Control.extend({ onAdd: () => el("div", { class: "scale" }, bars) });
  new Scale({ position: "bottomleft" }).addTo(map);
  map.on("moveend zoomend resize", draw);
  draw();
};
