// The legend: the colour switch, what each colour and sign means and how many incidents it stands for; an entry filters.
const lineSample = (kind) => el("svg", { class: "sample", viewBox: "0 0 34 6", "aria-hidden": "true" },
  el("path", { d: "M0 3H34", "stroke-dasharray": (BOLD.has(kind) ? [] : LINES.get(kind) ?? []).join(" ") || null, "stroke-width": BOLD.has(kind) ? 3.4 : 1.4 }));

const openLegend = (place) => {
  const option = (key) => el("option", { value: key }, say(`colour_${key}`));
  const mode = el("select", { change: () => store.setColour(mode.value) }, Object.keys(store.colours).map(option));
  const [list, lines, signs] = [el("ul"), el("ul"), el("ul")];
  const key = el("details", { class: "signs lines", open: true }, el("summary", {}, say("claims_key")), lines);
  const open = !embedded() && matchMedia("(min-width: 901px) and (min-height: 521px)").matches;
  const box = el("details", { class: "legend", open }, el("summary", {}, say("legend")),
    el("label", { class: "row" }, say("colour_by"), mode), list, key,
    el("details", { class: "signs" }, el("summary", {}, say("signs")), signs));
  place.append(box);
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
    const entry = ({ label, colour, shape, letters }, at) => counts[at] > 0 && el("li", {}, el("button", { type: "button", class: "entry",
      "aria-pressed": String(!store.classesOff.has(at)), title: say("legend_filters"), click: toggle(at) },
    swatch(colour, shape, false, letters), bdi(label), el("b", {}, figure(counts[at]))));
    const shape = ({ shape: name, label }) => el("li", {}, swatch("currentColor", name), label);
    const other = (kind, text) => el("li", {}, el("span", { class: kind }, kind === "pie" && "9"), say(text));
    mode.value = store.colour;
    renew(list, ...classes.map(entry).filter(Boolean));
    const kinds = [...new Set(store.claims.filter((claim) => claim.shown).map(({ kind }) => kind))];
    const sample = (kind) => (kind === "claim_area" && store.claims.some((claim) => claim.shown && claim.fill?.length && claim.kind === kind)
      ? el("li", {}, el("span", { class: "hatch" }), say("claim_hatched")) : el("li", {}, lineSample(kind), kindName(kind)));
    renew(lines, ...kinds.map(sample));
    key.hidden = !kinds.length;
    renew(signs, ...(store.colour === "actor" ? settings.shapes.map(shape) : []),
      el("li", {}, swatch("currentColor", "circle", true), say("hollow")), other("pie", "pie"), other("round hatch", "area_sign"), other("disc", "disc"),
      other("tick", "spans"));
  };
  store.listen("filter colour claims", draw);
  store.listen("time", calm(draw, 60));
  draw();
};
