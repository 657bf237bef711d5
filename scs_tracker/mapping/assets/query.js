// What is asked, in sight: a finding in words, a chip for each filter, and how many incidents answer. Pictures, titles and frames say the same.
let queryWords = () => []; // the filters that are on, in words, with what takes each away
let finding = () => ""; // what is to be seen, in a sentence

const MOST_NAMED = 3; // values that a chip names before it counts

/** What a facet lets through, in the fewest words: what alone is shown, or what is left out. */
const facetWords = (facet) => {
  const all = facet.items.flatMap((item) => (item.items ? [{ ...item, keys: item.items.map(({ key }) => key) }] : [{ ...item, keys: [item.key] }]));
  const on = all.filter(({ keys }) => keys.every((key) => !facet.off.has(key)));
  const off = all.filter(({ keys }) => keys.some((key) => facet.off.has(key)));
  const list = (items) => items.slice(0, MOST_NAMED).map(({ label }) => label).join(", ") + (items.length > MOST_NAMED ? ` +${items.length - MOST_NAMED}` : "");
  if (!on.length) {
    const parts_ = all.flatMap(({ items = [] }) => items).filter(({ key }) => !facet.off.has(key));
    return parts_.length ? list(parts_) : say("nothing");
  }
  return on.length <= off.length ? list(on) : say("without", { what: list(off) });
};

const openQuery = (place) => {
  const heading = el("h2", { class: "finding" });
  const chips = el("div", { class: "chips" });
  const count = el("p", { class: "count", role: "status" });
  place.append(heading, el("div", { class: "row asked" }, chips, count));
  const change = (act) => () => { act(); store.change("filter"); };
  queryWords = () => {
    const found = [];
    const [a, b] = store.range;
    const whole = a === store.domain[0] && b === store.domain[1];
    found.push({ label: `${iso(a)} – ${iso(b)}`, kind: "time", remove: whole ? null : () => store.setRange(...store.domain) });
    if (store.find) found.push({ label: store.find.label, kind: "find", remove: () => store.setFind(null) });
    for (const facet of store.facets.filter(({ off }) => off.size)) {
      found.push({ label: `${say(`facet_${facet.key}`)}: ${facetWords(facet)}`, kind: facet.key, remove: change(() => facet.off.clear()) });
    }
    if (store.area) found.push({ label: say("area_drawn"), kind: "area", remove: change(() => { store.area = null; }) });
    if (store.within !== null) found.push({ label: `${say("known_within")}: ${say("within_up_to", { km: store.within })}`, kind: "within", remove: change(() => { store.within = null; }) });
    if (store.classesOff.size) {
      const { classes } = store.colours[store.colour];
      const shown = classes.filter((_, at) => !store.classesOff.has(at)).map(({ label }) => label);
      found.push({ label: `${say(`colour_${store.colour}`)}: ${shown.slice(0, MOST_NAMED).join(", ")}${shown.length > MOST_NAMED ? ` +${shown.length - MOST_NAMED}` : ""}`, kind: "legend",
        remove: change(() => store.classesOff.clear()) });
    }
    return found;
  };
  /** The year with the most, where there are several years, and its first two places; else what is shown, counted. */
  finding = () => {
    const { rows, find } = store;
    const [perYear, perPlace] = [new Map(), new Map()];
    const add = (counts, key) => counts.set(key, (counts.get(key) ?? 0) + 1);
    const ordered = (counts) => [...counts].toSorted((a, b) => b[1] - a[1]);
    for (const row of rows) add(perYear, new Date(data.first[row] * DAY).getUTCFullYear());
    const [[year, number] = ["", 0], second] = ordered(perYear);
    store.told = 0;
    const named = find && find.kind !== "text" ? find.label : "";
    if (!rows.length) return named ? `${named}: ${say("none")}` : say("none");
    if (perYear.size < 3 || number < 5 || second?.[1] === number) {
      const counted = say("shown_from_to", { count: figure(rows.length), from: iso(store.range[0]), to: iso(store.range[1]) });
      return named ? `${named}: ${counted}` : counted;
    }
    store.told = toDay(`${year}-07-01`);
    const [from, after] = [toDay(`${year}-01-01`), toDay(`${year + 1}-01-01`)];
    if (find?.kind === "place") return say("finding_place", { place: named, count: figure(rows.length), most: figure(number), year });
    for (const row of rows) if (!data.area[row] && data.placed(row) && data.first[row] >= from && data.first[row] < after) add(perPlace, data.value("place", row));
    const [one, two] = ordered(perPlace).filter(([name, times]) => name && times > 1);
    const where = one && [one, two].filter(Boolean).map(([name, times]) => say("finding_at", { count: figure(times), place: name })).join(", ");
    const said = say("finding_year", { count: figure(number), year });
    return `${named ? `${named}: ` : ""}${said}${where ? `: ${where}` : ""}`;
  };
  const chip = ({ label, kind, remove }) => el("span", { class: remove ? "chip on" : "chip", "data-kind": kind }, bdi(label), remove && sign("×", "remove", remove));
  const ask = (facet) => el("button", { type: "button", class: "chip ask", click: () => openFacet(facet) }, say(`ask_${facet}`), el("span", { "aria-hidden": "true" }, " ▾"));
  const foldTime = el("button", { type: "button", class: "chip fold-time", click: () => document.body.classList.toggle("timed") }, say("ask_time"));
  const draw = () => {
    heading.textContent = finding();
    const known = new Set(store.facets.map(({ key }) => key));
    renew(chips, ...queryWords().map(chip), ...["type", "pair"].filter((key) => known.has(key) && !store.facets.find((each) => each.key === key).off.size).map(ask), ask("more"), foldTime);
    let sure = 0;
    for (const row of store.rows) if (data.placed(row) && !data.area[row]) sure++;
    const unplaced = store.rows.length - store.placed;
    const said = !store.rows.length ? [say("none")] : [say("count", { shown: figure(store.rows.length), all: figure(data.rows) }), say("count_placed", { count: figure(sure) }),
      say("count_area", { count: figure(store.placed - sure) }), unplaced > 0 && say("count_unplaced", { count: figure(unplaced) })].filter(Boolean);
    count.replaceChildren(el("b", {}, said[0]), ...said.slice(1).map((part) => ` · ${part}`));
    document.title = `${heading.textContent} – ${settings.title}`;
  };
  store.listen("filter time colour", draw);
  draw();
};
