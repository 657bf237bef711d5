// Tracks of ships over the same sea: a brush over the time moves them; approaches and gaps are listed beside the map.
const openTracks = async () => {
  const { start, end, vessels, approaches, gaps, place, classes } = await read("scs-tracks");
  const listeners = [];
  const off = new Set();
  store = { claims: [], rows: [], selected: -1, listen: (whats, action) => listeners.push([whats.split(" "), action]),
    change: (what) => { for (const [whats, action] of listeners) if (whats.includes(what)) action(what); }, select: () => {} };
  data = { rows: 0, columns: {}, placed: () => false, value: () => null };
  const crowd = vessels.length > 12 && approaches.length > 0; // of many tracks, the hour of the closest approach is shown first
  let [from, to] = crowd ? [Math.max(start, approaches[0].at - 3600), approaches[0].at] : [start, end];
  let chosen = new Set();
  const clock = (time) => instant(new Date(time * 1000).toISOString());
  for (const each of vessels) {
    let time = start;
    each.times = each.t.map((step) => { time += step; return time; });
    each.points = openLine(each.p, 1e5).map(([lon, lat]) => [worldX(lon), worldY(lat)]);
    each.broken = new Set(each.breaks);
    each.colour = classes[each.class].colour;
  }
  const before = ({ times }, time) => { // the last fix that is not after a time, -1 for none
    let [low, high] = [0, times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle] <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
  /** Where a vessel is at a time: between two fixes that are joined, else at the last one, which is then old. */
  const whereAt = (vessel, time) => {
    const at = before(vessel, time);
    if (at < 0) return null;
    const { times, points, broken } = vessel;
    if (at + 1 >= times.length || broken.has(at + 1)) return { point: points[at], known: times[at] === time, since: times[at] };
    const share = (time - times[at]) / (times[at + 1] - times[at]);
    return { point: [0, 1].map((axis) => points[at][axis] + share * (points[at + 1][axis] - points[at][axis])), known: true };
  };
  const shown = ({ class: at }) => !off.has(at);
  const region = (tag, name, label = name) => el(tag, { class: name, "aria-label": say(label) });
  const [head, main, side, card, time] = [region("header", "head"), region("main", "main"), region("aside", "side"), region("section", "card"), region("section", "time")];
  const list = el("div", { class: "panel" });
  const frame = map.getContainer();
  openEmbed(main);
  openPanel = (name) => {
    card.hidden = name !== "card";
    list.hidden = !card.hidden;
    document.body.classList.toggle("sheet", !card.hidden || open);
  };
  let open = false; // on a phone the lists lie over the map when they are asked for
  const lists = button("tracks_lists", () => {
    open = !(open && card.hidden);
    openPanel(null);
  }, { class: "lists" });
  head.append(el("h1", {}, bdi(settings.title)), el("p", { class: "count", role: "status" }, say("tracks_count", { ships: vessels.length, from: clock(start), to: clock(end) })),
    el("div", { class: "row tools" }, lists, button("theme", () => setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"))));
  side.append(list, card);
  document.body.prepend(head, main, side, time);
  document.body.classList.add("tracks");
  const credits = settings.attribution.flatMap(({ text, url }, at) => [at > 0 && " · ", link(url, text)]);
  main.append(frame, el("details", { class: "credit", open: !compact() }, el("summary", {}, say("credits")), credits, el("span", { id: "tiles-credit", hidden: true })));
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", settings.title);
  L.control.zoom({ position: "topleft", zoomInTitle: say("zoom_in"), zoomOutTitle: say("zoom_out") }).addTo(map);
  openScale();
  openCards(card);
  openPanel(null);
  const places = localised(await read("scs-places"));
  await Promise.all([openBaseMap(), openClaims(), openSea(places)]);
  const line = (pen, view, vessel, first, last) => {
    for (let at = first; at <= last; at++) pen[at === first || vessel.broken.has(at) ? "moveTo" : "lineTo"](...view.at(...vessel.points[at]));
  };
  const layer = addCanvas("scs-incidents", 450, (pen, view) => {
    const [cx, cy] = view.place(place.lon, place.lat);
    [pen.strokeStyle, pen.lineWidth] = [theme.accent, 1];
    pen.setLineDash([5, 4]);
    pen.beginPath();
    pen.arc(cx, cy, place.nm * 1.852 * pixelsPerKm(view, place.lat), 0, 2 * Math.PI);
    pen.stroke();
    pen.setLineDash([]);
    for (const vessel of vessels.filter(shown)) {
      const [first, last] = [Math.max(0, before(vessel, from)), before(vessel, to)];
      const main_ = chosen.has(vessel.mmsi);
      [pen.strokeStyle, pen.lineWidth, pen.globalAlpha] = [vessel.colour, main_ ? 3.5 : 1.8, chosen.size && !main_ ? 0.35 : 0.85];
      pen.beginPath();
      if (last >= 0) line(pen, view, vessel, first, last);
      const here = last >= 0 && whereAt(vessel, to);
      if (here?.known) pen.lineTo(...view.at(...here.point));
      pen.stroke();
    }
    [pen.font, pen.textAlign, pen.textBaseline] = ["600 11px system-ui, sans-serif", "start", "middle"];
    const names = openRoom();
    const order = vessels.filter(shown).toSorted((one, other) => chosen.has(other.mmsi) - chosen.has(one.mmsi));
    for (const vessel of order) {
      const here = whereAt(vessel, to);
      if (!here) continue;
      const [x, y] = view.at(...here.point);
      pen.globalAlpha = chosen.size && !chosen.has(vessel.mmsi) ? 0.45 : 1;
      pen.save();
      pen.translate(x, y);
      stamp(pen, { r: chosen.has(vessel.mmsi) ? 7 : 5, colours: [vessel.colour], glyph: "", hollow: !here.known });
      pen.restore();
      const text = here.known ? vessel.label : `${vessel.label} · ${say("tracks_last", { when: clock(here.since).slice(11, 16) })}`;
      const box = [x + 8, y - 8, x + 12 + pen.measureText(text).width, y + 8];
      if (!names.free(box) || (!here.known && !chosen.has(vessel.mmsi))) continue;
      names.take(box);
      inscribe(pen, text, x + 9, y, theme.label);
    }
    pen.globalAlpha = 1;
  });
  const setTime = (first, last) => {
    [from, to] = [Math.max(start, Math.min(first, last)), Math.min(end, Math.max(first, last))];
    layer.redraw();
    drawTime();
  };
  const facts = (rows) => el("dl", {}, rows.flatMap(([name, text]) => text && [el("dt", {}, name), el("dd", {}, bdi(text))]));
  const showVessel = (vessel) => {
    chosen = new Set([vessel.mmsi]);
    layer.redraw();
    showCard(vessel.label, [], facts(vessel.facts), el("p", { class: "note" }, say("tracks_note")));
  };
  const showApproach = (approach) => {
    chosen = new Set([approach.a, approach.b]);
    setTime(Math.max(start, approach.at - 3600), approach.at);
    if (!map.getBounds().pad(-0.2).contains([approach.lat, approach.lon]) || map.getZoom() < 9) {
      map.setView([approach.lat, approach.lon], Math.max(map.getZoom(), 10), { animate: false });
    }
    showCard(approach.label, [], facts(approach.facts), el("p", { class: "note" }, say("tracks_note")));
  };
  clickIncident = (point) => {
    const away = ({ point: [x, y] }) => map.latLngToContainerPoint([(Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI, (x - 0.5) * 360]).distanceTo(point);
    const near = vessels.filter(shown).map((vessel) => [vessel, whereAt(vessel, to)]).filter(([, here]) => here && away(here) < 12);
    const best = near.toSorted((one, other) => away(one[1]) - away(other[1]))[0];
    if (best) showVessel(best[0]);
    return Boolean(best);
  };
  map.on("click", ({ containerPoint, latlng }) => {
    if (clickIncident(containerPoint)) return;
    chosen = new Set();
    layer.redraw();
    const known = seaAt(latlng);
    if (known) showPlace(known);
    else openPanel(null);
  });
  const entry = ({ label, colour }, at) => el("li", {}, el("button", { type: "button", class: "entry", "aria-pressed": String(!off.has(at)), click: ({ currentTarget }) => {
    off[off.has(at) ? "delete" : "add"](at);
    currentTarget.setAttribute("aria-pressed", String(!off.has(at)));
    layer.redraw();
  } }, swatch(colour), bdi(label), el("b", {}, figure(vessels.filter((each) => each.class === at).length))));
  main.append(el("details", { class: "legend symbols", open: !compact() }, el("summary", {}, say("legend")), el("ul", {}, classes.map(entry)),
    el("p", { class: "note" }, say("tracks_signs"))));
  const item = (text, detail, click, mark) => el("button", { type: "button", class: "event", click }, mark, " ", el("b", {}, bdi(text)), el("br"), el("small", {}, bdi(detail)));
  const group = (title, items, none) => [el("h2", {}, say(title)), ...(items.length ? items : [el("p", { class: "note" }, say(none))])];
  list.append(el("p", {}, say("tracks_note")), settings.description && el("p", { class: "note" }, bdi(settings.description)),
    ...group("tracks_approaches", approaches.map((each) => item(each.label, each.detail, () => showApproach(each))), "tracks_no_approaches"),
    ...group("tracks_gaps", gaps.map((each) => item(each.label, each.detail, () => { chosen = new Set([each.mmsi]); setTime(start, each.at); })), "tracks_no_gaps"),
    ...group("tracks_vessels", vessels.map((each) => item(each.label, each.detail, () => showVessel(each), swatch(each.colour))), "tracks_no_vessels"));

  // the brush
  const canvas = el("canvas", { role: "img", "aria-label": say("tracks_chart") });
  const slider = (name) => el("div", { role: "slider", tabindex: 0, class: name, "aria-label": say(`time_${name}`), keydown: (event) => {
    const by = { ArrowLeft: -600, ArrowDown: -600, ArrowRight: 600, ArrowUp: 600, PageDown: -3600, PageUp: 3600 }[event.key];
    if (!by && event.key !== "Home" && event.key !== "End") return;
    event.preventDefault();
    const step = by ?? (event.key === "Home" ? -1 : 1) * (end - start);
    if (name === "to") setTime(from, Math.max(from, to + step));
    else if (name === "from") setTime(Math.min(to, from + step), to);
    else {
      const shift = Math.max(start - from, Math.min(end - to, step));
      setTime(from + shift, to + shift);
    }
  } });
  const [left, right, middle] = ["from", "to", "window"].map(slider);
  const chart = el("div", { class: "chart" }, canvas, middle, left, right);
  const period = el("output", { class: "period" });
  let timer = 0;
  const play = sign("▶", "play", () => toggle());
  const toggle = () => {
    if (!timer && to >= end) setTime(from, from);
    clearInterval(timer);
    timer = timer ? 0 : setInterval(() => {
      setTime(from, to + (end - start) / 400);
      if (to >= end) toggle();
    }, 50);
    play.firstChild.textContent = timer ? "❚❚" : "▶";
    play.setAttribute("aria-label", say(timer ? "pause" : "play"));
  };
  time.append(el("div", { class: "row" }, sign("◂", "step_back", () => setTime(from, Math.max(from, to - 600))), play, sign("▸", "step_forward", () => setTime(from, to + 600)),
    period, button("reset_time", () => setTime(start, end))), chart);
  const bins = new Uint16Array(240); // how many vessels have a position in each share of the time
  for (const { times } of vessels) {
    let last = -1;
    for (const each of times) {
      const bin = Math.min(bins.length - 1, Math.floor(((each - start) / (end - start || 1)) * bins.length));
      if (bin >= 0 && bin !== last) bins[bin]++;
      last = bin;
    }
  }
  const toX = (at, width) => ((at - start) / (end - start || 1)) * width;
  const drawTime = () => {
    const [width, height] = [chart.clientWidth, chart.clientHeight];
    if (!width) return;
    const pen = penOf(canvas, width, height);
    const most = Math.max(1, ...bins);
    pen.fillStyle = theme.muted;
    bins.forEach((count, at) => pen.fillRect((at * width) / bins.length, (height - 26) * (1 - (count / most) * 0.85), Math.max(1, width / bins.length - 0.5), (height - 26) * (count / most) * 0.85));
    pen.fillStyle = theme.accent;
    for (const { at } of approaches) pen.fillRect(toX(at, width) - 1, 2, 2, 7);
    [pen.font, pen.textBaseline, pen.fillStyle] = ["10px system-ui, sans-serif", "alphabetic", theme.ink];
    const step = [600, 1800, 3600, 10800, 21600, 43200, 86400, 604800].find((each) => toX(start + each, width) > 74) ?? 2592e3;
    for (let at = Math.ceil(start / step) * step; at <= end; at += step) {
      const x = toX(at, width);
      pen.fillRect(x, height - 26, 1, 5);
      if (x < width - 66) pen.fillText(clock(at).slice(5, 16), x + 2, height - 6);
    }
    const [a, b] = [toX(from, width), toX(to, width)];
    left.style.left = middle.style.left = `${a}px`;
    right.style.left = `${b}px`;
    middle.style.width = `${b - a}px`;
    period.textContent = `${clock(from)} – ${clock(to)}`;
    for (const [node, value] of [[left, from], [right, to], [middle, from]]) {
      for (const [name, said] of Object.entries({ valuemin: start, valuemax: end, valuenow: Math.round(value), valuetext: node === middle ? period.textContent : clock(value) })) node.setAttribute(`aria-${name}`, said);
    }
  };
  let drag = null;
  const timeAt = (event) => start + (Math.max(0, Math.min(chart.clientWidth, event.clientX - chart.getBoundingClientRect().left)) / chart.clientWidth) * (end - start);
  chart.addEventListener("pointerdown", (event) => {
    const [at, reach] = [timeAt(event), (12 / chart.clientWidth) * (end - start)];
    const near = Math.min(Math.abs(at - from), Math.abs(at - to)) < reach;
    const all = from <= start && to >= end;
    if (near) drag = { edge: Math.abs(at - from) < Math.abs(at - to) ? "from" : "to" };
    else if (!all && at > from && at < to) drag = { at, a: from, b: to };
    else drag = { edge: "to" };
    chart.setPointerCapture(event.pointerId);
    move(event);
  });
  const move = (event) => {
    if (!drag) return;
    const at = timeAt(event);
    if (drag.edge === "to") setTime(Math.min(from, at), at);
    else if (drag.edge === "from") setTime(Math.min(at, to), to);
    else {
      const shift = Math.max(start - drag.a, Math.min(end - drag.b, at - drag.at));
      setTime(drag.a + shift, drag.b + shift);
    }
  };
  chart.addEventListener("pointermove", move);
  for (const name of ["pointerup", "pointercancel"]) chart.addEventListener(name, () => { drag = null; });
  new ResizeObserver(drawTime).observe(chart);
  const { bounds: [west, south, east, north] } = settings;
  fit([[south, west], [north, east]]);
  limit([[south, west], [north, east]]);
  [ringBoxes, drawnRings] = [() => [], () => []];
  openNames(places, settings.countries.map(({ code, lat, lon }) => ({ lat, lon, name: say(`country_${code}`) })));
  reserveNames(viewAt(map.containerPointToLayerPoint([0, 0]), map.getSize()), []);
  map.on("moveend", () => store.change("claims"));
  store.listen("theme", () => { layer.redraw(); drawTime(); });
  settle();
  drawTime();
  document.documentElement.dataset.ready = "true";
};
