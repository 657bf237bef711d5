// The state of the page in its address, so that a link shows what its sender saw. What is not known is passed over.
const openState = () => {
  const { domain, claims } = store;
  const shownClaims = () => claims.filter((claim) => claim.shown).map((claim) => claim.id).join();
  const atOpening = shownClaims();
  let written = "";
  const write = () => {
    if (document.documentElement.classList.contains("printing")) return; // the view is that of the paper
    const { lat, lng } = map.getCenter();
    const state = new URLSearchParams({ view: `${map.getZoom()}/${lat.toFixed(3)}/${lng.toFixed(3)}` });
    if (store.range.join() !== store.opening.join()) state.set("time", store.range.map(iso).join(".."));
    if (store.cumulative) state.set("cumulative", "1");
    if (store.colour !== settings.colour) state.set("colour", store.colour);
    for (const { key, off, items } of store.facets) { // whichever is shorter: what is shown, or what is left out
      if (!off.size) continue;
      const on = items.flatMap((item) => (item.items ?? [item]).map((each) => each.key)).filter((each) => each && !off.has(each));
      const [shown, left] = [on.join(), `!${[...off].join()}`];
      state.set(key, shown && shown.length < left.length ? shown : left);
    }
    if (store.find) state.set("find", `${store.find.kind}:${store.find.key}`);
    if (store.area) state.set("area", store.area.corners.map((corner) => corner.map((value) => Number(value.toFixed(4))).join(" ")).join(","));
    if (store.within !== null) state.set("within", store.within);
    if (store.classesOff.size) state.set("legend", [...store.classesOff].join());
    if (shownClaims() !== atOpening) state.set("claims", shownClaims());
    if (settings.language !== settings.usual) state.set("lang", settings.language);
    if (store.selected >= 0) state.set("id", data.value("id", store.selected));
    if (store.compared) state.set("compare", store.compared);
    if (store.point) state.set("point", store.point.map((value) => value.toFixed(4)).join("/"));
    written = `#${state}`;
    try {
      history.replaceState(null, "", written);
    } catch {
      written = ""; // a page inside a notebook has no address of its own
    }
  };
  const restore = async () => {
    const state = new URLSearchParams(location.hash.slice(1));
    const get = (name) => state.get(name) ?? "";
    if (state.has("lang") && get("lang") !== settings.language && Object.hasOwn(settings.languages, get("lang"))) location.reload();
    const [zoom, lat, lon] = get("view").split("/").map(Number.parseFloat);
    const known = [zoom, lat, lon].every(Number.isFinite) && Math.abs(lat) < 85;
    if (known) map.setView([lat, lon], zoom, { animate: false });
    const days = get("time").split("..").map(toDay);
    const [from, to] = [Math.max(domain[0], days[0]), Math.min(domain[1], days[1])];
    store.range = days[0] <= days[1] && from <= to ? [from, to] : [...store.opening];
    store.cumulative = get("cumulative") === "1";
    store.colour = Object.hasOwn(store.colours, get("colour")) ? get("colour") : settings.colour;
    for (const facet of store.facets) {
      const all = facet.items.flatMap((item) => (item.items ?? [item]).map(({ key }) => key));
      const named = get(facet.key).replace("!", "").split(",").filter((key) => all.includes(key));
      const only = state.has(facet.key) && !get(facet.key).startsWith("!") && named.length > 0;
      facet.off = new Set(only ? all.filter((key) => !named.includes(key)) : state.has(facet.key) ? named : []);
    }
    const area = areaOf(get("area").split(",").map((corner) => corner.split(" ").map(Number)));
    store.area = area.reason ? null : area;
    store.within = KNOWN_TO.find((km) => km !== null && String(km) === get("within")) ?? null;
    const { classes } = store.colours[store.colour];
    store.classesOff = new Set(get("legend").split(",").filter(Boolean).map(Number).filter((at) => at >= 0 && at < classes.length));
    const [kind, ...key] = get("find").split(":");
    if (kind === "text") {
      settle(); // the index takes a while where there are many reports
      await fullText.ready();
    }
    store.find = findBy(kind, key.join(":"));
    const wanted = (state.get("claims") ?? atOpening).split(",");
    for (const claim of claims) if (claim.shown !== wanted.includes(claim.id)) claim.show(!claim.shown);
    const row = state.has("id") ? data.rowOf(get("id")) : -1;
    const [first, last] = row >= 0 ? [data.first[row], data.last[row]] : [];
    if (row >= 0 && !state.has("time") && (last < store.range[0] || first > store.range[1])) store.range = [...domain];
    store.change("filter", "colour", "claims");
    if (row >= 0 && !known && data.placed(row)) map.setView([data.lat[row], data.lon[row]], data.zoomFor(row), { animate: false });
    else if (!known) store.find?.zoom();
    if (row !== store.selected) store.select(row);
    if (state.has("compare")) showCompared(get("compare"));
    const spot = get("point").split("/").map(Number.parseFloat);
    if (spot.length === 2 && spot.every(Number.isFinite) && Math.abs(spot[0]) < 85) showPoint(...spot);
  };
  const later = calm(write, 250);
  store.listen("filter time colour select claims point compare", later);
  map.on("moveend", later);
  addEventListener("hashchange", () => location.hash !== written && restore());
  return location.hash.length > 1 ? restore() : null;
};
