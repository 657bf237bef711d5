// Sea, land, graticule and names, drawn from what is in the file; tiles only where the recipe offers them.
const openBaseMap = async () => {
  const [coast, labels] = await Promise.all([read("scs-coast"), read("scs-labels")]);
  const rings = coast.map((ring) => openLine(ring).map(([lon, lat]) => [worldX(lon), worldY(lat)]));
  let tilesOn = false;
  const [west, south, east, north] = settings.coast_bounds;
  const land = addCanvas("scs-land", 210, (pen, view) => {
    if (tilesOn) return;
    [pen.fillStyle, pen.strokeStyle, pen.lineWidth] = [theme.land, theme.coast, 0.8];
    pen.beginPath();
    for (const ring of rings) {
      ring.forEach(([x, y], at) => { pen[at ? "lineTo" : "moveTo"](...view.at(x, y)); });
      pen.closePath();
    }
    pen.fill();
    pen.stroke();
    pen.beginPath(); // beyond these bounds there is no coastline in the file
    pen.rect(0, 0, view.width, view.height);
    const [[left, top], [right, bottom]] = [view.place(west, north), view.place(east, south)];
    pen.rect(left, top, right - left, bottom - top);
    pen.fillStyle = theme.panel;
    pen.fill("evenodd");
    drawGraticule(pen, view);
  });
  const names = addCanvas("scs-words", 440, (pen, view) => drawNames(pen, view, labels));
  store.listen("theme", () => { land.redraw(); names.redraw(); });
  const { tiles } = settings;
  if (!tiles) return null;
  const layer = L.tileLayer(tiles.url, { maxZoom: tiles.max_zoom });
  const input = el("input", { type: "checkbox", change: () => {
    tilesOn = input.checked;
    if (tilesOn) layer.addTo(map);
    else layer.remove();
    document.getElementById("tiles-credit").hidden = !tilesOn;
    land.redraw();
  } });
  return el("div", { class: "facet" }, check(input, say("tiles")), el("p", {}, say("tiles_note")));
};

const drawGraticule = (pen, view) => {
  const step = [[9, 0.5], [7.5, 1], [6, 2], [0, 5]].find(([zoom]) => view.zoom >= zoom)[1];
  const bounds = map.getBounds().pad(0.2);
  const inset = view.min.multiplyBy(-1).add(map.containerPointToLayerPoint([0, 0])); // the visible corner
  const degrees = (value, plus, minus) => `${Math.abs(value)}°${value === 0 ? "" : value > 0 ? plus : minus}`;
  [pen.strokeStyle, pen.fillStyle, pen.lineWidth, pen.font] = [theme.graticule, theme.water, 0.7, "10px system-ui, sans-serif"];
  pen.beginPath();
  for (let lon = Math.ceil(bounds.getWest() / step) * step; lon < bounds.getEast(); lon += step) {
    const [x] = view.place(lon, 0);
    pen.rect(x, 0, 0, view.height);
    if (x > inset.x + 30) pen.fillText(degrees(lon, "E", "W"), x + 3, inset.y + 11);
  }
  for (let lat = Math.ceil(bounds.getSouth() / step) * step; lat < bounds.getNorth(); lat += step) {
    const [, y] = view.place(0, lat);
    pen.rect(0, y, view.width, 0);
    if (y > inset.y + 24) pen.fillText(degrees(lat, "N", "S"), inset.x + 3, y - 3);
  }
  pen.stroke();
};

/** Writes names from the most to the least important, beside incidents where there is room, and none over another. */
const drawNames = (pen, view, labels) => {
  const taken = [];
  pen.lineJoin = "round";
  const marks = Array.from(data.x, (x, row) => view.at(x, data.y[row])); // of all incidents, so that no filter moves a name
  const covered = ([left, top, right, bottom], others) =>
    others.filter(([a, b, c = a, d = b]) => a < right && c > left && b < bottom && d > top).length;
  for (const { name, lon, lat, km, zoom, water, dot, incidents } of labels) {
    const [x, y] = view.place(lon, lat);
    if (zoom > view.zoom || x < -80 || y < -20 || x > view.width + 80 || y > view.height + 20) continue;
    pen.font = `${water ? "italic " : ""}${water && zoom <= 5 ? 13 : 11}px system-ui, sans-serif`;
    const width = pen.measureText(name).width;
    const gap = incidents > 1 ? Math.min(26, 13 + 1.9 * Math.log2(incidents)) : incidents ? 12 : 6; // beside its marker
    const beside = [[x + gap, y - 7], [x - width - gap, y - 7], [x - width / 2, y + gap - 2], [x - width / 2, y - gap - 13]];
    const within = [0, 18, -18, 36, -36].filter((by) => Math.abs(by) <= (0.8 * km * view.scale) / 40_030); // not off its place
    const spots = dot ? beside : within.map((by) => [x - width / 2, y - 7 + by]);
    const boxes = spots.map(([left, top]) => [left - 8, top - 4, left + width + 8, top + 18]).filter((box) => !covered(box, taken));
    if (!boxes.length || (dot && covered([x, y, x, y], taken))) continue;
    const crowd = ([a, b, c, d]) => covered([a - 9, b - 13, c + 9, d + 13], marks);
    const box = boxes.toSorted((one, other) => crowd(one) - crowd(other))[0];
    const [left, top] = [box[0] + 8, box[1] + 4];
    taken.push(box);
    [pen.strokeStyle, pen.lineWidth, pen.fillStyle] = [theme.halo, 3, water ? theme.water : theme.label];
    for (const write of ["strokeText", "fillText"]) pen[write](name, left, top + 11);
    if (dot) pen.fillRect(x - 1.5, y - 1.5, 3, 3);
  }
};
