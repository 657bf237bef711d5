// Boxes to switch things on and off: actors by country and service, years, types and so on, and the claims.
const openFilters = (layers, filters, tiles) => {
  const updates = [];
  const number = (count) => el("b", {}, String(count));
  const box = (facet, { key, label, colour, shape, count }, keys) => {
    const input = el("input", { type: "checkbox", "data-facet": facet.key, "data-key": key, change: () => {
      for (const each of keys) facet.off[input.checked ? "delete" : "add"](each);
      store.change("filter");
    } });
    updates.push(() => {
      const off = keys.filter((each) => facet.off.has(each)).length;
      input.checked = off < keys.length;
      input.indeterminate = off > 0 && off < keys.length;
    });
    const row = check(input, colour && swatch(colour, shape), bdi(label), number(count));
    if (facet.key !== "episode" || !key) return row;
    return el("div", { class: "line" }, row, sign("i", "episode_about", () => showEpisode(key)));
  };
  const branch = (facet, item) => {
    if (!item.items) return box(facet, item, [item.key]);
    const all = box(facet, item, item.items.map(({ key }) => key));
    const services = item.items.map((each) => box(facet, each, [each.key]));
    return el("div", { class: "branch" }, all,
      el("details", {}, el("summary", {}, say("services", { count: services.length })), services));
  };
  const facetBox = (facet) => {
    const set = (keys) => () => { facet.off = new Set(keys); store.change("filter"); };
    const all = facet.items.flatMap((item) => (item.items ?? [item]).map(({ key }) => key));
    return el("details", { open: !["year", "zone"].includes(facet.key), class: "facet" }, el("summary", {}, say(`facet_${facet.key}`)),
      el("div", { class: "row" }, button("all", set([])), button("nothing", set(all))), facet.items.map((item) => branch(facet, item)));
  };
  const claimRow = ([row, claims]) => {
    const input = el("input", { type: "checkbox", "data-claim": claims[0].id, change: () => {
      for (const claim of claims) claim.show(input.checked);
      store.change("claims");
    } });
    updates.push(() => { input.checked = claims.some((claim) => claim.shown); });
    return el("div", { class: "line" }, check(input, bdi(row), claims.length > 1 && number(claims.length)),
      claims.length === 1 && sign("i", "claim_about", () => showClaim(claims[0])));
  };
  const claimBox = ([group, claims]) =>
    el("details", { class: "facet", open: claims.some((claim) => claim.shown) }, el("summary", {}, bdi(group)),
      [...Map.groupBy(claims, (claim) => claim.row)].map(claimRow));
  for (const facet of store.facets) (["actor", "year"].includes(facet.key) ? layers : filters).append(facetBox(facet));
  layers.append(el("h2", {}, say("claims")), el("p", { class: "note" }, say("claims_note")),
    ...[...Map.groupBy(store.claims, (claim) => claim.group)].map(claimBox), tiles ?? "");
  filters.prepend(button("clear", () => store.clear()));
  const draw = () => { for (const update of updates) update(); };
  store.listen("filter claims", draw);
  draw();
};
