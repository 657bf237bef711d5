"use strict";
// The legend: the colour switch, what each colour and sign means, and how many incidents each stands for.

scs.parts.legend = (store, place) => {
  const modes = scs.el("select", { "aria-label": scs.text("colour_by"), change: () => { store.colour = modes.value; store.change("colour"); } },
    Object.keys(store.colours).map((key) => scs.el("option", { value: key }, scs.text(`colour_${key}`))));
  const list = scs.el("ul");
  const signs = scs.el("ul", { class: "signs" });
  const box = scs.el("details", { class: "legend", open: matchMedia("(min-width: 700px)").matches },
    scs.el("summary", {}, scs.text("legend")), scs.el("label", { class: "row" }, scs.text("colour_by"), modes), list, signs);
  place.append(box);
  L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
  const kinds = () => {
    const shapes = new Map();
    const actors = store.facets.find((facet) => facet.key === "actor");
    for (const country of actors?.items ?? []) {
      for (const service of country.items ?? []) {
        if (!shapes.has(service.shape)) shapes.set(service.shape, new Set());
        shapes.get(service.shape).add(service.kind);
      }
    }
    return [...shapes];
  };
  const draw = () => {
    const { classes, of } = store.colours[store.colour];
    modes.value = store.colour;
    const counts = new Uint32Array(classes.length);
    for (let row = 0; row < store.total; row++) if (store.shown[row]) counts[of[row]]++;
    list.replaceChildren(...classes.flatMap(({ label, colour }, number) => (counts[number] ? [scs.el("li", {}, scs.swatch(colour), scs.data(label), scs.el("b", {}, String(counts[number])))] : [])));
    const { ink } = scs.theme;
    signs.replaceChildren(
      ...(store.colour === "actor" ? kinds().map(([shape, names]) => scs.el("li", {}, scs.swatch(ink, shape), [...names].join(", "))) : []),
      scs.el("li", {}, scs.swatch(ink, "circle", true), scs.text("hollow")), scs.el("li", {}, scs.el("span", { class: "pie" }, "9"), scs.text("pie")),
      scs.el("li", {}, scs.el("span", { class: "dash" }), scs.text("claim_dashed")), scs.el("li", {}, scs.el("span", { class: "hatch" }), scs.text("claim_hatched")));
  };
  store.listen((what) => {
    if (["filter", "time", "colour", "theme"].includes(what)) draw();
  });
  draw();
};
