// Two periods, or two pairs of sides, beside each other: where, how many, how grave, of what kind.
let showCompared = () => {}; // opens what a link compares

const openCompare = () => {
  const pairs = store.facets.find(({ key }) => key === "pair");
  const named = (pairs?.items ?? []).filter(({ key }) => key);
  const [oldest, newest] = store.domain;
  const state = { kind: "period", periods: [[Math.max(oldest, newest - 729), Math.max(oldest, newest - 365)], [Math.max(oldest, newest - 364), newest]],
    pairs: named.slice(0, 2).map(({ key }) => key) };
  const date = (day, set, label) => el("input", { type: "date", "aria-label": say(label), value: iso(day), min: iso(oldest), max: iso(newest), change: (event) => {
    const chosen = toDay(event.target.value);
    if (Number.isFinite(chosen)) set(chosen);
    open();
  } });
  const sides = () => {
    const columns = pairs && dictionary(data.columns[pairs.column]);
    const within = (row, [from, to]) => store.matches(row) && data.first[row] <= to && data.last[row] >= from;
    const rows = Array.from({ length: data.rows }, (_, row) => row);
    return state.kind === "period" ? state.periods.map((period) => rows.filter((row) => within(row, period)))
      : state.pairs.map((key) => [...store.rows].filter((row) => parts(columns.d[columns.i[row]]).includes(key)));
  };
  const picker = (at) => {
    if (state.kind === "pair") {
      return el("select", { "aria-label": say("compare_side", { side: "AB"[at] }), change: (event) => { state.pairs[at] = event.target.value; open(); } },
        named.map(({ key, label }) => el("option", { value: key, selected: key === state.pairs[at] }, label)));
    }
    const period = state.periods[at];
    return el("div", {}, date(period[0], (day) => { period[0] = Math.min(day, period[1]); }, "time_from"),
      date(period[1], (day) => { period[1] = Math.max(day, period[0]); }, "time_to"));
  };
  const small = (rows) => {
    const [width, height] = [164, 190];
    const canvas = el("canvas", { "aria-hidden": "true" });
    canvas.width = width;
    const bounds = map.getBounds();
    const [x0, x1, y0, y1] = [worldX(bounds.getWest()), worldX(bounds.getEast()), worldY(bounds.getNorth()), worldY(bounds.getSouth())];
    const scale = Math.min(width / (x1 - x0), height / (y1 - y0));
    const [left, top] = [x0 * scale - (width - (x1 - x0) * scale) / 2, y0 * scale - (height - (y1 - y0) * scale) / 2];
    const view = { scale, left, top, width, height, at: (x, y) => [x * scale - left, y * scale - top] };
    const pen = penOf(canvas, width, height);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    [pen.fillStyle, pen.strokeStyle] = [theme.sea, theme.coast];
    pen.fillRect(0, 0, width, height);
    drawLand(pen, view);
    const { classes, of } = store.colours[store.colour];
    pen.globalAlpha = 0.75;
    for (const row of rows.filter(data.placed)) {
      pen.fillStyle = classes[of[row]].colour;
      pen.beginPath();
      pen.arc(...view.at(data.x[row], data.y[row]), 3, 0, 2 * Math.PI);
      pen.fill();
    }
    return canvas;
  };
  const sum = (rows, name) => rows.reduce((total, row) => total + (data.value(name, row) ?? 0), 0);
  const show = () => {
    const both = sides();
    const sent = state.kind === "pair" ? state.pairs : state.periods.map((period) => period.map(iso).join(".."));
    store.compared = `${state.kind}:${sent.join(",")}`;
    const lines = [[say("compare_count"), both.map((rows) => rows.length)]];
    if (data.columns.severity) lines.push([say("compare_grave"), both.map((rows) => rows.filter((row) => data.value("severity", row) >= 3).length)]);
    for (const name of ["killed", "injured", "detained"]) {
      if (data.columns[name]) lines.push([say(`harm_${name}`), both.map((rows) => sum(rows, name))]);
    }
    const types = both.map((rows) => rows.flatMap((row) => parts(data.value("types", row))).reduce((all, type) => all.set(type, (all.get(type) ?? 0) + 1), new Map()));
    const found = [...new Set(types.flatMap((all) => [...all.keys()]))].toSorted((a, b) => (types[1].get(b) ?? 0) + (types[0].get(b) ?? 0) - (types[1].get(a) ?? 0) - (types[0].get(a) ?? 0));
    for (const type of found.slice(0, 12)) lines.push([words("type", type).join(), types.map((all) => all.get(type) ?? 0)]);
    const row = ([label, [a, b]]) => el("tr", {}, el("th", { scope: "row" }, bdi(label)), el("td", {}, figure(a)), el("td", {}, figure(b)),
      el("td", { class: "note" }, a === b ? "=" : `${b > a ? "+" : "−"}${figure(Math.abs(b - a))}`));
    const kinds = ["period", ...(named.length > 1 ? ["pair"] : [])];
    showCard(say("compare"), [el("select", { "aria-label": say("compare_what"), change: (event) => { state.kind = event.target.value; open(); } },
      kinds.map((kind) => el("option", { value: kind, selected: kind === state.kind }, say(`compare_${kind}`))))],
    el("p", { class: "note" }, say("compare_note")),
    el("div", { class: "two" }, both.map((rows, at) => el("div", {}, el("b", {}, "AB"[at]), " ", picker(at), small(rows)))),
    el("table", { class: "compared" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say("compare_what")), el("th", { scope: "col" }, "A"),
      el("th", { scope: "col" }, "B"), el("th", { scope: "col" }, "B − A"))), el("tbody", {}, lines.map(row))));
  };
  const open = () => {
    show();
    store.change("compare");
  };
  showCompared = (text) => {
    const [kind, rest = ""] = text.split(":");
    const [one, two] = rest.split(",");
    const periods = [one, two].map((each = "") => each.split("..").map(toDay));
    if (kind === "pair" && [one, two].every((key) => named.some((each) => each.key === key))) [state.kind, state.pairs] = [kind, [one, two]];
    else if (kind === "period" && periods.every(([from, to]) => from <= to)) [state.kind, state.periods] = [kind, periods];
    else return;
    open();
  };
  store.listen("panel", () => {
    if (!store.compared || document.querySelector(".card:not([hidden]) .compared")) return;
    store.compared = "";
    store.change("compare");
  });
  return open;
};
