// What is chosen on the page, and which incidents follow from it. Everything that draws listens here.
const openStore = () => {
  const { rows, columns, first, last } = data;
  const listeners = [];
  const facets = settings.facets.map((facet) => ({ ...facet, cells: dictionary(columns[facet.column]), off: new Set() }));
  const domain = rows ? [first.reduce((a, b) => Math.min(a, b)), last.reduce((a, b) => Math.max(a, b))] : [0, 0];
  const found = new Int32Array(rows);
  const self = {
    facets, domain, colours: {}, range: [...domain], cumulative: false, colour: settings.colour, find: null, selected: -1,
    matching: new Uint8Array(rows), shown: new Uint8Array(rows), rows: found, placed: 0, claims: [],
  };
  for (const [key, { column, classes, of, other }] of Object.entries(settings.colours)) {
    const { d, i } = dictionary(columns[column]);
    const known = new Map(Object.entries(of));
    const byCell = d.map((value) => known.get(parts(value)[0]) ?? other);
    self.colours[key] = { classes, of: Uint8Array.from(i, (at) => byCell[at]) };
  }
  const filter = () => {
    self.matching.fill(1);
    for (const { cells, off } of facets.filter((facet) => facet.off.size)) {
      const ok = Uint8Array.from(cells.d, (value) => {
        const keys = parts(value);
        return keys.length ? keys.some((key) => !off.has(key)) : !off.has("");
      });
      for (let row = 0; row < rows; row++) self.matching[row] &= ok[cells.i[row]];
    }
    if (self.find) for (let row = 0; row < rows; row++) self.matching[row] &= self.find.test(row);
  };
  const time = () => {
    const [from, to] = self.range;
    let count = 0;
    self.placed = 0;
    for (let row = rows - 1; row >= 0; row--) {
      self.shown[row] = self.matching[row] & (first[row] <= to) & (last[row] >= from);
      if (!self.shown[row]) continue;
      found[count++] = row;
      if (data.placed(row)) self.placed++;
    }
    self.rows = found.subarray(0, count); // what is shown, newest first
  };
  self.listen = (whats, action) => listeners.push([whats.split(" "), action]);
  /** Tells everyone what changed: filter, time, colour, theme, select or claims. */
  self.change = (what) => {
    if (what === "filter") filter();
    if (what === "filter" || what === "time") time();
    for (const [whats, action] of listeners) if (whats.includes(what)) action(what);
  };
  self.setRange = (from, to) => {
    const inside = (day) => Math.max(domain[0], Math.min(domain[1], day));
    self.range = [inside(from), inside(to)].toSorted((a, b) => a - b);
    self.change("time");
  };
  self.select = (row, open = true) => { [self.selected, self.opened] = [row, open]; self.change("select"); };
  self.setFind = (find) => { self.find = find; self.change("filter"); };
  self.clear = () => {
    for (const facet of facets) facet.off.clear();
    self.range = [...domain];
    self.setFind(null);
  };
  filter();
  time();
  return self;
};
