// Puts the page together once the document is there.
let openPanel; // opens a panel by name; "card" lays the card over it, null takes the card away

/** Makes folium's map; layers of others may be put on it before the page is built around it. */
scs.leaflet = (id, options) => {
  map = L.map(id, { ...options, zoomControl: false, attributionControl: false, zoomSnap: 0.25, minZoom: 3.5, wheelPxPerZoomLevel: 90,
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still });
  return map;
};

const buildPage = () => {
  const frame = map.getContainer();
  const region = (tag, name) => el(tag, { class: name, "aria-label": say(name) });
  const [head, main, side] = [region("header", "head"), region("main", "main"), region("aside", "side")];
  const [time, card] = [region("section", "time"), region("section", "card")];
  const panels = Object.fromEntries(["list", "layers", "filters", "context", "about"].map((name) =>
    [name, el("div", { class: "panel", id: `panel-${name}`, role: "tabpanel", "aria-labelledby": `tab-${name}`, tabindex: -1 })]));
  const names = Object.keys(panels);
  const count = el("p", { class: "count", role: "status" });
  const search = el("div", { class: "search", role: "search" });
  const save = (kind) => button(`download_${kind}`, () => download(kind), { title: say("download") });
  const tools = el("div", { class: "row tools" }, save("csv"), save("geojson"), button("print", () => print()),
    button("theme", () => setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark")));
  let open = narrow.matches ? "" : "list";
  openPanel = (name) => {
    card.hidden = name !== "card";
    if (name !== "card") open = name ?? open;
    for (const tab of tabs.children) {
      const mine = tab.id === `tab-${open}`;
      tab.setAttribute("aria-selected", String(mine));
      tab.tabIndex = mine || (!open && tab.id === "tab-list") ? 0 : -1;
    }
    for (const each of names) panels[each].hidden = each !== open || !card.hidden;
    document.body.classList.toggle("sheet", open !== "" || !card.hidden);
  };
  const tab = (name) => el("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`,
    click: () => openPanel(narrow.matches && name === open && card.hidden ? "" : name) }, say(name));
  const tabs = el("div", { class: "tabs", role: "tablist", "aria-label": say("side"), keydown: ({ key }) => {
    const by = { ArrowRight: 1, ArrowLeft: names.length - 1 }[key];
    if (!by) return;
    openPanel(names[(Math.max(0, names.indexOf(open)) + by) % names.length]);
    document.getElementById(`tab-${open}`).focus();
  } }, names.map(tab));
  const skip = el("a", { href: "#scs-list", class: "skip", click: (event) => {
    event.preventDefault();
    openPanel("list");
    document.getElementById("scs-list").focus();
  } }, say("skip"));
  const credits = settings.attribution.flatMap(({ text, url }, at) => [at > 0 && " · ", link(url, text)]);
  const tileCredit = el("span", { id: "tiles-credit", hidden: true }, " · ", bdi(settings.tiles?.attribution ?? ""));
  const arrange = () => (narrow.matches ? panels.about.prepend(tools) : head.append(tools));
  head.append(el("h1", {}, bdi(settings.title)), count, search);
  side.append(...Object.values(panels), card);
  document.body.prepend(skip, head, main, tabs, side, time);
  main.append(frame, el("p", { class: "credit" }, credits, tileCredit));
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", say("map_label"));
  panels.about.append(el("p", {}, bdi(settings.description)), el("p", {}, say("about_map")),
    el("p", {}, bdi(say("as_of", { when: instant(settings.as_of) }))));
  narrow.addEventListener("change", arrange);
  arrange();
  L.control.zoom({ position: "topright", zoomInTitle: say("zoom_in"), zoomOutTitle: say("zoom_out") }).addTo(map);
  L.control.scale({ position: "topleft", imperial: false }).addTo(map);
  const tell = () => {
    count.textContent = store.rows.length ? say("count", { shown: store.rows.length, all: data.rows }) : say("none");
    document.title = `${count.textContent} – ${settings.title}`;
  };
  store.listen("filter time", tell);
  tell();
  openPanel(open);
  return { panels, main, search, time, card };
};

const fit = (bounds, left = 0) =>
  map.invalidateSize({ animate: false }).fitBounds(bounds, { animate: false, paddingTopLeft: [left, 0] });

const setTheme = (name) => {
  document.documentElement.dataset.theme = name;
  readTheme();
  store.change("theme");
};

/** Puts a picture in a canvas's place: on paper a canvas that is drawn on would be white where it is empty. */
const freeze = (canvas) => {
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  copy.getContext("2d").drawImage(canvas, 0, 0);
  const picture = canvas.cloneNode();
  picture.getContext("bitmaprenderer").transferFromImageBitmap(copy.transferToImageBitmap());
  picture.style.cssText = canvas.style.cssText; // a clone's style attribute is against the policy
  canvas.replaceWith(picture);
  return [picture, canvas];
};

/** For paper: a light page of fixed width with the map, the legend and what is listed. */
const openPrint = () => {
  let before = null;
  const root = document.documentElement;
  const boxes = [...document.querySelectorAll(".legend, .signs")];
  addEventListener("beforeprint", () => {
    const left = boxes[0].open && !narrow.matches ? boxes[0].offsetWidth : 0;
    const seen = [[left, 0], map.getSize()].map((corner) => map.containerPointToLatLng(corner));
    before ??= { theme: root.dataset.theme, view: [map.getCenter(), map.getZoom(), { animate: false }], open: boxes.map(({ open }) => open) };
    root.classList.add("printing");
    for (const box of boxes) box.open = true;
    fit(seen);
    const line = (row) => el("li", {}, el("b", {}, bdi(data.dates(row))), " ",
      bdi([data.value("place", row), data.types(row), data.sides(row)].filter(Boolean).join(" · ")));
    const rows = Array.from(store.rows.subarray(0, 500));
    document.body.append(el("section", { class: "printed" }, el("h2", {}, say("printed_list")), el("ol", {}, rows.map(line)),
      store.rows.length > 500 && el("p", {}, say("printed_more", { count: store.rows.length - 500 }))));
    setTheme("light");
    before.canvases ??= [...document.querySelectorAll(".leaflet-pane canvas, .chart canvas")].map(freeze);
  });
  addEventListener("afterprint", () => {
    for (const [picture, canvas] of before.canvases) picture.replaceWith(canvas);
    root.classList.remove("printing");
    document.querySelector(".printed")?.remove();
    boxes.forEach((box, at) => { box.open = before.open[at]; });
    map.invalidateSize({ animate: false }).setView(...before.view);
    setTheme(before.theme);
    before = null;
  });
};

const openAll = async () => {
  settings = await read("scs-page");
  readTheme();
  data = openData(await read("scs-incidents"));
  store = openStore();
  const { panels, main, search, time, card } = buildPage();
  const events = await read("scs-events");
  const [tiles] = await Promise.all([openBaseMap(), openClaims(), openSearch(search)]);
  openIncidents();
  openBrush(time, events);
  openLegend(main);
  openList(panels.list);
  openFilters(panels.layers, panels.filters, tiles);
  openCards(card);
  const event = (each) => el("button", { type: "button", class: "event", click: () => showEvent(each) },
    el("b", {}, bdi(span(each.date_start, each.date_end))), " ", bdi(each.title));
  panels.context.append(...(events.length ? events.toReversed().map(event) : [el("p", {}, say("no_events"))]));
  const [west, south, east, north] = settings.bounds;
  const legend = document.querySelector(".legend");
  fit([[south, west], [north, east]], legend.open ? legend.offsetWidth : 0);
  map.setMaxBounds(L.latLngBounds([[-12, 85], [35, 142]]).extend([south, west]).extend([north, east]));
  openState();
  openPrint();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ({ matches }) => setTheme(matches ? "dark" : "light"));
  document.documentElement.dataset.ready = "true";
};

document.addEventListener("DOMContentLoaded", () => openAll().catch((reason) => {
  document.body.append(el("p", { class: "broken", role: "alert" }, say("broken", { reason: reason.message })));
  throw reason;
}));
