// The time: bars that can be pressed, handles, and two fields of dates. Decades before the period of opening get a fifth of the width.
// Dates are whole days counted in UTC, so no time zone moves them.
const UNITS = { day: 1, week: 7, month: 30.4, year: 365.25 };
const EARLY = 0.2; // of the width, for what lies before the break

const openBrush = (place, events) => {
  place.hidden = !data.rows;
  const canvas = el("canvas", { role: "img" });
  const slider = (name) =>
    el("div", { role: "slider", tabindex: 0, class: name, "aria-label": say(`time_${name}`), keydown: (event) => onKey(event, name) });
  const [from, to, middle] = ["from", "to", "window"].map(slider);
  const tip = el("div", { class: "tip", hidden: true });
  const chart = el("div", { class: "chart" }, canvas, middle, from, to, tip);
  const [oldest, newest] = store.domain;
  const field = (name, at) => el("input", { type: "date", "aria-label": say(`time_${name}`), min: iso(oldest), max: iso(newest), change: ({ target }) => {
    const day = toDay(target.value);
    if (!Number.isFinite(day)) return setSliders(...store.range);
    return store.setRange(...(at ? [Math.min(store.range[0], day), day] : [day, Math.max(store.range[1], day)]));
  } });
  const fields = [field("from", 0), field("to", 1)];
  const option = (unit) => el("option", { value: unit, selected: unit === "month" }, say(unit));
  const step = el("select", { "aria-label": say("step") }, Object.keys(UNITS).map(option));
  const player = openPlay(() => step.value, (units) => move(units));
  const cumulative = el("input", { type: "checkbox", change: () => { store.cumulative = cumulative.checked; move(0); } });
  const zoom = sign("⤢", "zoom_axis", () => { axis = axis ? null : [...store.range]; draw(true); }, { class: "sign axis" });
  const period = el("output", { class: "period" });
  place.append(el("div", { class: "row" }, player.play, fields[0], el("span", {}, "–"), fields[1], sign("‹", "step_back", () => move(-1)), sign("›", "step_forward", () => move(1)),
    step, player.speed, check(cumulative, say("cumulative")), zoom,
    settings.opens !== null && button("opening_time", () => store.setRange(...store.opening)), button("reset_time", () => store.setRange(...store.domain)), period), chart);
  let axis = null; // what part of the time is drawn, when it is not all
  let bins = [];
  let wide = new Map(); // lines below the bars: first and last day to a number of incidents
  let unit = "year";
  let drag = null;
  let [width, height] = [0, 0];
  const margin = Math.max(0, Math.ceil((14 - newest + oldest) / 2)); // so that a single day is not drawn as a wall
  const tail = floor(newest, "year", 1) - 1; // the year goes on after the record's end
  const broken = settings.opens !== null && store.opening[0] - oldest > 3652 ? store.opening[0] : null;
  const drawn = () => axis ?? [oldest - margin, newest - oldest < 400 ? newest + margin : tail];
  const breakAt = () => (axis ? null : broken);
  const toX = (day) => {
    const [start, end] = drawn();
    const border = breakAt();
    if (border === null) return ((day - start) / (end + 1 - start)) * width;
    return day < border ? ((day - start) / (border - start)) * EARLY * width
      : (EARLY + ((day - border) / (end + 1 - border)) * (1 - EARLY)) * width;
  };
  const dayAt = (x) => {
    const [start, end] = drawn();
    const border = breakAt();
    const share = x / width;
    if (border === null) return Math.floor(start + share * (end + 1 - start));
    return Math.floor(share < EARLY ? start + (share / EARLY) * (border - start) : border + ((share - EARLY) / (1 - EARLY)) * (end + 1 - border));
  };
  /** Where the next bar begins: five years further on before the break, a unit after it. */
  const next = (day) => {
    const border = breakAt();
    if (border === null || day >= border) return floor(day, unit, 1);
    const year = Number(iso(day).slice(0, 4));
    return Math.min(border, floor(day, "year", 5 - (year % 5)));
  };
  /** Counts what passes the other filters; a date that is wider than a bar becomes a line below the bars. */
  const count = () => {
    const [start, end] = drawn();
    const { classes, of } = store.colours[store.colour];
    const fine = breakAt() ?? start;
    unit = Object.keys(UNITS).find((name) => (UNITS[name] * (width - toX(fine))) / (end + 1 - fine) >= 12) ?? "year";
    bins = [];
    for (let day = breakAt() === null ? floor(start, unit) : start; day <= end; day = bins.at(-1).next) {
      bins.push({ day, next: next(day), total: 0, counts: new Uint32Array(classes.length) });
    }
    wide = new Map();
    const binOf = new Uint16Array(end + 1 - start);
    bins.forEach(({ day, next: after }, at) => binOf.fill(at, Math.max(0, day - start), after - start));
    for (let row = 0; row < data.rows; row++) {
      const [first, last] = [data.first[row], data.last[row]];
      if (!store.matches(row) || last < start || first > end) continue;
      const bin = bins[binOf[Math.max(0, first - start)]];
      if (last >= bin.next) wide.set(`${first} ${last}`, (wide.get(`${first} ${last}`) ?? 0) + 1);
      if (first < start || (last >= bin.next && data.partial[row])) continue;
      bin.counts[of[row]]++;
      bin.total++;
    }
  };
  const draw = (again) => {
    if (!width) return;
    if (again) count();
    const pen = penOf(canvas, width, height);
    const [base, top] = [height - 22, 32];
    const most = bins.reduce((sum, bin) => Math.max(sum, bin.total), 0);
    const [a, b] = store.range;
    const told = store.told && bins.find(({ day, next: after }) => day <= store.told && after > store.told);
    [pen.fillStyle, pen.globalAlpha] = [theme.told, 0.08];
    pen.fillRect(toX(a), top - 10, toX(b + 1) - toX(a), base - top + 10);
    for (const bin of bins) {
      const [x, across] = [toX(bin.day), Math.max(1, toX(bin.next) - toX(bin.day) - 1.5)];
      const high = most ? (bin.total / most) * (base - top) : 0;
      pen.globalAlpha = bin.next > a && bin.day <= b ? 1 : 0.4;
      pen.fillStyle = bin === told ? theme.told : theme.bar;
      pen.fillRect(x, base - high, across, high);
      if (bin !== told && !(bin.total === most && most > 1)) continue;
      [pen.font, pen.textAlign, pen.fillStyle] = ["600 11px system-ui, sans-serif", "center", theme.ink];
      pen.fillText(figure(bin.total), x + across / 2, base - high - 3);
      pen.textAlign = "start";
    }
    pen.fillStyle = theme.muted;
    for (const [key, number] of wide) {
      const [first, last] = key.split(" ").map(Number);
      pen.globalAlpha = Math.min(0.9, 0.3 + number * 0.12) * (last >= a && first <= b ? 1 : 0.4);
      pen.fillRect(toX(first), base + 2 + (Math.abs(first) % 3) * 2, Math.max(2, toX(last + 1) - toX(first)), 1.5);
    }
    pen.globalAlpha = 1;
    pen.fillRect(0, base, width, 1);
    drawEnd(pen, base);
    drawAxis(pen);
    pen.fillStyle = theme.accent;
    for (const { first } of events) if (first >= drawn()[0]) pen.fill(new Path2D(`M${toX(first) - 3} 1h6l-3 6Z`));
    setSliders(a, b);
  };
  /** Slanted lines after the last day of the record, where there is no data, and a stroke where the scale of time breaks. */
  const drawEnd = (pen, base) => {
    const [x, right] = [toX(newest + 1), toX(drawn()[1] + 1)];
    if (right - x > 2) {
      pen.save();
      pen.beginPath();
      pen.rect(x, 22, right - x, base - 22);
      pen.clip();
      pen.beginPath();
      for (let at = x - base; at < right; at += 7) {
        pen.moveTo(at, base);
        pen.lineTo(at + base, 0);
      }
      [pen.strokeStyle, pen.lineWidth] = [theme.edge, 1];
      pen.stroke();
      pen.restore();
      pen.fillStyle = theme.ends;
      pen.fillRect(x, 9, 1.5, base - 9);
    }
    [pen.font, pen.fillStyle, pen.textAlign] = ["600 11.5px system-ui, sans-serif", theme.ends, "right"];
    pen.fillText(say("record_ends", { day: iso(newest) }), Math.min(x - 4, width), 18);
    pen.textAlign = "start";
    if (breakAt() === null) return;
    [pen.strokeStyle, pen.lineWidth] = [theme.panel, 7];
    for (const [colour, thick] of [[theme.panel, 7], [theme.ink, 1.2]]) {
      [pen.strokeStyle, pen.lineWidth] = [colour, thick];
      for (const by of thick > 2 ? [0] : [-3, 3]) {
        pen.beginPath();
        pen.moveTo(EARLY * width + by - 3, base + 5);
        pen.lineTo(EARLY * width + by + 3, base - 5);
        pen.stroke();
      }
    }
  };
  const drawAxis = (pen) => {
    const [start, end] = drawn();
    const fine = breakAt() ?? start;
    const year = ((width - toX(fine)) / (end + 1 - fine)) * 365.25;
    const every = [1, 2, 5, 10, 20, 50, 100].find((years) => years * year > 44) ?? 500;
    const [name, digits, each] = [["day", 10, 1, 27_000], ["week", 10, 1, 3900], ["month", 7, 1, 700], ["month", 7, 3, 220]]
      .find(([, , , least]) => year > least) ?? ["year", 4, every];
    [pen.font, pen.fillStyle] = ["11px system-ui, sans-serif", theme.ink];
    if (breakAt() !== null) pen.fillText(iso(start).slice(0, 4), 2, height - 4);
    let free = breakAt() === null ? 0 : EARLY * width;
    for (let day = floor(fine, name); day <= end; day = floor(day, name, 1)) {
      const [text, x] = [iso(day).slice(0, digits), toX(day)];
      if ((digits === 4 ? Number(text) : Number(text.slice(5, 7)) - 1) % each || x < free || x > width - 7 * digits) continue;
      pen.fillText(text, x + 2, height - 4);
      pen.fillRect(x, height - 22, 1, 5);
      free = x + pen.measureText(text).width + 10;
    }
  };
  const setSliders = (a, b) => {
    const [left, right] = [toX(a), toX(b + 1)].map((x) => Math.max(0, Math.min(width, x)));
    from.style.left = middle.style.left = `${left}px`;
    to.style.left = `${right}px`;
    middle.style.width = `${right - left}px`;
    period.textContent = `${iso(a)} – ${iso(b)}`;
    fields.forEach((each, at) => { each.value = iso([a, b][at]); });
    for (const [node, day, text] of [[from, a, iso(a)], [to, b, iso(b)], [middle, a, period.textContent]]) {
      const values = { valuemin: oldest, valuemax: newest, valuenow: day, valuetext: text };
      for (const [name, value] of Object.entries(values)) node.setAttribute(`aria-${name}`, value);
    }
    cumulative.checked = store.cumulative;
    zoom.setAttribute("aria-pressed", String(Boolean(axis)));
    canvas.setAttribute("aria-label", `${say("histogram", { unit: say(unit) })}; ${say("record_ends", { day: iso(newest) })}`);
  };
  const move = (units, name = step.value) => {
    const [a, b] = store.range;
    const start = store.cumulative ? oldest : floor(a, name, units);
    const end = floor(b + 1, name, units) - 1;
    if (!units) store.setRange(store.cumulative ? start : a, b);
    else if (end >= oldest && start <= newest) store.setRange(start, Math.max(start, end));
  };
  const onKey = (event, name) => {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -12, PageUp: 12 }[event.key];
    const [[a, b], home] = [store.range, event.key === "Home"];
    if (!by && !home && event.key !== "End") return;
    event.preventDefault();
    if (name === "window") {
      if (by) move(by);
      else move(home ? oldest - a : newest - b, "day");
    } else if (name === "from") store.setRange(by ? Math.min(floor(a, step.value, by), b) : home ? oldest : b, b);
    else store.setRange(a, by ? Math.max(floor(b + 1, step.value, by) - 1, a) : home ? a : newest);
  };
  const tickAt = (event, x) =>
    event.clientY - chart.getBoundingClientRect().top < 9 && events.find(({ first }) => Math.abs(toX(first) - x) < 5);
  const xOf = (event) => Math.max(0, Math.min(width - 0.01, event.clientX - chart.getBoundingClientRect().left));
  /** A press on a bar shows its time alone; on the one bar that is shown, the time of opening again. */
  const press = (x) => {
    const bin = bins.find(({ day, next: after }) => toX(day) <= x && x < toX(after));
    if (!bin) return;
    const [a, b] = [Math.max(oldest, bin.day), Math.min(newest, bin.next - 1)];
    if (store.range[0] === a && store.range[1] === b) store.setRange(...store.opening);
    else if (a <= b) store.setRange(a, b);
  };
  chart.addEventListener("pointerdown", (event) => {
    const [x, [a, b]] = [xOf(event), store.range];
    const [left, right] = [toX(a), toX(b + 1)];
    const nearest = Math.min(Math.abs(x - left), Math.abs(x - right)) < 9;
    const tick = tickAt(event, x);
    if (tick) showEvent(tick);
    else if (nearest) drag = { edge: Math.abs(x - left) < Math.abs(x - right) ? b : a };
    else if (x > left && x < right && (a > oldest || b < newest) && b - a < (newest - oldest) * 0.5) drag = { x, a, b };
    else drag = { edge: dayAt(x) };
    if (!drag) return;
    drag.start = x;
    drag.still = !nearest;
    chart.setPointerCapture(event.pointerId);
  });
  chart.addEventListener("pointermove", (event) => {
    const x = xOf(event);
    if (!drag) {
      const tick = tickAt(event, x);
      const bin = bins.find(({ day, next: after }) => toX(day) <= x && x < toX(after));
      tip.hidden = !tick && !bin?.total;
      if (tick) tip.replaceChildren(bdi(`${tick.date_start} · ${tick.title}`));
      else if (bin) tip.replaceChildren(`${iso(bin.day)} – ${iso(Math.min(newest, bin.next - 1))}: ${figure(bin.total)}`);
      tip.style.left = `${Math.max(0, Math.min(x, width - 240))}px`;
      return;
    }
    if (drag.still && Math.abs(x - drag.start) < 4) return;
    drag.still = false;
    if (drag.edge === undefined) {
      const days = dayAt(x) - dayAt(drag.x);
      const shift = Math.max(oldest - drag.a, Math.min(newest - drag.b, days));
      store.setRange(drag.a + shift, drag.b + shift);
    } else store.setRange(store.cumulative ? oldest : Math.min(drag.edge, dayAt(x)), Math.max(drag.edge, dayAt(x)));
  });
  chart.addEventListener("pointerup", () => {
    if (drag?.still) press(drag.start);
    drag = null;
  });
  chart.addEventListener("pointercancel", () => { drag = null; });
  chart.addEventListener("pointerleave", () => { tip.hidden = true; });
  const resize = () => { [width, height] = [chart.clientWidth, chart.clientHeight]; draw(true); };
  new ResizeObserver(resize).observe(chart);
  store.listen("time", () => draw(false));
  store.listen("filter colour theme", resize);
};
