// Puts the page together once the document is there.
let openPanel; // opens a panel by name; "card" lays the card over it, null takes the card away
const PANELS = ["overview", "list", "layers", "filters", "context", "about"];

/** Makes folium's map; layers of others may be put on it before the page is built around it. */
scs.leaflet = (id, options) => {
  map = L.map(id, { ...options, zoomControl: false, attributionControl: false, zoomSnap: 0.25, minZoom: 3.5, wheelPxPerZoomLevel: 90,
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still });
  return map;
};

/** Gives classes with a colour for each theme that of the present one. */
const paint = () => {
  const dark = document.documentElement.dataset.theme === "dark";
  for (const { classes } of Object.values(settings.colours ?? {})) {
    for (const each of classes) each.colour = (dark && each.dark) || (each.light ??= each.colour);
  }
};

const setTheme = (name) => {
  document.documentElement.dataset.theme = name;
  readTheme();
  paint();
  store?.change("theme");
};

/** Tabs and panels beside the map, or on a phone a sheet over it. */
const buildSide = () => {
  const region = (tag, name) => el(tag, { class: name, "aria-label": say(name) });
  const [side, card] = [region("aside", "side"), region("section", "card")];
  const panels = Object.fromEntries(PANELS.map((name) =>
    [name, el("div", { class: "panel", id: `panel-${name}`, role: "tabpanel", "aria-labelledby": `tab-${name}`, tabindex: -1 })]));
  let open = compact() ? "" : "overview";
  openPanel = (name) => {
    card.hidden = name !== "card";
    if (name !== "card") open = name ?? open;
    for (const tab of tabs.children) {
      const mine = tab.id === `tab-${open}`;
      tab.setAttribute("aria-selected", String(mine));
      tab.tabIndex = mine || (!open && tab.id === "tab-overview") ? 0 : -1;
    }
    for (const each of PANELS) panels[each].hidden = each !== open || !card.hidden;
    document.body.classList.toggle("sheet", open !== "" || !card.hidden);
    store.change("panel");
  };
  const tab = (name) => el("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`,
    click: () => openPanel(compact() && name === open && card.hidden ? "" : name) }, say(name));
  const tabs = el("div", { class: "tabs", role: "tablist", "aria-label": say("side"), keydown: ({ key }) => {
    const by = { ArrowRight: 1, ArrowLeft: PANELS.length - 1 }[key];
    if (!by) return;
    openPanel(PANELS[(Math.max(0, PANELS.indexOf(open)) + by) % PANELS.length]);
    document.getElementById(`tab-${open}`).focus();
  } }, PANELS.map(tab));
  side.append(...Object.values(panels), card);
  return { side, tabs, panels, card };
};

const copyText = async (text, target) => {
  const before = target.textContent;
  try {
    await navigator.clipboard.writeText(text);
    target.textContent = say("copied");
  } catch {
    showCard(say("copy_link"), [], el("p", {}, say("copy_by_hand")), el("textarea", { readonly: true, rows: 6, "aria-label": say("copy_link") }, text));
  }
  setTimeout(() => { target.textContent = before; }, 2000);
};

const copyLink = ({ target }) => copyText(location.href, target);

const buildTools = (compare) => {
  const export_ = (kind) => button(`download_${kind}`, () => download(kind), { title: say("download") });
  const picture = (kind) => button(`picture_${kind}`, () => savePicture(kind), { title: say("picture") });
  const language = el("select", { "aria-label": say("language"), change: () => {
    const state = new URLSearchParams(location.hash.slice(1));
    state.set("lang", language.value);
    location.hash = `#${state}`;
  } }, Object.entries(settings.languages).map(([code, name]) => el("option", { value: code, lang: code, selected: code === settings.language }, name)));
  const more = el("details", { class: "more" }, el("summary", {}, say("share")), el("div", { class: "menu" },
    button("copy_link", copyLink), export_("csv"), export_("geojson"), picture("png"), picture("svg"), button("print", () => print())));
  addEventListener("pointerdown", ({ target }) => { if (!more.contains(target)) more.open = false; });
  return el("div", { class: "row tools" }, data.rows > 0 && button("compare", compare), more, language,
    button("theme", () => setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark")));
};

const buildPage = () => {
  const frame = map.getContainer();
  const region = (tag, name) => el(tag, { class: name, "aria-label": say(name) });
  const [head, main, time] = [region("header", "head"), region("main", "main"), region("section", "time")];
  const query = region("section", "query");
  const search = el("div", { class: "search", role: "search" });
  openEmbed(main);
  const { side, tabs, panels, card } = buildSide();
  const compare = openCompare();
  const tools = buildTools(compare);
  const skip = el("a", { href: "#scs-list", class: "skip", click: (event) => {
    event.preventDefault();
    openPanel("list");
    document.getElementById("scs-list").focus();
  } }, say("skip"));
  const credits = settings.attribution.flatMap(({ text, url }, at) => [at > 0 && " · ", link(url, text)]);
  const tileCredit = el("span", { id: "tiles-credit", hidden: true }, " · ", bdi(settings.tiles?.attribution ?? ""));
  const arrange = () => {
    (compact() ? panels.about : head)[compact() ? "prepend" : "append"](tools);
    (compact() ? document.body : head).append(tabs);
    if (!compact()) tools.before(tabs);
  };
  head.append(el("h1", {}, bdi(settings.title)), search);
  document.body.prepend(skip, head, query, main, side, time);
  main.append(frame, el("details", { class: "credit" }, el("summary", {}, say("credits")), credits, tileCredit));
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", say("map_label"));
  panels.about.append(el("p", {}, bdi(settings.description)), el("p", {}, say("about_map")), el("p", {}, say("sea_note")),
    el("p", {}, bdi(say("as_of", { when: instant(settings.as_of) }))));
  narrow.addEventListener("change", arrange);
  addEventListener("resize", calm(arrange, 100));
  arrange();
  L.control.zoom({ position: "topleft", zoomInTitle: say("zoom_in"), zoomOutTitle: say("zoom_out") }).addTo(map);
  openScale();
  openPanel(compact() ? "" : "overview");
  return { panels, main, query, search, time, card };
};

const fit = (bounds) => map.invalidateSize({ animate: false }).fitBounds(bounds, { animate: false });

/** Where the map may be moved from here on: where land is drawn, and as far as the incidents go. It stands still meanwhile. */
const limit = (bounds) => {
  const [west, south, east, north] = settings.drawn_bounds;
  const around = L.latLngBounds([[south, west], [north, east]]).extend(L.latLngBounds(bounds).pad(1));
  const least = Math.max(3.5, map.getBoundsZoom(around, true));
  if (map.getZoom() < least) map.setZoom(least, { animate: false });
  map.panInsideBounds(around, { animate: false }).setMaxBounds(around).setMinZoom(least);
};

/** Chooses the language: that of the address if the file has it, else of the browser where the recipe asks for none but English. */
const readLanguage = async () => {
  const all = await read("scs-languages");
  const known = (code) => ({ zh: "zh-Hans", tl: "fil", in: "id" })[code.split("-")[0]] ?? code.split("-")[0];
  const ours = settings.language === "en" ? navigator.languages.map(known).find((code) => Object.hasOwn(all, code)) : null;
  settings.usual = ours ?? settings.language;
  const wanted = new URLSearchParams(location.hash.slice(1)).get("lang") ?? settings.usual;
  settings.languages = Object.fromEntries(Object.entries(all).map(([code, { language_name: name }]) => [code, name]));
  if (wanted === settings.language || !Object.hasOwn(all, wanted)) return;
  [settings.language, settings.texts] = [wanted, all[wanted]];
  document.documentElement.lang = wanted;
  const relabel = (value) => {
    if (!value || typeof value !== "object") return;
    if (value.say) value.label = say(value.say, value.values);
    if (value.countries) value.label = value.countries.map((code) => settings.texts[`country_${code}`] ?? code).join(" → ");
    Object.values(value).forEach(relabel);
  };
  relabel([settings.facets, settings.colours]);
  for (const kind of ["method", "corroboration", "type", "country"]) {
    for (const code of Object.keys(settings.labels[kind])) settings.labels[kind][code] = say(`${kind}_${code}`);
  }
};

/** Places under their name in the page's language, where they have one. */
const localised = (places) => {
  for (const place of places) {
    place.names = [...new Set([...place.names, ...Object.values(place.local ?? {})])];
    const name = place.local?.[settings.language];
    if (name && name !== place.name) Object.assign(place, { name, names: [place.name, ...place.names.filter((each) => each !== name)] });
  }
  return places;
};

scs.open = async () => {
  settings = await read("scs-page");
  await readLanguage();
  readTheme();
  paint();
  if (settings.page === "explore") return openExplore();
  if (settings.page === "tracks") return openTracks();
  data = openData(await read("scs-incidents"));
  data.outlines = openOutlines(await read("scs-outlines"));
  store = openStore();
  const { panels, main, query, search, time, card } = buildPage();
  const places = localised(await read("scs-places"));
  openCards(card);
  const events = await read("scs-events");
  const [tiles] = await Promise.all([openBaseMap(), openClaims(), openSea(places), openSearch(search, places)]);
  openIncidents();
  openTools(main);
  openPoint(await read("scs-cells"));
  openSpots();
  openQuery(query);
  openBrush(time, events);
  openLegend({ main, panel: panels.overview });
  await openOwn();
  const { bounds: [west, south, east, north] } = settings;
  fit([[south, west], [north, east]]);
  limit([[south, west], [north, east]]);
  openNames(places, settings.countries.map(({ code, lat, lon }) => ({ lat, lon, name: say(`country_${code}`) })));
  openList(panels.list);
  let boxes = false; // there are hundreds; they are made when a panel of theirs is first asked for
  store.listen("panel", () => {
    if (boxes || (panels.layers.hidden && panels.filters.hidden)) return;
    boxes = true;
    openFilters(panels.layers, panels.filters, tiles);
  });
  openFacet = (key) => {
    openPanel("filters");
    const box = document.getElementById(`facet-${key}`);
    if (!box) return;
    box.open = true;
    box.scrollIntoView({ block: "start" });
    box.querySelector("summary").focus();
  };
  const event = (each) => el("button", { type: "button", class: "event", click: () => showEvent(each) },
    el("b", {}, bdi(span(each.date_start, each.date_end))), " ", bdi(each.title));
  panels.context.append(...(events.length ? events.toReversed().map(event) : [el("p", {}, say("no_events"))]));
  await openOverview(panels.overview);
  await openState();
  settle();
  openPrint();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ({ matches }) => setTheme(matches ? "dark" : "light"));
  document.documentElement.dataset.ready = "true";
};
