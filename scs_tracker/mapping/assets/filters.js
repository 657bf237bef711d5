// Boxes to switch things on and off: actors by country and service, pairs, types, harm and so on, and the claims.
const KNOWN_TO = [null, 100, 50, 25, 10, 5, 2, 1]; // kilometres

let openFacet = () => {}; // opens the panel of filters, at a facet

const openFilters = (layers, filters, tiles) => {
  const updates = [];
  const box = (facet, { key, label, colour, shape }, keys, count) => {
    const input = el("input", { type: "checkbox", "data-facet": facet.key, "data-key": key, change: () => {
      for (const each of keys) facet.off[input.checked ? "delete" : "add"](each);
      store.change("filter");
    } });
    const number = el("b");
    const row = check(input, colour && swatch(colour, shape), bdi(label), number);
    updates.push((counts) => {
      const off = keys.filter((each) => facet.off.has(each)).length;
      input.checked = off < keys.length;
      input.indeterminate = off > 0 && off < keys.length;
      if (!counts) return;
      const now = count(counts.get(facet));
      number.textContent = figure(now);
      row.classList.toggle("none", !now);
    });
    if (facet.key !== "episode" || !key) return row;
    return el("div", { class: "line" }, row, sign("i", "episode_about", () => showEpisode(key)));
  };
  const one = (key) => (counts) => counts.get(key) ?? 0;
  const branch = (facet, item) => {
    if (!item.items) return box(facet, item, [item.key], one(item.key));
    const keys = item.items.map(({ key }) => key);
    const all = box(facet, item, keys, (counts) => counts.get(item.key) ?? 0);
    const services = item.items.map((each) => box(facet, each, [each.key], one(each.key)));
    return el("div", { class: "branch" }, all,
      el("details", {}, el("summary", {}, say("services", { count: services.length })), services));
  };
  const facetBox = (facet) => {
    const set = (keys) => () => { facet.off = new Set(keys); store.change("filter"); };
    const all = facet.items.flatMap((item) => (item.items ?? [item]).map(({ key }) => key));
    return el("details", { open: ["actor", "type", "severity", "corroboration", "harm", "episode"].includes(facet.key), class: "facet", id: `facet-${facet.key}` },
      el("summary", {}, say(`facet_${facet.key}`)),
      el("div", { class: "row" }, button("all", set([])), button("nothing", set(all))), facet.items.map((item) => branch(facet, item)));
  };
  /** Counts by value; a country's is the number of incidents with any of its services, not the sum of theirs. */
  const counted = () => new Map(store.facets.map((facet) => [facet, store.counts(facet)]));
  const claimRow = ([row, claims]) => {
    const input = el("input", { type: "checkbox", "data-claim": claims[0].id, change: () => {
      for (const claim of claims) claim.show(input.checked);
      store.change("claims");
    } });
    updates.push(() => { input.checked = claims.some((claim) => claim.shown); });
    const dot = el("svg", { class: "sample", viewBox: "0 0 34 6", "aria-hidden": "true" }, el("path", { d: "M0 3H34", stroke: claims[0].colour, "stroke-width": 3 }));
    const light = (on) => () => { for (const claim of claims) claim.chosen = on; store.change("claims"); };
    return el("div", { class: "line", mouseenter: light(true), mouseleave: light(false) },
      check(input, dot, bdi(row), claims.length > 1 && el("b", {}, figure(claims.length))),
      claims.length === 1 && sign("i", "claim_about", () => showClaim(claims[0])));
  };
  const claimBox = ([group, claims]) =>
    el("details", { class: "facet", open: claims.some((claim) => claim.shown) }, el("summary", {}, bdi(group)),
      [...Map.groupBy(claims, (claim) => claim.row)].map(claimRow));
  const slider = el("input", { type: "range", id: "scs-within", min: 0, max: KNOWN_TO.length - 1, step: 1, input: () => {
    store.within = KNOWN_TO[Number(slider.value)];
    store.change("filter");
  } });
  const known = el("output", { for: "scs-within" });
  updates.push(() => {
    slider.value = String(Math.max(0, KNOWN_TO.indexOf(store.within)));
    known.textContent = store.within === null ? say("within_any") : say("within_up_to", { km: store.within });
    slider.setAttribute("aria-valuetext", known.textContent);
  });
  for (const facet of store.facets) filters.append(facetBox(facet));
  const ground = el("input", { type: "checkbox", checked: settings.floor, change: () => { settings.floor = ground.checked; store.change("theme"); } });
  store.listen("theme", () => { ground.checked = settings.floor; });
  const sea = el("input", { type: "checkbox", checked: settings.sea, change: () => { settings.sea = sea.checked; store.change("theme"); } });
  layers.append(el("h2", {}, say("sea")), check(ground, say("sea_floor")), check(sea, say("sea_layer")), el("p", { class: "note" }, say("sea_note")),
    el("h2", {}, say("claims")), el("p", { class: "note" }, say("claims_note")),
    ...[...Map.groupBy(store.claims, (claim) => claim.group)].map(claimBox), tiles ?? "");
  const sought = el("input", { type: "text", class: "sought", placeholder: say("find_filter"), "aria-label": say("find_filter"), input: () => {
    const typed = plain(sought.value);
    for (const fold of filters.querySelectorAll("details.facet, .branch > details")) fold.open ||= typed !== "";
    for (const row of filters.querySelectorAll(".facet .check")) row.classList.toggle("away", !plain(row.textContent).includes(typed));
  } });
  filters.prepend(sought, button("clear", () => store.clear()),
    el("div", { class: "facet" }, el("label", { for: "scs-within" }, say("known_within")), el("div", { class: "row" }, slider, known)));
  const draw = () => {
    const visible = !layers.hidden || !filters.hidden;
    const counts = visible ? counted() : null;
    for (const update of updates) update(counts);
  };
  store.listen("filter claims panel", draw);
  store.listen("time", calm(draw, 80));
  draw();
};
