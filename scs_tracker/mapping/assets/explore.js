// Any rows with shapes: points, lines and areas over the same sea, coloured by a column, with a card of columns.
const LISTED = 500; // rows in the list beside the map; all are on the map

const openExplore = async () => {
  const content = await read("scs-explore");
  const { shapes, classes, of, label } = content;
  const listeners = [];
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
  const { shown, text, show, click, legend } = openShapes(content, ["scs-incidents", 450], () => draw());
  clickIncident = click;
  map.on("click", ({ containerPoint, latlng }) => {
    if (clickIncident(containerPoint)) return;
    const place = seaAt(latlng);
    if (place) showPlace(place);
  });
  const draw = () => {
    const rows = [...shapes.keys()].filter(shown);
    count.textContent = say("explore_rows", { shown: figure(rows.length), all: figure(shapes.length) });
    list.replaceChildren(...rows.slice(0, LISTED).map((row) => el("button", { type: "button", class: "event", click: () => show(row) }, swatch(classes[of[row]].colour), " ", bdi(label ? text(row, label) : `${row + 1}`))));
  };
  main.append(el("details", { class: "legend symbols", open: !compact() }, el("summary", {}, settings.colour ? bdi(settings.colour) : say("legend")), legend));
  draw();
  const { bounds: [west, south, east, north] } = settings;
  fit([[south, west], [north, east]]);
  limit([[south, west], [north, east]]);
  [ringBoxes, drawnRings] = [() => [], () => []];
  openNames(places, settings.countries.map(({ code, lat, lon }) => ({ lat, lon, name: say(`country_${code}`) })));
  reserveNames(viewAt(map.containerPointToLayerPoint([0, 0]), map.getSize()), []);
  map.on("moveend", () => store.change("claims"));
  settle();
  document.documentElement.dataset.ready = "true";
};
