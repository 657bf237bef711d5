// Which incidents share a ring. Points are put together by a grid, which is also what a click is tested against; those known
// only to lie somewhere within a disc share one by its middle. Rows are counted at each step of the brush and looked up only when asked for.
const CELL = 22;
const GAP = 5; // pixels between any two rings
const AREA_CELL = 48; // areas whose middles are nearer than this share a number until the reader zooms in

/** Where the number of a disc may stand, as shares of its radius and pixels: on its middle, inside it, or close by. */
const SPOTS = [[0, 0, 0, 0], ...[0.3, 0.5, 0.7, 0.85, 1].flatMap((share) => Array.from({ length: 16 }, (_, at) => (at * Math.PI) / 8 - Math.PI / 4)
  .map((angle) => [share * Math.cos(angle), share * Math.sin(angle), 0, 0])),
...[26, 52, 78].flatMap((far) => Array.from({ length: 12 }, (_, at) => (at * Math.PI) / 6).map((angle) => [0, 0, far * Math.cos(angle), far * Math.sin(angle)]))];

const openRings = (radius) => {
  const { rows, x: xs, y: ys, area } = data;
  const [slots, discs] = [new Int32Array(rows), new Int32Array(rows)]; // of each row its cell, its disc; -1 where it has none
  const [px, py] = [new Float32Array(rows), new Float32Array(rows)];
  let [view, across, down, many] = [null, 0, 0, 0];
  let [groups, areas, beyond, grid] = [[], [], [], []];
  const numbers = openRoom(); // of the areas
  const cellOf = (pixel, edge) => Math.floor((pixel + edge) / CELL) - Math.floor(edge / CELL) + 2;
  const slotOf = (x, y) => cellOf(y, view.top) * across + cellOf(x, view.left);
  /** Finds the disc of each row that is only known to lie in one; which share one changes with the zoom alone. */
  const nameDiscs = () => {
    const [known, near] = [new Map(), view.zoom < 7.5];
    for (let row = 0; row < rows; row++) {
      discs[row] = -1;
      if (!area[row] || !data.placed(row)) continue;
      const key = near ? `${Math.floor((xs[row] * view.scale) / AREA_CELL)} ${Math.floor((ys[row] * view.scale) / AREA_CELL)}`
        : `${data.lat[row].toFixed(1)} ${data.lon[row].toFixed(1)}`;
      if (!known.has(key)) known.set(key, known.size);
      discs[row] = known.get(key);
    }
    many = known.size;
  };
  /** Finds the cell of each row on the drawing; it stays while the map does not move. */
  const locate = (now) => {
    const before = view;
    view = now;
    if (before && ["scale", "left", "top", "width", "height"].every((name) => before[name] === now[name])) return;
    const { scale, left, top, width, height } = view;
    [across, down] = [Math.ceil(width / CELL) + 6, Math.ceil(height / CELL) + 6];
    for (let row = 0; row < rows; row++) {
      const x = xs[row] * scale - left;
      const y = ys[row] * scale - top;
      slots[row] = !area[row] && x > -20 && y > -20 && x < width + 20 && y < height + 20 ? slotOf(x, y) : -1;
      px[row] = x;
      py[row] = y;
    }
    if (before?.scale !== scale) nameDiscs();
  };
  /** The first group whose cell lies within three of a point's, and that a test takes. */
  const around = (x, y, test) => {
    for (let line = -3; line <= 3; line++) {
      const start = slotOf(x, y) + line * across - 3;
      for (let slot = start; slot < start + 7; slot++) if (grid[slot] && test(grid[slot])) return grid[slot];
    }
    return null;
  };
  const join = (into, other) => {
    into.count += other.count;
    for (let at = 0; at < into.counts.length; at++) into.counts[at] += other.counts[at];
    into.cells.push(...other.cells);
    grid[other.cells[0]] = undefined;
    [other.count, into.r] = [0, radius(into)];
  };
  /** Puts rows of one cell together; then of two groups that would touch the larger takes the other, until none do. */
  const gatherPoints = () => {
    const { of, classes: { length: kinds } } = store.colours[store.colour];
    const size = across * down;
    const [count, counts, one] = [new Uint32Array(size), new Uint32Array(size * kinds), new Int32Array(size)];
    const [sumX, sumY] = [new Float64Array(size), new Float64Array(size)];
    const used = [];
    for (let at = 0; at < store.rows.length; at++) {
      const row = store.rows[at];
      const slot = slots[row];
      if (slot < 0) continue;
      if (!count[slot]) used.push(slot);
      count[slot]++;
      counts[slot * kinds + of[row]]++;
      sumX[slot] += px[row];
      sumY[slot] += py[row];
      one[slot] = row;
    }
    grid = Array.from({ length: size });
    groups = used.map((slot) => {
      const each = { cells: [slot], row: one[slot], count: count[slot], counts: counts.subarray(slot * kinds, (slot + 1) * kinds),
        x: sumX[slot] / count[slot], y: sumY[slot] / count[slot], area: 0, r: 0 };
      each.r = radius(each);
      grid[slot] = each;
      return each;
    });
    const larger = (a, b) => b.count - a.count || a.cells[0] - b.cells[0];
    for (const start of groups.toSorted(larger)) {
      for (let each = start; each.count;) {
        const me = each;
        const other = around(me.x, me.y, (it) => it !== me && Math.hypot(it.x - me.x, it.y - me.y) < it.r + me.r + GAP);
        if (!other) break;
        const [into, gone] = [me, other].toSorted(larger);
        join(into, gone);
        each = into;
      }
    }
    groups = groups.filter((each) => each.count);
  };
  /** Puts together what is known only to lie somewhere within a disc, and tells those apart in whose disc the whole view lies. */
  const gatherAreas = () => {
    const { of, classes: { length: kinds } } = store.colours[store.colour];
    const found = Array.from({ length: many });
    for (let at = 0; at < store.rows.length; at++) {
      const row = store.rows[at];
      const disc = discs[row];
      if (disc < 0) continue;
      const each = (found[disc] ??= { disc, row, count: 0, counts: new Uint32Array(kinds), area: 1, km: 0, lat: data.lat[row], lon: data.lon[row] });
      each.count++;
      each.counts[of[row]]++;
      if (data.radius[row] > each.km) [each.km, each.lat, each.lon] = [data.radius[row], data.lat[row], data.lon[row]];
    }
    const [left, top, right, bottom] = view.seen;
    [areas, beyond] = [[], []];
    for (const each of found.filter(Boolean).toSorted((a, b) => b.count - a.count || a.disc - b.disc)) {
      [each.cx, each.cy] = view.place(each.lon, each.lat);
      each.r = radius(each);
      each.far = each.km * pixelsPerKm(view, each.lat);
      if (each.cx + each.far < 0 || each.cy + each.far < 0 || each.cx - each.far > view.width || each.cy - each.far > view.height) continue;
      const holds = [left, right].every((x) => [top, bottom].every((y) => Math.hypot(x - each.cx, y - each.cy) < each.far));
      (holds ? beyond : areas).push(each);
    }
  };
  /** Finds room for the number of each disc, where it covers nothing else. */
  const placeAreas = () => {
    const [seenLeft, seenTop, seenRight, seenBottom] = view.seen;
    const found = areas;
    areas = [];
    numbers.clear();
    for (const each of found) {
      const r = each.r + 1;
      let [x, y] = [0, 0];
      const box = [0, 0, 0, 0];
      const meets = (other) => Math.hypot(other.x - x, other.y - y) < other.r + r + 1;
      const clear = ([shareX, shareY, right, below]) => {
        x = each.cx + shareX * each.far + right;
        y = each.cy + shareY * each.far + below;
        if (x < seenLeft + r || y < seenTop + r || x > seenRight - r || y > seenBottom - r) return false;
        [box[0], box[1], box[2], box[3]] = [x - r, y - r, x + r, y + r];
        return numbers.free(box) && room.free(box) && !around(x, y, meets);
      };
      if (!SPOTS.some(clear)) continue; // it has no room at this zoom; the list holds it
      [each.x, each.y] = [x, y];
      numbers.take(box);
      areas.push(each);
    }
  };
  /** The rows of a ring, newest first. */
  const rowsOf = ({ count, row, cells, disc }) => {
    if (count === 1) return [row];
    const inside = cells ? new Set(cells) : null;
    return Array.from(store.rows.filter((each) => (inside ? inside.has(slots[each]) : discs[each] === disc)));
  };
  return {
    /** Gathers what is shown for a view; names that always stand take their room after points and before numbers of areas. */
    gather: (now, between) => {
      locate(now);
      gatherPoints();
      gatherAreas();
      between(groups, beyond.flatMap(rowsOf));
      placeAreas();
      return [groups, areas];
    },
    around,
    rowsOf,
    /** The ring in which a row stands. */
    hostOf: (row) => groups.find(({ cells }) => cells.includes(slots[row])) ?? areas.find(({ disc }) => disc === discs[row]),
    /** Whether a row is one of the points that are on the drawing. */
    stands: (row) => slots[row] >= 0,
  };
};
