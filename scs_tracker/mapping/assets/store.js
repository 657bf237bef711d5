// What is chosen on the page, and which incidents follow from it. Everything that draws listens here.
const BITS = { find: 1 << 24, area: 1 << 25, within: 1 << 26, legend: 1 << 27 }; // beside those of the facets

const openStore = () => {
  const { rows, columns, first, last } = data;
  const listeners = [];
  const { facets } = settings;
  for (const [at, facet] of facets.entries()) Object.assign(facet, { bit: 1 << at, cells: dictionary(columns[facet.column]), off: new Set() });
  const least = (days) => days.reduce((a, b) => Math.min(a, b));
  // the record ends with the last day that an incident is dated to; one dated to a month or year does not stretch it
  const end = () => last.reduce((latest, day, row) => Math.max(latest, data.partial[row] ? first[row] : day), first[0]);
  const domain = rows ? [least(first), end()] : [0, 0];
  const opening = settings.opens === null ? domain : [Math.max(domain[0], Math.min(settings.opens, domain[1])), domain[1]];
  const found = new Int32Array(rows);
  const missed = new Int32Array(rows); // a bit for each filter that an incident does not pass
  const self = {
    facets, domain, opening, colours: {}, range: [...opening], cumulative: false, colour: settings.colour, find: null, area: null,
    within: null, classesOff: new Set(), selected: -1, compared: "", shown: new Uint8Array(rows), rows: found, placed: 0, told: 0, claims: [],
  };
  for (const [key, { column, classes, of, other }] of Object.entries(settings.colours)) {
    const { d, i } = dictionary(columns[column]);
    const known = new Map(Object.entries(of));
    const byCell = d.map((value) => known.get(value) ?? known.get(parts(value)[0]) ?? other);
    self.colours[key] = { classes, of: Uint8Array.from(i, (at) => byCell[at]) };
  }
  self.matches = (row) => !missed[row];
  const filter = () => {
    missed.fill(0);
    for (const { cells, off, bit } of facets.filter((facet) => facet.off.size)) {
      const out = cells.d.map((value) => {
        const keys = parts(value);
        return (keys.length ? keys.every((key) => off.has(key)) : off.has("")) ? bit : 0;
      });
      for (let row = 0; row < rows; row++) missed[row] |= out[cells.i[row]];
    }
    const { of } = self.colours[self.colour];
    const tests = [self.find && [BITS.find, self.find.test], self.area && [BITS.area, self.area.test],
      self.within !== null && [BITS.within, (row) => data.radius[row] <= self.within],
      self.classesOff.size > 0 && [BITS.legend, (row) => !self.classesOff.has(of[row])]];
    for (const [bit, test] of tests.filter(Boolean)) for (let row = 0; row < rows; row++) if (!test(row)) missed[row] |= bit;
  };
  const time = () => {
    const [from, to] = self.range;
    let count = 0;
    self.placed = 0;
    for (let row = rows - 1; row >= 0; row--) {
      self.shown[row] = !missed[row] & (first[row] <= to) & (last[row] >= from);
      if (!self.shown[row]) continue;
      found[count++] = row;
      if (data.placed(row)) self.placed++;
    }
    self.rows = found.subarray(0, count); // what is shown, newest first
  };
  /** How many incidents each value would show, whatever is switched off of its own facet. */
  const counted = (bit, cellOf, number) => {
    const [[from, to], counts] = [self.range, new Uint32Array(number)];
    for (let row = 0; row < rows; row++) if (!(missed[row] & ~bit) && first[row] <= to && last[row] >= from) counts[cellOf[row]]++;
    return counts;
  };
  self.counts = ({ bit, cells, items }) => {
    const keys = new Map();
    const groupOf = new Map(items.flatMap(({ key, items: inner = [] }) => inner.map((each) => [each.key, key])));
    counted(bit, cells.i, cells.d.length).forEach((count, at) => {
      const own = parts(cells.d[at]);
      const named = new Set([...own, ...own.map((key) => groupOf.get(key)).filter(Boolean)]); // a country counts once for its services
      for (const key of named.size ? named : [""]) keys.set(key, (keys.get(key) ?? 0) + count);
    });
    return keys;
  };
  self.classCounts = () => {
    const { classes, of } = self.colours[self.colour];
    return counted(BITS.legend, of, classes.length);
  };
  self.listen = (whats, action) => listeners.push([whats.split(" "), action]);
  /** Tells everyone what changed, each once: filter, time, colour, theme, select, claims, panel, or rest after time. */
  self.change = (...changes) => {
    if (changes.includes("filter")) filter();
    if (changes.includes("filter") || changes.includes("time")) time();
    for (const [whats, action] of listeners) {
      const mine = changes.find((what) => whats.includes(what));
      if (mine) action(mine);
    }
  };
  self.setRange = (from, to) => {
    const inside = (day) => Math.max(domain[0], Math.min(domain[1], day));
    self.range = [inside(from), inside(to)].toSorted((a, b) => a - b);
    self.change("time");
  };
  self.setColour = (name) => {
    [self.colour, self.classesOff] = [name, new Set()];
    self.change("filter");
    self.change("colour");
  };
  self.select = (row, open = true) => { [self.selected, self.opened] = [row, open]; self.change("select"); };
  self.setFind = (find) => { self.find = find; self.change("filter"); };
  self.clear = () => {
    for (const facet of facets) facet.off.clear();
    [self.range, self.area, self.within, self.classesOff] = [[...domain], null, null, new Set()];
    self.setFind(null);
  };
  filter();
  time();
  return self;
};
