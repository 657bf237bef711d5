// The timeline: a histogram that is also the brush. Dates are whole days counted in UTC, so no time zone moves them.
const UNITS = { day: 1, week: 7, month: 30.4, year: 365.25 };

const openBrush = (place, events) => {
  place.hidden = !data.rows;
  const canvas = el("canvas", { role: "img" });
  const slider = (name) =>
    el("div", { role: "slider", tabindex: 0, class: name, "aria-label": say(`time_${name}`), keydown: (event) => onKey(event, name) });
  const [from, to, middle] = ["from", "to", "window"].map(slider);
  const tip = el("div", { class: "tip", hidden: true });
  const chart = el("div", { class: "chart" }, canvas, middle, from, to, tip);
  const period = el("output", { class: "period" });
  const option = (unit) => el("option", { value: unit, selected: unit === "month" }, say(unit));
  const step = el("select", { "aria-label": say("step") }, Object.keys(UNITS).map(option));
  const player = openPlay(() => step.value, (units) => move(units));
  const cumulative = el("input", { type: "checkbox", change: () => { store.cumulative = cumulative.checked; move(0); } });
  const zoom = sign("⤢", "zoom_axis", () => { axis = axis ? null : [...store.range]; draw(true); }, { class: "sign axis" });
  place.append(el("div", { class: "row" }, sign("◂", "step_back", () => move(-1)), player.play, sign("▸", "step_forward", () => move(1)),
    step, player.speed, check(cumulative, say("cumulative")), period, zoom,
    settings.opens !== null && button("opening_time", () => store.setRange(...store.opening)), button("reset_time", () => store.setRange(...store.domain))), chart);
  let axis = null; // what part of the time is drawn, when it is not all
  let bins = [];
  let wide = new Map(); // lines below the bars: first and last day to a number of incidents
  let unit = "year";
  let drag = null;
  let [width, height] = [0, 0];
  const [oldest, newest] = store.domain;
  const margin = Math.max(0, Math.ceil((14 - newest + oldest) / 2)); // so that a single day is not drawn as a wall
  const ends = () => axis ?? [oldest - margin, newest + margin];
  const length = () => ends()[1] + 1 - ends()[0];
  const toX = (day) => ((day - ends()[0]) / length()) * width;
  const dayAt = (x) => Math.floor(ends()[0] + (x / width) * length());
  /** Counts what passes the other filters; a date that is wider than a bar becomes a line below the bars. */
  const count = () => {
    const [start, end] = ends();
    const { classes, of } = store.colours[store.colour];
    unit = Object.keys(UNITS).find((name) => (width * UNITS[name]) / length() >= 3) ?? "year";
    bins = [];
    for (let day = floor(start, unit); day <= end; day = bins.at(-1).next) {
      bins.push({ day, next: floor(day, unit, 1), total: 0, counts: new Uint32Array(classes.length) });
    }
    wide = new Map();
    const binOf = new Uint16Array(end + 1 - start);
    bins.forEach(({ day, next }, at) => binOf.fill(at, Math.max(0, day - start), next - start));
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
    const { classes } = store.colours[store.colour];
    const [base, top] = [height - 26, 12];
    const most = bins.reduce((sum, bin) => Math.max(sum, bin.total), 0);
    const [a, b] = store.range;
    for (const { day, next, counts } of bins) {
      const [x, across] = [toX(day), Math.max(1, toX(next) - toX(day) - 1)];
      let y = base;
      pen.globalAlpha = next > a && day <= b ? 1 : 0.28;
      counts.forEach((number, at) => {
        pen.fillStyle = classes[at].colour;
        pen.fillRect(x, y - (number / most) * (base - top), across, (number / most) * (base - top));
        y -= (number / most) * (base - top);
      });
    }
    pen.fillStyle = theme.muted;
    for (const [key, number] of wide) {
      const [first, last] = key.split(" ").map(Number);
      pen.globalAlpha = Math.min(0.9, 0.3 + number * 0.12) * (last >= a && first <= b ? 1 : 0.4);
      pen.fillRect(toX(first), base + 2 + (Math.abs(first) % 3) * 2, Math.max(2, toX(last + 1) - toX(first)), 1.5);
    }
    pen.globalAlpha = 1;
    pen.fillRect(0, base, width, 1);
    drawAxis(pen, most);
    pen.fillStyle = theme.accent;
    for (const { first } of events) pen.fill(new Path2D(`M${toX(first) - 3} 1h6l-3 7Z`));
    setSliders(a, b);
  };
  const drawAxis = (pen, most) => {
    const year = (width / length()) * 365.25;
    const every = [1, 2, 5, 10, 20, 50, 100].find((years) => years * year > 44) ?? 500;
    const [name, digits, each] = [["day", 10, 1, 27_000], ["week", 10, 1, 3900], ["month", 7, 1, 700], ["month", 7, 3, 220]]
      .find(([, , , least]) => year > least) ?? ["year", 4, every];
    [pen.font, pen.fillStyle] = ["11px system-ui, sans-serif", theme.ink];
    let free = 0;
    for (let day = floor(ends()[0], name); day <= ends()[1]; day = floor(day, name, 1)) {
      const [text, x] = [iso(day).slice(0, digits), toX(day)];
      if ((digits === 4 ? Number(text) : Number(text.slice(5, 7)) - 1) % each || x < free || x > width - 8 * digits) continue;
      pen.fillText(text, x + 2, height - 4);
      pen.fillRect(x, height - 26, 1, 5);
      free = x + pen.measureText(text).width + 10;
    }
    const peak = most ? say("most", { most, unit: say(unit) }) : "";
    [pen.strokeStyle, pen.lineWidth] = [theme.panel, 3];
    for (const write of ["strokeText", "fillText"]) pen[write](peak, 10, 22);
  };
  const setSliders = (a, b) => {
    const [left, right] = [toX(a), toX(b + 1)].map((x) => Math.max(0, Math.min(width, x)));
    from.style.left = middle.style.left = `${left}px`;
    to.style.left = `${right}px`;
    middle.style.width = `${right - left}px`;
    period.textContent = `${iso(a)} – ${iso(b)}`;
    for (const [node, day, text] of [[from, a, iso(a)], [to, b, iso(b)], [middle, a, period.textContent]]) {
      const values = { valuemin: oldest, valuemax: newest, valuenow: day, valuetext: text };
      for (const [name, value] of Object.entries(values)) node.setAttribute(`aria-${name}`, value);
    }
    cumulative.checked = store.cumulative;
    zoom.setAttribute("aria-pressed", String(Boolean(axis)));
    canvas.setAttribute("aria-label", say("histogram", { unit: say(unit) }));
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
    event.clientY - chart.getBoundingClientRect().top < 12 && events.find(({ first }) => Math.abs(toX(first) - x) < 5);
  const xOf = (event) => Math.max(0, Math.min(width - 0.01, event.clientX - chart.getBoundingClientRect().left));
  chart.addEventListener("pointerdown", (event) => {
    const [x, [a, b]] = [xOf(event), store.range];
    const [left, right] = [toX(a), toX(b + 1)];
    const all = a <= Math.max(ends()[0], oldest) && b >= Math.min(ends()[1], newest);
    const near = Math.min(Math.abs(x - left), Math.abs(x - right)) < 12;
    const tick = tickAt(event, x);
    if (tick) showEvent(tick);
    else if (near) drag = { edge: Math.abs(x - left) < Math.abs(x - right) ? b : a };
    else if (!all && x > left && x < right) drag = { x, a, b };
    else drag = { edge: dayAt(x) };
    if (drag) chart.setPointerCapture(event.pointerId);
  });
  chart.addEventListener("pointermove", (event) => {
    const x = xOf(event);
    if (!drag) {
      const tick = tickAt(event, x);
      tip.hidden = !tick;
      if (tick) tip.replaceChildren(bdi(`${tick.date_start} · ${tick.title}`));
      tip.style.left = `${Math.max(0, Math.min(x, width - 240))}px`;
    } else if (drag.edge === undefined) {
      const days = Math.round(((x - drag.x) / width) * length());
      const shift = Math.max(oldest - drag.a, Math.min(newest - drag.b, days));
      store.setRange(drag.a + shift, drag.b + shift);
    } else store.setRange(store.cumulative ? oldest : Math.min(drag.edge, dayAt(x)), Math.max(drag.edge, dayAt(x)));
  });
  for (const name of ["pointerup", "pointercancel"]) chart.addEventListener(name, () => { drag = null; });
  chart.addEventListener("pointerleave", () => { tip.hidden = true; });
  const resize = () => { [width, height] = [chart.clientWidth, chart.clientHeight]; draw(true); };
  new ResizeObserver(resize).observe(chart);
  store.listen("time", () => draw(false));
  store.listen("filter colour theme", resize);
};
