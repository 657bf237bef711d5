// The page of a place in the panel: its incidents by date and severity, who did what to whom, which vessels, the most severe, all of them by date.
let showSpot; // shows incidents that share a place; a second argument names it

const openSpots = () => {
  const severity = (row) => data.value("severity", row) ?? 0;
  const countBy = (rows, keysOf) => {
    const counts = new Map();
    for (const row of rows) for (const key of keysOf(row)) counts.set(key, (counts.get(key) ?? 0) + 1);
    return [...counts].toSorted((a, b) => b[1] - a[1]);
  };
  /** A mark for each incident, by date from left to right, by severity from below. */
  const strip = (rows) => {
    const [across, high, left] = [440, 160, 128];
    const [first, last] = [Math.min(...rows.map((row) => data.first[row])), Math.max(...rows.map((row) => data.first[row]), Math.min(...rows.map((row) => data.first[row])) + 300)];
    const grades = settings.severities.length ? settings.severities : [""];
    const y = (grade) => high - 26 - (grade * (high - 40)) / Math.max(1, grades.length - 1);
    const x = (day) => left + 8 + ((day - first) / (last - first)) * (across - left - 20);
    const used = new Map();
    const marks = rows.toReversed().map((row) => {
      const [at, up] = [Math.round(x(data.first[row])), y(severity(row))];
      const key = `${Math.round(at / 9)} ${up}`;
      const nth = used.get(key) ?? 0;
      used.set(key, nth + 1);
      const shift = (nth % 2 ? -1 : 1) * Math.ceil(nth / 2) * 4;
      return el("circle", { cx: at, cy: up + Math.max(-10, Math.min(10, shift)), r: 4, fill: data.colours(row)[0], class: "strip-mark", click: () => store.select(row) },
        el("title", {}, `${data.dates(row)} · ${data.types(row)}`));
    });
    const lines = grades.flatMap((label, grade) => [el("path", { d: `M${left} ${y(grade)}H${across}`, class: "strip-line" }),
      el("text", { x: left - 6, y: y(grade) + 3.5, "text-anchor": "end", class: "strip-word" }, label.replace(/^[^:]*:\s*/, ""))]);
    const years = [];
    for (let day = floor(first, "year", 1), free = 0; day <= last; day = floor(day, "year", 1)) {
      if (x(day) < free) continue;
      years.push(el("text", { x: x(day), y: high - 6, class: "strip-word" }, iso(day).slice(0, 4)));
      free = x(day) + 36;
    }
    return el("svg", { class: "strip", viewBox: `0 0 ${across} ${high}`, role: "img", "aria-label": say("spot_strip") }, lines, years, marks);
  };
  const bars = (counts, most) => el("ul", { class: "bars" }, counts.map(([label, count, colour, icon, click]) =>
    el("li", {}, icon ?? "", click ? el("button", { type: "button", class: "as-link", click }, bdi(label)) : bdi(label),
      el("span", { class: "bar" }, el("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
        el("path", { d: `M0 0H${Math.max(1, (100 * count) / most)}V10H0Z`, fill: colour }))), el("b", {}, figure(count)))));
  scs.bars = bars;
  const line = (row) => el("button", { type: "button", class: "event", click: () => store.select(row) },
    swatch(data.colours(row), settings.acts[data.gravest[row]]?.[1]), el("b", {}, bdi(data.dates(row))), " ", bdi(data.types(row)));
  /** What the acts of two sides were, the most frequent first. */
  const pairPart = (rows, [pair, number]) => {
    const mine = rows.filter((row) => parts(data.value(":pairs", row)).includes(pair));
    const acts = countBy(mine, (row) => parts(data.value(":acts", row)).filter((act) => act.startsWith(`${pair}:`)).map((act) => act.slice(pair.length + 1)));
    const types = acts.length ? acts : countBy(mine, (row) => parts(data.value("types", row)));
    const [by] = pair.split(">");
    const colour = store.colours.actor?.classes.find(({ code }) => code === by)?.colour ?? theme.bar;
    const signs = new Map(settings.acts);
    const most = types[0]?.[1] ?? 1;
    const named = pair.split(">").map((code) => settings.labels.country[code] ?? code).join(" → ");
    return [el("h3", {}, say("spot_pair", { pair: named, count: figure(number) })),
      bars(types.slice(0, 6).map(([type, count]) => [words("type", type).join(), count, colour, glyphIcon(signs.get(type))]), most)];
  };
  showSpot = (rows, name = "") => {
    const places = countBy(rows, (row) => [data.value("place", row)].filter(Boolean));
    const feature = countBy(rows, (row) => [data.value("feature_id", row)].filter(Boolean))[0];
    const known = feature && feature[1] > rows.length / 2 && scs.places?.find(({ id }) => id === feature[0]);
    const title = name || (known ? known.name : places[0]?.[0] ?? say("these", { count: rows.length }));
    const pairs = countBy(rows, (row) => parts(data.value(":pairs", row))).slice(0, 3);
    const units = countBy(rows, (row) => [...new Set([...parts(data.value("initiator_units", row)), ...parts(data.value("target_units", row))])]).filter(([, times]) => times > 1).slice(0, 8);
    const worst = rows.toSorted((a, b) => severity(b) - severity(a) || data.last[b] - data.last[a]).slice(0, 3);
    const about = known && [scs.heldLine(known.id), scs.awardLine(known.id)].filter(Boolean).join(" ");
    const others = places.slice(1, 5).map(([place, count]) => `${place} ${figure(count)}`).join(", ");
    showCard(title, [known && button("only_here", () => store.setFind(findBy("place", known.id)))],
      el("p", { class: "note" }, [say("spot_count", { count: figure(rows.length) }), others && say("spot_others", { places: others })].filter(Boolean).join(" ")),
      about && el("p", { class: "note" }, bdi(about)), rows.length > 1 && strip(rows), pairs.flatMap((pair) => pairPart(rows, pair)),
      units.length > 0 && [el("h3", {}, say("spot_units")), el("p", {}, units.flatMap(([unit, times], at) => [at > 0 && ", ", bdi(unit), " ", el("b", {}, figure(times))]))],
      el("h3", {}, say("spot_worst"), " · ", el("button", { type: "button", class: "as-link", click: () => showRows(rows) }, say("spot_all", { count: figure(rows.length) }))),
      worst.map(line));
  };
};
