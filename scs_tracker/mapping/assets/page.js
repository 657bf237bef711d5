"use strict";
// Puts the page together once the document is there.

scs.open = async () => {
  const settings = await scs.read("scs-page");
  scs.texts = settings.texts;
  scs.readTheme();
  const { map } = scs;
  const raw = (await scs.read("scs-incidents")) ?? { rows: 0, columns: {}, order: [], detail_rows: 1 };
  const data = scs.openIncidents(raw);
  const store = scs.openStore(data, settings);
  scs.store = store;
  const [west, south, east, north] = settings.bounds;
  const region = (name, tag = "div", attributes = {}, ...children) => scs.el(tag, { class: name, ...attributes }, ...children);

  const count = region("count", "p", { role: "status" });
  const search = region("search", "div", { role: "search" });
  const panels = { list: region("panel"), layers: region("panel"), filters: region("panel"), context: region("panel"), about: region("panel") };
  const card = region("panel card", "section", { "aria-label": scs.text("card"), hidden: true });
  const tabs = region("tabs", "div", { role: "tablist", "aria-label": scs.text("panels") });
  const time = region("time", "section", { "aria-label": scs.text("time") });
  const frame = map.getContainer();
  const main = region("map", "main", { "aria-label": scs.text("map") }, frame);
  const narrow = matchMedia("(max-width: 760px)");
  const head = region("head", "header", {}, scs.el("h1", {}, scs.data(settings.title)), count, search,
    region("row tools", "div", {}, scs.button("download_csv", () => scs.download(store, "csv"), { title: scs.text("download") }), scs.button("download_geojson", () => scs.download(store, "geojson"), { title: scs.text("download") }),
      scs.sign("⎙", "print", () => print()), scs.sign("◐", "theme", () => {
        const dark = matchMedia("(prefers-color-scheme: dark)").matches;
        const root = document.documentElement;
        root.dataset.theme = (root.dataset.theme ?? (dark ? "dark" : "light")) === "dark" ? "light" : "dark";
        scs.readTheme();
        store.change("theme");
      })));
  const credit = region("credit", "p", {}, settings.attribution.flatMap(({ text, url }, at) => [at ? " · " : "", scs.link(url, text)]),
    settings.tiles && scs.el("span", { id: "tiles-credit", hidden: true }, " · ", scs.data(settings.tiles.attribution)));
  const side = region("side", "aside", { "aria-label": scs.text("panels") }, Object.values(panels), card);
  document.body.prepend(scs.el("a", { href: "#scs-list", class: "skip", click: (event) => { event.preventDefault(); scs.openPanel("list"); document.getElementById("scs-list").focus(); } }, scs.text("skip")), head, main, tabs, side, time);
  main.append(credit);
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", scs.text("map_label"));
  L.control.zoom({ position: "topright", zoomInTitle: scs.text("zoom_in"), zoomOutTitle: scs.text("zoom_out") }).addTo(map);
  L.control.scale({ position: "bottomright", imperial: false }).addTo(map);

  let open = "list";
  const arrange = () => {
    for (const [name, panel] of Object.entries(panels)) {
      const on = name === open && card.hidden;
      panel.hidden = !on;
      const tab = tabs.querySelector(`[data-panel="${name}"]`);
      tab.setAttribute("aria-selected", String(name === open));
      tab.tabIndex = name === open || (open === "" && name === "list") ? 0 : -1;
    }
    document.body.classList.toggle("sheet", open !== "" || !card.hidden);
  };
  const names = Object.keys(panels);
  tabs.append(...names.map((name) => scs.el("button", { type: "button", role: "tab", id: `tab-${name}`, "data-panel": name, "aria-controls": `panel-${name}`, click: () => scs.openPanel(narrow.matches && name === open && card.hidden ? "" : name) }, scs.text(name === "list" ? "incidents" : name))));
  tabs.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    scs.openPanel(names[(Math.max(0, names.indexOf(open)) + by + names.length) % names.length]);
    tabs.querySelector("[aria-selected=true]").focus();
  });
  for (const [name, panel] of Object.entries(panels)) {
    panel.id = `panel-${name}`;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", `tab-${name}`);
  }
  scs.openPanel = (name) => {
    if (name !== "card") {
      open = name;
      card.hidden = true;
    }
    arrange();
  };
  scs.closeCard = () => scs.openPanel(narrow.matches ? "" : open || "list");
  if (narrow.matches) open = "";

  const events = (await scs.read("scs-events")) ?? [];
  map.fitBounds([[south, west], [north, east]], { animate: false });
  map.setMaxBounds([[-12, 85], [35, 142]]);
  await Promise.all([scs.parts.basemap(map, store), scs.parts.claims(map, store)]);
  scs.parts.list(map, store, panels.list);
  await scs.parts.search(map, store, search);
  await scs.parts.incidents(map, store);
  scs.parts.brush(store, time, events);
  scs.parts.legend(store, main);
  scs.parts.filters(store, panels.layers, panels.filters);
  scs.parts.card(map, store, card);
  panels.context.append(...(events.length ? [...events].reverse().map((event) => scs.el("button", { type: "button", class: "event", click: () => scs.showEvent(event) }, scs.el("b", {}, scs.data(scs.dates(event.date_start, event.date_end))), " ", scs.data(event.title))) : [scs.el("p", {}, scs.text("no_events"))]));
  panels.about.append(scs.el("p", {}, scs.data(settings.description)), scs.el("p", {}, scs.text("about_map")), scs.el("p", {}, scs.data(scs.text("as_of", { when: settings.as_of }))), scs.el("ul", {}, settings.attribution.map(({ text, url }) => scs.el("li", {}, scs.link(url, text)))));
  const tell = () => {
    const said = store.count ? scs.text("count", { shown: store.count, all: store.total }) : scs.text("none");
    count.textContent = said;
    document.title = `${said} – ${settings.title}`;
  };
  store.listen((what) => { if (what === "filter" || what === "time") tell(); });
  store.listen((what) => { if (what === "select" && store.selected < 0 && !card.hidden) scs.closeCard(); });
  tell();
  arrange();
  scs.parts.state(map, store);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { scs.readTheme(); store.change("theme"); });
  scs.parts.print?.(map, store, settings);
  store.change("view");
  map.invalidateSize({ animate: false });
  document.documentElement.dataset.ready = "true";
};

document.addEventListener("DOMContentLoaded", () => {
  scs.open().catch((reason) => {
    document.body.append(scs.el("p", { class: "broken", role: "alert" }, scs.text("broken", { reason: reason.message })));
    throw reason;
  });
});
