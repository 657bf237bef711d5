"use strict";
// Boxes to switch things on and off: actors by country and service, years, types and so on, and the claims.

scs.parts.filters = (store, layers, filters) => {
  const boxes = [];
  const totals = (facet) => {
    const counts = new Map();
    const cells = new Uint32Array(facet.cells.d.length);
    for (const at of facet.cells.i) cells[at]++;
    facet.cells.d.forEach((cell, at) => {
      const keys = scs.parts_of(cell);
      const groups = new Set(facet.items.filter((item) => item.items?.some((each) => keys.includes(each.key))).map((item) => item.key));
      for (const key of new Set([...(keys.length ? keys : [""]), ...groups])) counts.set(key, (counts.get(key) ?? 0) + cells[at]);
    });
    return counts;
  };
  const box = (facet, keys, item, count) => {
    const input = scs.el("input", { type: "checkbox", "data-facet": facet.key, "data-key": item.key, change: () => {
      for (const key of keys) {
        if (input.checked) facet.off.delete(key);
        else facet.off.add(key);
      }
      store.change("filter");
    } });
    boxes.push(() => {
      const off = keys.filter((key) => facet.off.has(key)).length;
      input.checked = off < keys.length;
      input.indeterminate = off > 0 && off < keys.length;
    });
    return scs.el("label", { class: "check" }, input, item.colour && scs.swatch(item.colour, item.shape), scs.data(item.label), scs.el("b", {}, String(count ?? 0)));
  };
  const facetBox = (facet) => {
    const counts = totals(facet);
    const all = facet.items.flatMap((item) => item.items?.map((each) => each.key) ?? [item.key]);
    const set = (off) => () => {
      facet.off = new Set(off ? all : []);
      store.change("filter");
    };
    return scs.el("details", { open: facet.key !== "year" && facet.key !== "zone", class: `facet ${facet.key}` },
      scs.el("summary", {}, scs.text(`facet_${facet.key}`)),
      scs.el("div", { class: "row" }, scs.button("all", set(false)), scs.button("nothing", set(true))),
      facet.items.map((item) => item.items
        ? scs.el("details", { class: "branch" }, scs.el("summary", {}, box(facet, item.items.map((each) => each.key), item, counts.get(item.key))),
          item.items.map((each) => box(facet, [each.key], each, counts.get(each.key))))
        : counts.get(item.key) ? box(facet, [item.key], item, counts.get(item.key)) : null));
  };
  const claimBox = ([party, rows]) => scs.el("details", { class: "branch", open: [...rows.values()].some((row) => row.claims.some((claim) => claim.shown)) },
    scs.el("summary", {}, scs.data(party)),
    [...rows].map(([key, { label, claims }]) => {
      const input = scs.el("input", { type: "checkbox", "data-claim": key, change: () => {
        for (const claim of claims) claim.show(input.checked);
        store.change("view");
      } });
      boxes.push(() => { input.checked = claims.some((claim) => claim.shown); });
      return scs.el("div", { class: "line" }, scs.el("label", { class: "check" }, input, scs.data(label), claims.length > 1 && scs.el("b", {}, String(claims.length))),
        claims.length === 1 && scs.sign("i", "claim_about", () => scs.showClaim(claims[0])));
    }));
  for (const facet of store.facets) (["actor", "year"].includes(facet.key) ? layers : filters).append(facetBox(facet));
  if (store.claims?.length) layers.append(scs.el("details", { open: true, class: "facet claims" }, scs.el("summary", {}, scs.text("claims")), scs.el("p", {}, scs.text("claims_note")), scs.claimTree(store.claims).map(claimBox)));
  if (scs.tilesControl) layers.append(scs.tilesControl);
  filters.prepend(scs.button("clear", () => store.clear(), { class: "clear" }));
  const draw = () => { for (const update of boxes) update(); };
  store.listen((what) => { if (what === "filter" || what === "view") draw(); });
  draw();
};
