// The first panel: the most severe and the latest of what is shown, each in one sentence, and who acted on whom.
let sentences = new Map(); // rows that are told first or in a story, in a sentence each

const openOverview = async (place) => {
  const told = await read("scs-leads");
  sentences = new Map(told[settings.language] ?? told.en ?? []);
  const [latest, gravest, pairs] = [el("div"), el("div"), el("div")];
  const [grave, whom] = [el("h2"), el("h2")];
  const severity = (row) => data.value("severity", row) ?? -1;
  const known = data.columns.severity && settings.severities.length > 0;
  const item = async (row) => {
    const said = (await data.record(row)).summary || sentences.get(row) || "";
    const short = said.length > 230 ? `${said.slice(0, said.lastIndexOf(" ", 220))} …` : said;
    const km = data.radius[row];
    const where = [data.value("place", row), km > 0 && !data.area[row] && say("within_km", { km: Number(km.toPrecision(2)) }), data.area[row] && say("somewhere")];
    return el("button", { type: "button", class: "lead-card", click: () => { store.select(row); if (data.placed(row)) data.zoom(row); } },
      swatch(data.colours(row), settings.acts[data.gravest[row]]?.[1], Boolean(data.area[row])),
      el("span", {}, el("b", {}, bdi(`${data.dates(row)}. `)), bdi(short || data.types(row)), el("span", { class: "note" }, bdi(where.filter(Boolean).join(" · ")))));
  };
  const pairRows = (rows) => {
    const facet = store.facets.find(({ key }) => key === "pair");
    if (!facet) return [];
    const counts = store.counts(facet);
    const named = facet.items.filter(({ key }) => key && counts.get(key)).toSorted((a, b) => counts.get(b.key) - counts.get(a.key)).slice(0, 6);
    const colour = (code) => store.colours.actor?.classes.find((each) => each.code === code)?.colour ?? theme.bar;
    const alone = (key) => () => {
      facet.off = new Set(facet.items.map((each) => each.key).filter((each) => each !== key));
      store.change("filter");
    };
    return named.length && rows.length ? [scs.bars(named.map(({ key, label }) => [label, counts.get(key), colour(key.split(">")[0]), "", alone(key)]), counts.get(named[0].key))] : [];
  };
  let turn = 0;
  const draw = async () => {
    if (place.hidden) return;
    const mine = ++turn;
    const { rows } = store;
    const newest = Array.from(rows.subarray(0, 3));
    const year = store.told ? iso(store.told).slice(0, 4) : "";
    const within = year ? Array.from(rows).filter((row) => iso(data.first[row]).startsWith(year)) : Array.from(rows);
    const worst = within.toSorted((a, b) => severity(b) - severity(a) || data.last[b] - data.last[a]).slice(0, 3);
    const [one, two] = await Promise.all([Promise.all(newest.map(item)), Promise.all(known ? worst.map(item) : [])]);
    if (mine !== turn) return;
    renew(latest, ...one);
    renew(gravest, ...two, within.length > 3 ? el("button", { type: "button", class: "as-link", click: () => showRows(within) }, year ? say("all_of_year", { count: figure(within.length), year }) : say("spot_all", { count: figure(within.length) })) : "");
    grave.textContent = year ? say("gravest_of", { year }) : say("gravest");
    grave.hidden = !two.length;
    const found = pairRows(rows);
    whom.textContent = say("whom");
    whom.hidden = !found.length;
    renew(pairs, ...found);
  };
  place.prepend(el("p", { class: "intro" }, bdi(settings.description)), grave, gravest, whom, pairs, el("h2", {}, say("latest")), latest);
  store.listen("filter colour panel", draw);
  store.listen("time", calm(draw, 150));
  await draw();
};
