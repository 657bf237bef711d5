"use strict";
// What is chosen on the page, and which incidents follow from it. Everything that draws listens here.

scs.openStore = (data, settings) => {
  const listeners = [];
  const facets = settings.facets.map((facet) => ({ ...facet, cells: scs.dictionary(data.columns[facet.column]), off: new Set() }));
  const colours = {};
  for (const [key, mode] of Object.entries(settings.colours)) colours[key] = scs.colourMode(data, key, mode);
  let low = Infinity;
  let high = -Infinity;
  for (let row = 0; row < data.rows; row++) {
    low = Math.min(low, data.first[row]);
    high = Math.max(high, data.last[row]);
  }
  if (low > high) [low, high] = [0, 0];
  const store = {
    data, settings, facets, colours, domain: [low, high], range: [low, high], cumulative: false, colour: settings.colour,
    find: null, selected: -1, shown: new Uint8Array(data.rows), matching: new Uint8Array(data.rows), count: 0, total: data.rows,
  };
  const passing = new Uint8Array(data.rows);

  const filter = () => {
    passing.fill(1);
    for (const facet of facets) {
      if (!facet.off.size) continue;
      const { d, i } = facet.cells;
      const ok = Uint8Array.from(d, (cell) => {
        const keys = scs.parts_of(cell);
        return keys.length ? keys.some((key) => !facet.off.has(key)) : !facet.off.has("");
      });
      for (let row = 0; row < data.rows; row++) passing[row] &= ok[i[row]];
    }
    if (store.find) for (let row = 0; row < data.rows; row++) passing[row] &= store.find.test(row) ? 1 : 0;
    store.matching.set(passing);
  };
  const time = () => {
    const [from, to] = store.range;
    const { first, last } = data;
    let count = 0;
    for (let row = 0; row < data.rows; row++) {
      const ok = passing[row] & (first[row] <= to) & (last[row] >= from);
      store.shown[row] = ok;
      count += ok;
    }
    store.count = count;
  };

  store.listen = (action) => listeners.push(action);
  /** Tells everyone what changed: filter, time, colour, select or view. */
  store.change = (what) => {
    if (what === "filter") filter();
    if (what === "filter" || what === "time") time();
    for (const action of listeners) action(what);
  };
  store.setRange = (from, to) => {
    const [start, end] = store.domain;
    store.range = [Math.max(start, Math.min(from, end)), Math.min(end, Math.max(to, start))];
    if (store.range[0] > store.range[1]) store.range.reverse();
    store.change("time");
  };
  store.select = (row) => {
    store.selected = row;
    store.change("select");
  };
  store.clear = () => {
    for (const facet of facets) facet.off.clear();
    store.find = null;
    store.range = [...store.domain];
    store.change("filter");
  };
  store.filtered = () => store.count < store.total;
  /** Rows that are shown, newest first. */
  store.rows = () => {
    const rows = [];
    for (let row = data.rows - 1; row >= 0; row--) if (store.shown[row]) rows.push(row);
    return rows;
  };
  store.setFind = (find) => {
    store.find = find;
    store.change("filter");
  };
  filter();
  time();
  return store;
};

/** Gives every row the number of its colour class. */
scs.colourMode = (data, key, mode) => {
  const of = new Uint8Array(data.rows);
  let { classes } = mode;
  if (key === "date") {
    // Even shares of the incidents, cut at the beginning of years, so that busy years are told apart.
    const years = Array.from(data.first, (day) => scs.toDate(day).getUTCFullYear());
    const sorted = [...years].sort((a, b) => a - b);
    const starts = [...new Set(mode.classes.map((_, number) => sorted[Math.floor((number * sorted.length) / mode.classes.length)]))];
    const step = (mode.classes.length - 1) / Math.max(1, starts.length - 1);
    classes = starts.map((year, number) => {
      const end = number + 1 < starts.length ? starts[number + 1] - 1 : sorted.at(-1);
      return { label: end > year ? `${year}–${end}` : `${year}`, colour: mode.classes[Math.round(number * step)].colour };
    });
    if (!sorted.length) classes = [];
    for (let row = 0; row < data.rows; row++) of[row] = starts.findLastIndex((year) => years[row] >= year);
  } else {
    const { d, i } = scs.dictionary(data.columns[mode.column]);
    const byCell = d.map((cell) => mode.of[scs.parts_of(cell)[0] ?? String(cell ?? "")] ?? mode.other);
    for (let row = 0; row < data.rows; row++) of[row] = byCell[i[row]];
  }
  return { key, classes, of };
};
