// The legend: the colour switch, what each colour and sign means, and how many incidents each stands for.
const openLegend = (place) => {
  const option = (key) => el("option", { value: key }, say(`colour_${key}`));
  const mode = el("select", { change: () => { store.colour = mode.value; store.change("colour"); } }, Object.keys(store.colours).map(option));
  const [list, signs] = [el("ul"), el("ul")];
  const box = el("details", { class: "legend", open: matchMedia("(min-width: 901px) and (min-height: 521px)").matches }, el("summary", {}, say("legend")),
    el("label", { class: "row" }, say("colour_by"), mode), list,
    el("details", { class: "signs" }, el("summary", {}, say("signs")), signs));
  place.append(box);
  const draw = () => {
    const { classes, of } = store.colours[store.colour];
    const counts = new Uint32Array(classes.length);
    for (const row of store.rows) counts[of[row]]++;
    const entry = ({ label, colour }, at) =>
      counts[at] > 0 && el("li", {}, swatch(colour), bdi(label), el("b", {}, String(counts[at])));
    const shape = ({ shape: name, label }) => el("li", {}, swatch("currentColor", name), label);
    const other = (kind, key) => el("li", {}, el("span", { class: kind }, kind === "pie" && "9"), say(key));
    mode.value = store.colour;
    list.replaceChildren(...classes.map(entry).filter(Boolean));
    signs.replaceChildren(...(store.colour === "actor" ? settings.shapes.map(shape) : []),
      el("li", {}, swatch("currentColor", "circle", true), say("hollow")), other("pie", "pie"), other("disc", "disc"),
      other("dash", "claim_dashed"), other("hatch", "claim_hatched"), other("tick", "spans"));
  };
  store.listen("filter time colour", draw);
  draw();
};
