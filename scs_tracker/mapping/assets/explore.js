// Any rows with shapes: points, lines and areas over the same sea, coloured by a column, with a card of columns.
const LISTED = 500; // rows in the list beside the map; all are on the map

const openExplore = async () => {
  const { columns, shapes, classes, of, fields, label } = await read("scs-explore");
  const listeners = [];
  const off = new Set();
  store = { claims: [], rows: [], selected: -1, listen: (whats, action) => listeners.push([whats.split(" "), action]),
    change: (what) => { for (const [whats, action] of listeners) if (whats.includes(what)) action(what); }, select: () => {} };
  data = { rows: 0, columns: {}, placed: () => false, value: () => null };
  const region = (tag, name) => el(tag, { class: name, "aria-label": say(name) });
  const [head, main, side, card] = [region("header", "head"), region("main", "main"), region("aside", "side"), region("section", "card")];
  const list = el("div", { class: "panel" });
  const frame = map.getContainer();
  openEmbed(main);
  openPanel = (name) => {
    card.hidden = name !== "card";
    list.hidden = !card.hidden;
    document.body.classList.toggle("sheet", !card.hidden);
  };
  const count = el("p", { class: "count", role: "status" });
  head.append(el("h1", {}, bdi(settings.title)), count, el("div", { class: "row tools" },
    button("theme", () => setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"))));
  side.append(list, card);
  document.body.prepend(head, main, side);
  document.body.classList.add("explore");
  const credits = settings.attribution.flatMap(({ text, url }, at) => [at > 0 && " · ", link(url, text)]);
  main.append(frame, el("details", { class: "credit", open: !compact() }, el("summary", {}, say("credits")), credits, el("span", { id: "tiles-credit", hidden: true })));
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", settings.title);
  L.control.zoom({ position: "topright", zoomInTitle: say("zoom_in"), zoomOutTitle: say("zoom_out") }).addTo(map);
  openScale();
  openCards(card);
  openPanel(null);
  const places = localised(await read("scs-places"));
  await openBaseMap();
  await openClaims();
  await openSea(places);
  const world = shapes.map(({ kind, lines }) => ({ kind, lines: lines.map((line) => openLine(line, 1e5).map(([lon, lat]) => [worldX(lon), worldY(lat)])) }));
  let chosen = -1;
  const shown = (row) => !off.has(of[row]);
  const layer = addCanvas("scs-incidents", 450, (pen, view) => {
    world.forEach(({ kind, lines }, row) => {
      if (!kind || !shown(row)) return;
      const { colour } = classes[of[row]];
      if (kind === "point") {
        for (const [[x, y]] of lines) {
          const [px, py] = view.at(x, y);
          if (px < -9 || py < -9 || px > view.width + 9 || py > view.height + 9) continue;
          pen.beginPath();
          pen.arc(px, py, row === chosen ? 8 : 5, 0, 2 * Math.PI);
          [pen.fillStyle, pen.strokeStyle, pen.lineWidth] = [colour, row === chosen ? theme.ink : theme.outline, row === chosen ? 2.5 : 1];
          pen.fill();
          pen.stroke();
        }
        return;
      }
      trace(pen, view, lines, kind === "area");
      [pen.fillStyle, pen.strokeStyle, pen.lineWidth] = [colour, row === chosen ? theme.ink : colour, row === chosen ? 3.5 : 2];
      pen.globalAlpha = 0.3;
      if (kind === "area") pen.fill("evenodd");
      pen.globalAlpha = 1;
      pen.stroke();
    });
  });
  const project = ([x, y]) => map.latLngToContainerPoint([(Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI, (x - 0.5) * 360]);
  const away = ({ x, y }, a, b) => {
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const t = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(x - a.x - t * dx, y - a.y - t * dy);
  };
  const hits = (point) => ({ kind, lines }, row) => {
    if (!kind || !shown(row)) return false;
    const drawn = lines.map((line) => line.map(project));
    if (kind === "point") return drawn.some(([at]) => at.distanceTo(point) < 9);
    if (drawn.some((line) => line.slice(1).some((at, before) => away(point, line[before], at) < 6))) return true;
    if (kind !== "area") return false;
    return drawn.reduce((inside, line) => line.reduce((within, a, at) => {
      const b = line[(at + line.length - 1) % line.length];
      return a.y > point.y !== b.y > point.y && point.x < ((b.x - a.x) * (point.y - a.y)) / (b.y - a.y) + a.x ? !within : within;
    }, inside), false);
  };
  const find = (point) => [...world.keys()].toReversed().find((row) => world[row].kind === "point" && hits(point)(world[row], row)) ??
    [...world.keys()].toReversed().find((row) => hits(point)(world[row], row)) ?? -1;
  const text = (row, name) => String(cell(columns[name], row) ?? say("explore_none"));
  const show = (row) => {
    chosen = row;
    layer.redraw();
    showCard(label ? text(row, label) : `${row + 1}`, [], el("dl", {}, fields.flatMap((name) => {
      const said = text(row, name);
      return [el("dt", {}, bdi(name)), el("dd", {}, link(said, said))];
    })));
  };
  clickIncident = (point) => {
    const row = find(point);
    if (row >= 0) show(row);
    return row >= 0;
  };
  map.on("click", ({ containerPoint, latlng }) => {
    if (clickIncident(containerPoint)) return;
    const place = seaAt(latlng);
    if (place) showPlace(place);
  });
  const draw = () => {
    const counts = new Uint32Array(classes.length);
    let all = 0;
    for (let row = 0; row < shapes.length; row++) {
      counts[of[row]]++;
      if (shown(row)) all++;
    }
    count.textContent = say("explore_rows", { shown: figure(all), all: figure(shapes.length) });
    const entry = ({ label: name, colour }, at) => counts[at] > 0 && el("li", {}, el("button", { type: "button", class: "entry", "aria-pressed": String(!off.has(at)), click: () => {
      off[off.has(at) ? "delete" : "add"](at);
      draw();
      layer.redraw();
    } }, swatch(colour), bdi(name), el("b", {}, figure(counts[at]))));
    legend.replaceChildren(...classes.map(entry).filter(Boolean));
    const rows = [...shapes.keys()].filter(shown).slice(0, LISTED);
    list.replaceChildren(...rows.map((row) => el("button", { type: "button", class: "event", click: () => show(row) }, swatch(classes[of[row]].colour), " ", bdi(label ? text(row, label) : `${row + 1}`))));
  };
  const legend = el("ul");
  main.append(el("details", { class: "legend symbols", open: !compact() }, el("summary", {}, settings.colour ? bdi(settings.colour) : say("legend")), legend));
  draw();
  const { bounds: [west, south, east, north] } = settings;
  fit([[south, west], [north, east]]);
  limit([[south, west], [north, east]]);
  [ringBoxes, drawnRings] = [() => [], () => []];
  openNames(places, settings.countries.map(({ code, lat, lon }) => ({ lat, lon, name: say(`country_${code}`) })));
  reserveNames(viewAt(map.containerPointToLayerPoint([0, 0]), map.getSize()), []);
  map.on("moveend", () => store.change("claims"));
  store.listen("theme", () => layer.redraw());
  settle();
  document.documentElement.dataset.ready = "true";
};
