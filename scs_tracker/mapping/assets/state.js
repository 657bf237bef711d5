"use strict";
// The state of the page in its address, so that a link shows what its sender saw. What is not known is passed over.

scs.parts.state = (map, store) => {
  const { data } = store;
  let timer = 0;
  let written = null;

  const write = () => {
    const parts = new URLSearchParams();
    const centre = map.getCenter();
    parts.set("view", `${map.getZoom()}/${centre.lat.toFixed(3)}/${centre.lng.toFixed(3)}`);
    if (store.range[0] !== store.domain[0] || store.range[1] !== store.domain[1]) parts.set("time", store.range.map(scs.iso).join(".."));
    if (store.cumulative) parts.set("cumulative", "1");
    if (store.colour !== store.settings.colour) parts.set("colour", store.colour);
    for (const facet of store.facets) if (facet.off.size) parts.set(facet.key, `!${[...facet.off].join(",")}`);
    if (store.find) parts.set("find", `${store.find.kind}:${store.find.key}`);
    const claims = (store.claims ?? []).filter((claim) => claim.shown).map((claim) => claim.id);
    if (claims.join() !== scs.claimsAtOpening) parts.set("claims", claims.join(","));
    if (store.selected >= 0) parts.set("id", data.value("id", store.selected));
    written = `#${parts}`;
    try {
      history.replaceState(null, "", written);
    } catch {
      // A page inside a notebook has no address of its own.
    }
  };
  const read = () => {
    const parts = new URLSearchParams(location.hash.slice(1));
    const [zoom, lat, lon] = (parts.get("view") ?? "").split("/").map(Number);
    if ([zoom, lat, lon].every(Number.isFinite) && Math.abs(lat) < 85) map.setView([lat, lon], zoom, { animate: false });
    const [from, to] = (parts.get("time") ?? "").split("..").map(scs.toDay);
    store.range = [...store.domain];
    if (Number.isFinite(from) && Number.isFinite(to) && from <= to) store.range = [Math.max(from, store.domain[0]), Math.min(to, store.domain[1])];
    if (store.range[0] > store.range[1]) store.range = [...store.domain];
    store.cumulative = parts.get("cumulative") === "1";
    store.colour = Object.hasOwn(store.colours, parts.get("colour") ?? "") ? parts.get("colour") : store.settings.colour;
    for (const facet of store.facets) {
      const known = new Set(facet.items.flatMap((item) => [item.key, ...(item.items ?? []).map((each) => each.key)]));
      const given = parts.get(facet.key);
      const keys = given?.replace(/^!/, "").split(",").filter((key) => known.has(key)) ?? [];
      facet.off = new Set(given === null || given === undefined || given.startsWith("!") ? keys : [...known].filter((key) => !keys.includes(key)));
    }
    const [kind, ...key] = (parts.get("find") ?? "").split(":");
    store.find = scs.find(kind, key.join(":"));
    const claims = parts.get("claims")?.split(",") ?? scs.claimsAtOpening.split(",");
    for (const claim of store.claims ?? []) if (claim.shown !== claims.includes(claim.id)) claim.show(!claim.shown);
    store.change("colour");
    store.change("filter");
    store.change("view");
    const row = parts.has("id") ? data.rowOf(parts.get("id")) : -1;
    store.select(row);
    if (row >= 0 && !parts.has("view") && Number.isFinite(data.lat[row])) map.setView([data.lat[row], data.lon[row]], Math.max(map.getZoom(), 8), { animate: false });
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(write, 250);
  };
  scs.claimsAtOpening = (store.claims ?? []).filter((claim) => claim.shown).map((claim) => claim.id).join();
  if (location.hash.length > 1) read();
  store.listen(later);
  map.on("moveend", later);
  window.addEventListener("hashchange", () => { if (location.hash !== written) read(); });
};
