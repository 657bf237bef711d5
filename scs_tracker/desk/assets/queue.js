// The queue: what waits, filtered and in order; only the rows in sight exist as elements, so that any number works.
const ROW = 78;
const KINDS = {
  proposal: ["proposal", "proposals"], join: ["proposed merge", "proposed merges"], change: ["proposed change", "proposed changes"], event: ["event", "events"], lead: ["lead", "leads"],
  quarantine: ["rejected row", "rejected rows"], unplaced: ["row without location", "rows without location"], second: ["awaiting a second review", "awaiting a second review"],
};
const SORTS = {
  weight: ["importance", (one, other) => other.weight - one.weight],
  severity: ["severity", (one, other) => other.severity - one.severity || other.weight - one.weight],
  date: ["date", (one, other) => other.date.localeCompare(one.date)],
  since: ["longest waiting", (one, other) => one.since.localeCompare(other.since)],
  confidence: ["confidence", (one, other) => other.confidence - one.confidence || other.weight - one.weight],
};
const queue = { rows: [], shown: [], at: 0, marked: new Set(), background: false, snoozed: false };
const filters = {};

const sidesOf = (row) => [row.initiators, row.targets].map((codes) => listed("actor", codes)).filter(Boolean).join(" → ");

const openQueue = (choose) => {
  const space = make("div", { class: "space", role: "presentation" });
  const box = make("div", { class: "list", id: "queue", role: "listbox", tabindex: 0, "aria-label": "Review queue",
    "aria-multiselectable": "true", onscroll: () => draw() }, space);
  const counts = make("p", { class: "counts" });
  const empty = make("p", { class: "empty" });
  const bulk = make("div", { class: "bulk row", hidden: true });
  const option = (value, words) => make("option", { value }, words);
  const select = (name, label, ...options) => {
    const input = make("select", { "aria-label": label, onchange: () => { filters[name] = input.value; queue.at = 0; fill(); } }, option("", label), options);
    return input;
  };
  const kinds = select("kind", "All kinds");
  const outlets = select("outlet", "All sources");
  const actors = select("actor", "All actors");
  const place = make("input", { type: "search", placeholder: "Place or words", "aria-label": "Filter by place or words",
    oninput: calmly(() => { filters.words = place.value; queue.at = 0; fill(); }, 120) });
  const grave = select("severity", "Any severity", settings.severity.map((words, at) => option(at, `≥ ${at}: ${words}`)));
  const sure = select("confidence", "Any confidence", [0.9, 0.75, 0.5].map((least) => option(least, `≥ ${least}`)));
  const age = select("age", "Any age", [[1, "since yesterday"], [7, "this week"], [30, "30 days"]].map(([days, words]) => option(days, words)));
  const order = make("select", { "aria-label": "Order", onchange: () => fill() }, Object.entries(SORTS).map(([name, [words]]) => option(name, `Order: ${words}`)));
  const toggle = (name, words) => {
    const input = make("input", { type: "checkbox", onchange: () => { queue[name] = input.checked; fill(); } });
    return make("label", { class: "check" }, input, words);
  };
  const more = make("details", { class: "filters", open: !narrow.matches && innerHeight > 900 }, make("summary", {}, "Filters and order"), make("div", { class: "grid" }, kinds, outlets, actors, grave, sure, age), make("div", { class: "grid" }, order),
    make("div", { class: "row" }, toggle("background", "show background"), toggle("snoozed", "show snoozed")));
  const rail = make("section", { class: "rail", "aria-label": "Queue" }, place, more, counts, bulk, box, empty);

  const pick = (row) => { // the queue may have come anew since the row was drawn
    const at = queue.shown.findIndex(({ id }) => id === row.id);
    if (at < 0) return;
    queue.at = at;
    draw();
    choose();
  };
  const line = (row, at) => {
    const chosen = at === queue.at;
    const doubts = [row.background && "background", !row.placed && row.kind !== "quarantine" && row.kind !== "lead" && "no location", row.kind !== "proposal" && KINDS[row.kind][0],
      row.members?.length > 1 && `${row.members.length} proposals`, row.open_by && `opened by ${row.open_by}`, row.snoozed && `snoozed until ${row.snoozed.slice(0, 10)}`];
    const node = make("div", { role: "option", id: `row-${at}`, "data-id": row.id, class: `option g${row.severity}`, "aria-selected": String(chosen), "aria-setsize": queue.shown.length,
      "aria-posinset": at + 1, onclick: () => pick(row) },
    make("span", { class: "mark", "aria-label": queue.marked.has(row.id) ? "marked" : null }, queue.marked.has(row.id) ? "✓" : ""),
    make("span", { class: "what" }, make("b", {}, apart(row.date || ago(row.since))), " ", apart(row.place)),
    make("span", { class: "title" }, apart(row.types.length ? `${listed("type", row.types)}${sidesOf(row) ? `: ${sidesOf(row)}` : ""}` : row.title)),
    make("span", { class: "note" }, apart([row.outlets.slice(0, 3).join(", "), ...doubts].filter(Boolean).join(" · "))));
    node.style.top = `${at * ROW}px`;
    return node;
  };
  const draw = () => {
    const from = Math.max(0, Math.floor(box.scrollTop / ROW) - 4);
    const rows = queue.shown.slice(from, from + Math.ceil(box.clientHeight / ROW) + 8);
    renew(space, ...rows.map((row, at) => line(row, from + at)));
    if (document.getElementById(`row-${queue.at}`)) box.setAttribute("aria-activedescendant", `row-${queue.at}`);
    else box.removeAttribute("aria-activedescendant");
    bulk.hidden = queue.marked.size === 0;
    bulk.firstChild?.replaceChildren(`${queue.marked.size} marked`);
  };
  const passes = (row) => {
    const least = Number(filters.age || 0);
    const text = (filters.words || "").toLowerCase();
    return (queue.background || !row.background) && (queue.snoozed || !row.snoozed)
      && (!filters.kind || row.kind === filters.kind) && (!filters.outlet || row.outlets.includes(filters.outlet))
      && (!filters.actor || row.initiators.includes(filters.actor) || row.targets.includes(filters.actor))
      && row.severity >= Number(filters.severity || 0) && row.confidence >= Number(filters.confidence || 0)
      && (!least || Date.now() - Date.parse(row.since) < least * 864e5)
      && (!text || `${row.place} ${row.title} ${row.id} ${row.date}`.toLowerCase().includes(text));
  };
  const fill = () => {
    const held = queue.shown[queue.at]?.id;
    queue.shown = queue.rows.filter(passes).toSorted(SORTS[order.value || "weight"][1]);
    const at = queue.shown.findIndex(({ id }) => id === held);
    queue.at = at >= 0 ? at : Math.max(0, Math.min(queue.at, queue.shown.length - 1));
    space.style.height = `${queue.shown.length * ROW}px`;
    const many = Object.groupBy(queue.shown, ({ kind }) => kind);
    const folded = queue.rows.filter(({ background }) => background).length;
    const put = queue.rows.filter(({ snoozed }) => snoozed).length;
    counts.textContent = [...Object.keys(KINDS).filter((kind) => many[kind]).map((kind) => per(many[kind].length, ...KINDS[kind])),
      folded && !queue.background && `${folded} background, hidden`, put && !queue.snoozed && `${put} snoozed`].filter(Boolean).join(" · ") || "0 items";
    empty.textContent = queue.rows.length ? "No item matches these filters." : "Review queue is empty. New items come from intake or pasted text.";
    empty.hidden = queue.shown.length > 0;
    box.hidden = !empty.hidden;
    draw();
  };
  const reveal = () => {
    const top = queue.at * ROW;
    if (top < box.scrollTop) box.scrollTop = top;
    if (top + ROW > box.scrollTop + box.clientHeight) box.scrollTop = top + ROW - box.clientHeight;
    draw();
  };
  const choices = (input, values, words) => {
    const held = input.value;
    input.replaceChildren(input.firstChild, ...values.map((value) => option(value, words(value))));
    input.value = values.includes(held) ? held : "";
  };
  const load = async () => {
    const { blank, rows } = await ask("queue");
    queue.rows = rows.map((row) => Object.assign(Object.create(null), blank, row));
    const held = new Set(queue.rows.map(({ id }) => id));
    for (const id of queue.marked) if (!held.has(id)) queue.marked.delete(id);
    const every = (of) => [...new Set(queue.rows.flatMap(of))].toSorted();
    choices(kinds, Object.keys(KINDS).filter((kind) => queue.rows.some((row) => row.kind === kind)), (kind) => KINDS[kind][1]);
    choices(outlets, every((row) => row.outlets).slice(0, 300), (name) => name.slice(0, 60));
    choices(actors, every((row) => [...row.initiators, ...row.targets]), (code) => wordOf("actor", code));
    fill();
  };
  const drop = (id) => {
    queue.rows = queue.rows.filter((row) => row.id !== id);
    queue.marked.delete(id);
    fill();
  };
  const putOff = (id, until) => {
    for (const row of queue.rows) if (row.id === id) row.snoozed = until;
    fill();
  };
  bulk.append(make("b"), " ");
  new ResizeObserver(draw).observe(box);
  return { rail, box, place, bulk, load, fill, draw, drop, putOff, reveal,
    step(by) { if (queue.shown.length) { queue.at = Math.max(0, Math.min(queue.shown.length - 1, queue.at + by)); reveal(); } },
    mark() {
      const { id } = queue.shown[queue.at] ?? {};
      if (!id) return;
      if (!queue.marked.delete(id)) queue.marked.add(id);
      draw();
    } };
};
