// The first panel: what this is and until when, and the latest and the gravest of what is shown, each in one sentence.
let sentences = new Map(); // rows that are told first or in a story, in a sentence each

const openOverview = async (place) => {
  sentences = new Map(await read("scs-leads"));
  const [latest, gravest, sum] = [el("div"), el("div"), el("p", { class: "note" })];
  const grave = el("h2");
  const severity = (row) => data.value("severity", row) ?? -1;
  const known = data.columns.severity && settings.severities.length > 0;
  const item = async (row) => {
    const { classes, of } = store.colours[store.colour];
    const said = sentences.get(row) ?? (await data.record(row)).summary ?? "";
    const short = said.length > 260 ? `${said.slice(0, said.lastIndexOf(" ", 250))} …` : said;
    return el("button", { type: "button", class: "lead-card", click: () => { store.select(row); if (data.placed(row)) data.zoom(row); } },
      el("span", { class: "when" }, swatch(classes[of[row]].colour, classes[of[row]].shape, Boolean(data.area[row]), classes[of[row]].letters),
        el("b", {}, bdi(data.dates(row))), " ", bdi(data.value("place", row) ?? "")), el("span", {}, bdi(short || data.types(row))));
  };
  let turn = 0;
  const draw = async () => {
    if (place.hidden) return;
    const mine = ++turn;
    const { rows } = store;
    const newest = Array.from(rows.subarray(0, 5));
    const since = rows.length ? data.last[rows[0]] - 365 : 0;
    const year = Array.from(rows).filter((row) => data.last[row] >= since);
    const worst = (year.length >= 5 ? year : Array.from(rows)).toSorted((a, b) => severity(b) - severity(a) || data.last[b] - data.last[a]).slice(0, 5);
    const [one, two] = await Promise.all([Promise.all(newest.map(item)), Promise.all(known ? worst.map(item) : [])]);
    if (mine !== turn) return;
    renew(latest, ...one);
    renew(gravest, ...two);
    grave.textContent = say(year.length >= 5 ? "gravest_year" : "gravest");
    grave.hidden = !two.length;
    const [from, to] = store.range;
    sum.textContent = rows.length ? say("shown_from_to", { count: figure(rows.length), from: iso(from), to: iso(to) }) : say("none");
  };
  place.append(el("p", { class: "intro" }, bdi(settings.description)), sum, el("h2", {}, say("latest")), latest, grave, gravest);
  store.listen("filter colour panel", draw);
  store.listen("time", calm(draw, 150));
  await draw();
};
