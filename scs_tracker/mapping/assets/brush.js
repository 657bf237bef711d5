"use strict";
// The timeline: a histogram that is also the brush. Dates are whole days counted in UTC, so no time zone moves them.

scs.parts.brush = (store, place, events) => {
  const { data } = store;
  const canvas = scs.el("canvas", { role: "img" });
  const grip = (key, attributes) => scs.el("div", { role: "slider", tabindex: 0, class: key, "aria-label": scs.text(`time_${key}`), ...attributes });
  const [from, to, window_] = ["from", "to", "window"].map((key) => grip(key, { keydown: (event) => keys(event, key) }));
  const tip = scs.el("div", { class: "tip", hidden: true });
  const chart = scs.el("div", { class: "chart" }, canvas, window_, from, to, tip);
  const said = scs.el("output", { class: "period" });
  const step = scs.el("select", { "aria-label": scs.text("step") }, ["day", "week", "month", "year"].map((unit) => scs.el("option", { value: unit, selected: unit === "month" }, scs.text(unit))));
  const play = scs.sign("▶", "play", () => toggle());
  const cumulative = scs.el("input", { type: "checkbox", change: () => { store.cumulative = cumulative.checked; move(0); } });
  const zoom = scs.sign("⤢", "zoom_axis", () => { axis = axis ? null : [...store.range]; count(); draw(); }, { "aria-pressed": "false" });
  place.append(
    scs.el("div", { class: "row" }, scs.sign("◂", "step_back", () => move(-1)), play, scs.sign("▸", "step_forward", () => move(1)), step,
      scs.el("label", { class: "check" }, cumulative, scs.text("cumulative")), said, zoom, scs.button("reset_time", () => store.setRange(...store.domain))),
    chart);

  let axis = null;
  let bins = [];
  let spans = [];
  let unit = "year";
  let timer = 0;
  let size = { width: 0, height: 0 };

  const view = () => axis ?? store.domain;
  const toX = (day) => ((day - view()[0]) / (view()[1] + 1 - view()[0])) * size.width;
  const toDay = (x) => Math.floor(view()[0] + (x / size.width) * (view()[1] + 1 - view()[0]));

  /** Counts what passes the other filters; a date that is wider than a bar becomes a line below the bars. */
  const count = () => {
    const [start, end] = view();
    const days = { day: 1, week: 7, month: 30.4, year: 365.25 };
    unit = Object.keys(days).find((name) => (size.width * days[name]) / (end + 1 - start) >= 3) ?? "year";
    const classes = store.colours[store.colour].classes.length;
    const { of } = store.colours[store.colour];
    const edges = [];
    for (let day = scs.floor(start, unit); day <= end; day = scs.floor(day, unit, 1)) edges.push(day);
    bins = edges.map((day, at) => ({ first: day, next: edges[at + 1] ?? scs.floor(day, unit, 1), counts: new Uint32Array(classes), total: 0 }));
    spans = new Map();
    const at = (day) => {
      let [low, high] = [0, edges.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (edges[middle] <= day) low = middle;
        else high = middle - 1;
      }
      return low;
    };
    for (let row = 0; row < data.rows; row++) {
      if (!store.matching[row] || data.last[row] < start || data.first[row] > end) continue;
      const bin = bins[at(data.first[row])];
      const wide = data.last[row] >= bin.next;
      if (wide) {
        const key = data.first[row] * 1e6 + data.last[row];
        spans.set(key, (spans.get(key) ?? 0) + 1);
      }
      if (wide && data.partial[row]) continue;
      bin.counts[of[row]]++;
      bin.total++;
    }
  };
  const draw = () => {
    const ratio = window.devicePixelRatio || 1;
    [canvas.width, canvas.height] = [size.width * ratio, size.height * ratio];
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { classes } = store.colours[store.colour];
    const [base, top] = [size.height - 26, 12];
    const most = Math.max(1, ...bins.map((bin) => bin.total));
    const [a, b] = store.range;
    for (const bin of bins) {
      const [x, width] = [toX(bin.first), Math.max(1, toX(bin.next) - toX(bin.first) - 1)];
      pen.globalAlpha = bin.next > a && bin.first <= b ? 1 : 0.28;
      let y = base;
      bin.counts.forEach((number, at) => {
        const height = (number / most) * (base - top);
        pen.fillStyle = classes[at].colour;
        pen.fillRect(x, y - height, width, height);
        y -= height;
      });
    }
    pen.fillStyle = scs.theme.muted;
    for (const [key, number] of spans) {
      const first = Math.floor(key / 1e6);
      const last = key - first * 1e6;
      pen.globalAlpha = Math.min(0.9, 0.25 + number * 0.12) * (last >= a && first <= b ? 1 : 0.4);
      pen.fillRect(toX(first), base + 2 + (first % 3) * 2, Math.max(1.5, toX(last + 1) - toX(first)), 1.5);
    }
    pen.globalAlpha = 1;
    pen.strokeStyle = scs.theme.muted;
    pen.beginPath();
    pen.moveTo(0, base + 0.5);
    pen.lineTo(size.width, base + 0.5);
    pen.stroke();
    pen.fillStyle = scs.theme.accent;
    for (const event of events) {
      const x = toX(event.first);
      pen.beginPath();
      pen.moveTo(x - 3, 1);
      pen.lineTo(x + 3, 1);
      pen.lineTo(x, 8);
      pen.fill();
    }
    labels(pen);
    pen.textAlign = "right";
    pen.fillText(String(most), size.width - 2, top + 9);
    place_(a, b);
  };
  const labels = (pen) => {
    const [start, end] = view();
    pen.font = "11px system-ui, sans-serif";
    pen.fillStyle = scs.theme.ink;
    pen.textAlign = "left";
    const length = (size.width / (end + 1 - start)) * 365.25;
    const [name, every] = length > 700 ? ["month", 1] : length > 220 ? ["month", 3] : ["year", [1, 2, 5, 10, 20, 50].find((years) => years * length > 44) ?? 100];
    let free = -Infinity;
    for (let day = scs.floor(start, name); day <= end; day = scs.floor(day, name, 1)) {
      const iso = scs.iso(day);
      if (name === "year" ? Number(iso.slice(0, 4)) % every : (Number(iso.slice(5, 7)) - 1) % every) continue;
      const x = toX(day);
      if (x < free || x < 0 || x > size.width - 30) continue;
      const text = iso.slice(0, name === "year" ? 4 : 7);
      pen.fillText(text, x + 2, size.height - 4);
      pen.fillRect(x, size.height - 26, 1, 5);
      free = x + pen.measureText(text).width + 10;
    }
  };
  const place_ = (a, b) => {
    const [left, right] = [Math.max(0, toX(a)), Math.min(size.width, toX(b + 1))];
    from.style.left = `${left}px`;
    to.style.left = `${right}px`;
    window_.style.left = `${left}px`;
    window_.style.width = `${Math.max(0, right - left)}px`;
    for (const [node, day] of [[from, a], [to, b], [window_, a]]) {
      node.setAttribute("aria-valuemin", store.domain[0]);
      node.setAttribute("aria-valuemax", store.domain[1]);
      node.setAttribute("aria-valuenow", day);
      node.setAttribute("aria-valuetext", node === window_ ? `${scs.iso(a)} – ${scs.iso(b)}` : scs.iso(day));
    }
    said.textContent = `${scs.iso(a)} – ${scs.iso(b)}`;
    zoom.setAttribute("aria-pressed", String(Boolean(axis)));
    canvas.setAttribute("aria-label", scs.text("histogram", { unit: scs.text(unit) }));
  };

  const move = (units, name = step.value) => {
    const [a, b] = store.range;
    const end = units ? scs.floor(b + 1, name, units) - 1 : b;
    const start = store.cumulative ? store.domain[0] : units ? scs.floor(a, name, units) : a;
    if (end >= store.domain[0] && start <= store.domain[1]) store.setRange(start, Math.max(start, end));
  };
  const keys = (event, which) => {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -12, PageUp: 12 }[event.key];
    const [a, b] = store.range;
    if (event.key === "Home" || event.key === "End") {
      const day = store.domain[event.key === "Home" ? 0 : 1];
      if (which === "from") store.setRange(Math.min(day, b), b);
      else if (which === "to") store.setRange(a, Math.max(day, a));
      else move((event.key === "Home" ? a - day : day - b) * (event.key === "Home" ? -1 : 1), "day");
    } else if (by === undefined) return;
    else if (which === "window") move(by);
    else if (which === "from") store.setRange(Math.min(scs.floor(a, step.value, by), b), b);
    else store.setRange(a, Math.max(scs.floor(b + 1, step.value, by) - 1, a));
    event.preventDefault();
  };
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    play.firstChild.textContent = "▶";
    play.setAttribute("aria-label", scs.text("play"));
  };
  const toggle = () => {
    if (timer) {
      stop();
      return;
    }
    const [start, end] = store.domain;
    if (store.range[1] >= end) store.setRange(start, scs.floor(start, step.value, store.cumulative ? 1 : 12) - 1);
    play.firstChild.textContent = "❚❚";
    play.setAttribute("aria-label", scs.text("pause"));
    timer = setInterval(() => {
      if (store.range[1] >= end) stop();
      else move(1);
    }, 600);
  };

  let drag = null;
  chart.addEventListener("pointerdown", (event) => {
    const x = event.clientX - chart.getBoundingClientRect().left;
    const [a, b] = store.range;
    const near = [[from, a], [to, b + 1]].map(([node, day]) => [node, Math.abs(toX(day) - x)]).sort((p, q) => p[1] - q[1])[0];
    const full = a <= view()[0] && b >= view()[1];
    const tick = events.find((each) => Math.abs(toX(each.first) - x) < 5);
    if (tick && event.clientY - chart.getBoundingClientRect().top < 11) {
      scs.showEvent(tick);
      return;
    }
    if (near[1] < 12) drag = { kind: near[0] === from ? "from" : "to" };
    else if (!full && x > toX(a) && x < toX(b + 1)) drag = { kind: "window", x, a, b };
    else drag = { kind: "new", day: toDay(x) };
    chart.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  chart.addEventListener("pointermove", (event) => {
    const box = chart.getBoundingClientRect();
    const x = Math.max(0, Math.min(size.width - 0.01, event.clientX - box.left));
    const day = toDay(x);
    const [a, b] = store.range;
    if (!drag) {
      const tick = event.clientY - box.top < 14 && events.find((each) => Math.abs(toX(each.first) - x) < 5);
      tip.hidden = !tick;
      if (tick) tip.replaceChildren(scs.data(`${tick.date_start} · ${tick.title}`));
      tip.style.left = `${Math.min(x, size.width - 240)}px`;
    } else if (drag.kind === "from") store.setRange(store.cumulative ? store.domain[0] : Math.min(day, b), b);
    else if (drag.kind === "to") store.setRange(a, Math.max(day, a));
    else if (drag.kind === "new") store.setRange(store.cumulative ? store.domain[0] : Math.min(day, drag.day), Math.max(day, drag.day));
    else {
      const shift = Math.round(((x - drag.x) / size.width) * (view()[1] + 1 - view()[0]));
      const kept = Math.max(store.domain[0] - drag.a, Math.min(store.domain[1] - drag.b, shift));
      store.setRange(drag.a + kept, drag.b + kept);
    }
  });
  for (const name of ["pointerup", "pointercancel"]) chart.addEventListener(name, () => { drag = null; });
  chart.addEventListener("pointerleave", () => { tip.hidden = true; });
  new ResizeObserver(() => {
    size = { width: chart.clientWidth, height: chart.clientHeight };
    count();
    draw();
  }).observe(chart);
  store.listen((what) => {
    if (!size.width) return;
    if (what === "filter" || what === "colour") count();
    if (["filter", "colour", "time", "theme"].includes(what)) draw();
  });
};
