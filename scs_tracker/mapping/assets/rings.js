// Which incidents share a mark. Points are put together by a grid, which is also what a click is tested against; those known
// only to lie somewhere in an area share a box, tied by a line to a small square inside the area. Rows are counted at each step of the brush and looked up only when asked for.
const CELL = 22;
const MERGE = 36; // marks of a wide view that are nearer than this are one
const GAP = 4; // pixels between any two marks
const AREA_CELL = 48; // areas whose middles are nearer than this share a box until the reader zooms in
const SAME_NAME = 240; // and of one name also those that are nearer than this
const BOX = 24; // how high the box of an area is

/** Where the box of an area may stand, as an angle and a distance from its middle: nearest first. */
const SPOTS = [34, 42, 52, 62, 74, 86, 100, 115, 130, 147, 165, 185, 205]
  .flatMap((far) => Array.from({ length: 24 }, (_, at) => [((at * 7) % 24) * (Math.PI / 12) - Math.PI / 3, far]));

const openRings = (radius) => {
  const { rows, x: xs, y: ys, area } = data;
  const [slots, discs] = [new Int32Array(rows), new Int32Array(rows)]; // of each row its cell, its disc; -1 where it has none
  const [px, py] = [new Float32Array(rows), new Float32Array(rows)];
  let [view, across, down] = [null, 0, 0];
  let hosts = []; // of each disc a row at the middle that most of its rows have
  let [groups, areas, beyond, grid] = [[], [], [], []];
  const numbers = openRoom(); // of the areas
  const cellOf = (pixel, edge) => Math.floor((pixel + edge) / CELL) - Math.floor(edge / CELL) + 2;
  const slotOf = (x, y) => cellOf(y, view.top) * across + cellOf(x, view.left);
  /** Finds the disc of each row that is only known to lie in one; which share one changes with the zoom alone. */
  const nameDiscs = () => {
    const [known, wide] = [new Map(), view.zoom < 7.5];
    for (let row = 0; row < rows; row++) {
      discs[row] = -1;
      if (!area[row] || !data.placed(row)) continue;
      const name = data.value("place", row) ?? "";
      const side = name ? SAME_NAME : AREA_CELL;
      const key = wide && name ? name : [name, ...[xs, ys].map((all) => Math.floor((all[row] * view.scale) / side))].join(" ");
      if (!known.has(key)) known.set(key, known.size);
      discs[row] = known.get(key);
    }
    const at = Array.from(known, () => new Map()); // of each disc how many rows have which middle
    hosts = [];
    for (let row = 0; row < rows; row++) {
      const disc = discs[row];
      if (disc < 0) continue;
      const middle = xs[row] + 7 * ys[row];
      const count = (at[disc].get(middle) ?? 0) + 1;
      at[disc].set(middle, count);
      if (count > (hosts[disc]?.count ?? 0)) hosts[disc] = { row, count };
    }
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
    into.act = Math.min(into.act, other.act);
    grid[other.cells[0]] = undefined;
    [other.count, into.r] = [0, radius(into)];
  };
  /** Puts rows of one cell together; then of two groups that would touch the larger takes the other, until none do. */
  const gatherPoints = () => {
    const { of, classes: { length: kinds } } = store.colours[store.colour];
    const size = across * down;
    const [count, counts, one] = [new Uint32Array(size), new Uint32Array(size * kinds), new Int32Array(size)];
    const acts = new Uint8Array(size).fill(255);
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
      if (data.gravest[row] < acts[slot]) acts[slot] = data.gravest[row];
    }
    grid = Array.from({ length: size });
    groups = used.map((slot) => {
      const each = { cells: [slot], row: one[slot], count: count[slot], counts: counts.subarray(slot * kinds, (slot + 1) * kinds),
        x: sumX[slot] / count[slot], y: sumY[slot] / count[slot], area: 0, r: 0, act: acts[slot] };
      each.r = radius(each);
      grid[slot] = each;
      return each;
    });
    const larger = (a, b) => b.count - a.count || a.cells[0] - b.cells[0];
    for (const start of groups.toSorted(larger)) {
      for (let each = start; each.count;) {
        const me = each;
        const apart = view.zoom < 7.5 ? MERGE : 24;
        const other = around(me.x, me.y, (it) => it !== me && Math.hypot(it.x - me.x, it.y - me.y) < Math.max(apart, it.r + me.r + GAP));
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
    const found = Array.from(hosts, () => null);
    for (let at = 0; at < store.rows.length; at++) {
      const row = store.rows[at];
      const disc = discs[row];
      if (disc < 0) continue;
      const each = (found[disc] ??= { disc, row, count: 0, counts: new Uint32Array(kinds), area: 1, places: new Map() });
      each.count++;
      each.counts[of[row]]++;
      const place = data.value("place", row) ?? "";
      each.places.set(place, (each.places.get(place) ?? 0) + 1);
    }
    const [left, top, right, bottom] = view.seen;
    [areas, beyond] = [[], []];
    for (const each of found.filter(Boolean).toSorted((a, b) => b.count - a.count || a.disc - b.disc)) {
      each.host = each.count > 1 ? hosts[each.disc].row : each.row; // the row whose area is drawn for all
      [each.cx, each.cy] = [px[each.host], py[each.host]];
      each.name = [...each.places].toSorted((a, b) => b[1] - a[1])[0][0];
      each.far = data.radius[each.host] * pixelsPerKm(view, data.lat[each.host]);
      if (each.cx + each.far < 0 || each.cy + each.far < 0 || each.cx - each.far > view.width || each.cy - each.far > view.height) continue;
      const holds = [left, right].every((x) => [top, bottom].every((y) => Math.hypot(x - each.cx, y - each.cy) < each.far));
      (holds ? beyond : areas).push(each);
    }
  };
  /** Finds room for the box of each area, where it covers nothing else; what finds none joins those that are not drawn. */
  const placeAreas = (widthOf, most) => {
    const [seenLeft, seenTop, seenRight, seenBottom] = view.seen;
    const candidates = areas;
    const spots = SPOTS.filter(([, far]) => far < (seenRight - seenLeft) / 3); // a line across half a phone ties nothing
    areas = [];
    numbers.clear();
    /** Small boxes along the line from an area's square to its box, which no other box or name may cross. */
    const leader = ({ cx, cy, box: [left, top, right, bottom] }) => {
      const [x, y] = [Math.max(left, Math.min(cx, right)) - cx, Math.max(top, Math.min(cy, bottom)) - cy];
      const length = Math.hypot(x, y);
      return Array.from({ length: Math.max(0, Math.floor((length - 9) / 9)) }, (_, at) => (9 * (at + 1)) / length)
        .map((share) => [cx + share * x - 1, cy + share * y - 1, cx + share * x + 1, cy + share * y + 1]);
    };
    const inMark = ([x, y]) => groups.some((each) => Math.hypot(each.x - x, each.y - y) < each.r + 3);
    const anchor = ({ cx, cy }) => [cx - 5, cy - 5, cx + 5, cy + 5];
    for (const each of candidates.slice(0, most + 2)) numbers.take(anchor(each));
    for (const each of candidates) {
      const [width, high] = [widthOf(each), BOX / 2];
      const seen = each.cx > seenLeft && each.cy > seenTop && each.cx < seenRight && each.cy < seenBottom;
      const fits = (clear) => spots.find(([angle, far]) => {
        const [x, y] = [each.cx + far * 1.3 * Math.cos(angle), each.cy + far * Math.sin(angle)];
        each.box = [x - width / 2, y - high, x + width / 2, y + high];
        const inside = each.box[0] > seenLeft + 4 && each.box[1] > seenTop + 4 && each.box[2] < seenRight - 4 && each.box[3] < seenBottom - 4;
        if (!inside || !numbers.free(each.box) || !room.free(each.box)) return false;
        each.lead = leader(each);
        return clear(each.lead);
      });
      const covered = areas.some(({ box: [a, b, c, d] }) => each.cx > a - 5 && each.cx < c + 5 && each.cy > b - 5 && each.cy < d + 5);
      const spot = areas.length < most && seen && !covered && (fits((lead) => lead.every((dot) => numbers.free(dot) && (room.free(dot) || inMark(dot)))) // a line that crosses nothing
        ?? fits((lead) => lead.every(numbers.free))); // or no other box
      if (!spot) {
        beyond.push(each);
        continue;
      }
      [each.x, each.y] = [(each.box[0] + each.box[2]) / 2, (each.box[1] + each.box[3]) / 2];
      for (const dot of [each.box, ...each.lead]) numbers.take(dot);
      areas.push(each);
    }
    for (const each of areas) room.take(each.box);
  };
  /** The rows of a ring, newest first. */
  const rowsOf = ({ count, row, cells, disc }) => {
    if (count === 1) return [row];
    const inside = cells ? new Set(cells) : null;
    return Array.from(store.rows.filter((each) => (inside ? inside.has(slots[each]) : discs[each] === disc)));
  };
  return {
    /** Gathers what is shown for a view; names that always stand take their room after marks and before boxes of areas. */
    gather: (now, between, widthOf, most) => {
      locate(now);
      gatherPoints();
      gatherAreas();
      between(groups);
      placeAreas(widthOf, most);
      return [groups, areas, beyond];
    },
    around,
    rowsOf,
    /** The ring in which a row stands. */
    hostOf: (row) => groups.find(({ cells }) => cells.includes(slots[row])) ?? areas.find(({ disc }) => disc === discs[row]),
    /** Whether a row is one of the points that are on the drawing. */
    stands: (row) => slots[row] >= 0,
  };
};
