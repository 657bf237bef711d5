// The key: the colour switch, what each colour and symbol means and how many incidents it stands for; a colour filters.
const lineSample = (kind) => el("svg", { class: "sample", viewBox: "0 0 34 6", "aria-hidden": "true" },
  el("path", { d: "M0 3H34", "stroke-dasharray": (BOLD.has(kind) ? [14, 6] : LINES.get(kind) ?? []).join(" ") || null, "stroke-width": BOLD.has(kind) ? 3.4 : 1.4 }));

/** The three symbols of doubt, drawn as the map draws them. */
const doubtSigns = () => [["doubt_place", el("path", { d: "M24 13a9 9 0 1 0 .01 0Z", class: "doubt-full" })],
  ["doubt_near", [el("path", { d: "M24 4a18 18 0 1 0 .01 0Z", class: "doubt-ring" }), el("path", { d: "M24 16.500a5.500 5.500 0 1 0 .01 0Z", class: "doubt-hollow" })]],
  ["doubt_area", [el("path", { d: "M3 6L30 2L45 14L41 38L10 42L2 24Z", class: "doubt-area" }), el("path", { d: "M14 15h22v14H14Z", class: "doubt-box" }), el("text", { x: 25, y: 26, "text-anchor": "middle", class: "doubt-count" }, "12")]]]
  .map(([key, drawing]) => el("li", {}, el("svg", { viewBox: "0 0 48 44", "aria-hidden": "true" }, drawing), el("b", {}, say(key)), el("span", {}, say(`${key}_note`))));

const openLegend = (place) => {
  const option = (key) => el("option", { value: key }, say(`colour_${key}`));
  const mode = el("select", { "aria-label": say("colour_by"), change: () => store.setColour(mode.value) }, Object.keys(store.colours).map(option));
  const [list, lines, signs] = [el("ul", { class: "colours" }), el("ul"), el("ul", { class: "glyphs" })];
  const key = el("details", { class: "lines" }, el("summary", {}, say("claims_key")), lines);
  const box = el("section", { class: "legend", "aria-label": say("legend") }, el("h2", {}, say("doubt")), el("ul", { class: "doubt" }, doubtSigns()),
    el("div", { class: "row" }, el("h2", {}, say("colour_by")), mode), list,
    el("details", { class: "signs" }, el("summary", {}, say("signs")), signs), key);
  const fold = el("details", { class: "symbols" }, el("summary", {}, say("signs")));
  place.main.append(fold);
  const arrange = () => {
    fold.hidden = !compact();
    (compact() ? fold : place.panel).append(box);
  };
  narrow.addEventListener("change", arrange);
  addEventListener("resize", calm(arrange, 100));
  arrange();
  const toggle = (at) => () => {
    const { classes } = store.colours[store.colour];
    const off = store.classesOff;
    const counts = store.classCounts();
    const others = classes.keys().filter((each) => each !== at && counts[each] > 0).toArray();
    if (!off.size) store.classesOff = new Set(others); // the first click keeps this class alone
    else if (off.has(at)) off.delete(at);
    else off.add(at);
    if (others.every((each) => store.classesOff.has(each)) && store.classesOff.has(at)) store.classesOff = new Set();
    store.change("filter");
  };
  const draw = () => {
    const { classes } = store.colours[store.colour];
    const counts = store.classCounts();
    const entry = ({ label, colour }, at) => counts[at] > 0 && el("li", {}, el("button", { type: "button", class: "entry",
      "aria-pressed": String(!store.classesOff.has(at)), title: say("legend_filters"), click: toggle(at) },
    swatch(colour), bdi(label), el("b", {}, figure(counts[at]))));
    mode.value = store.colour;
    renew(list, ...classes.map(entry).filter(Boolean));
    const kinds = [...new Set(store.claims.filter((claim) => claim.shown).map(({ kind }) => kind))];
    renew(lines, ...kinds.map((kind) => el("li", {}, lineSample(kind), BOLD.has(kind) ? say("claim_bold") : kindName(kind))));
    key.hidden = !kinds.length;
    const used = Map.groupBy(settings.acts.filter(([, glyph]) => glyph), ([, glyph]) => glyph);
    renew(signs, ...[...used].map(([glyph, types]) => el("li", {}, glyphIcon(glyph), words("type", types.map(([type]) => type).join(";")).join(", "))),
      el("li", { class: "note" }, say("spans")));
  };
  store.listen("filter colour claims", draw);
  store.listen("time", calm(draw, 60));
  draw();
};
