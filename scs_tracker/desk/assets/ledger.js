// The ledger as a register, and the sources with their health.
const openRegister = (acts) => {
  const list = make("ul", { class: "found" });
  const count = make("p", { class: "counts", role: "status" });
  const search = latest(() => ask("ledger", { q: input.value }), ({ rows, count: all }) => {
    count.textContent = rows.length < all ? `${rows.length} of ${all.toLocaleString("en")} incidents, newest first` : per(all, "incident");
    renew(list, ...rows.map((row) => make("li", { class: row.status }, make("button", { type: "button", class: "entry", onclick: () => acts.open(row.id) },
      make("b", {}, apart(row.date_start)), " ", apart(row.place), make("span", { class: "note" }, apart(` ${listed("type", row.types)} · ${row.status}${row.revision > 1 ? ` · revision ${row.revision}` : ""}`)), make("span", { class: "title" }, apart(row.summary))))));
  });
  const input = make("input", { type: "search", placeholder: "Words, places, units, outlets, ids", "aria-label": "Search the ledger", oninput: search });
  search();
  return { node: make("section", { class: "wide", "aria-label": "Ledger" }, make("h2", { tabindex: -1 }, "Ledger"), input, count, list), input };
};

const openSources = () => {
  const body = make("div");
  const load = async (held) => {
    try {
      const { rows, note } = await ask("sources");
      renew(body, make("p", { class: "note" }, apart(note)), rows.length ? make("div", { class: "table" }, make("table", {}, make("thead", {}, make("tr", {}, ["enabled", "source", "newest item", "last successful reading", "new items", "failures", "state"].map((head) => make("th", { scope: "col" }, head)))),
        make("tbody", {}, rows.map((row) => make("tr", {}, make("td", {}, make("input", { type: "checkbox", id: `source-${row.id}`, checked: row.enabled, disabled: !row.switchable, "aria-label": `read ${row.name}`, onchange: (event) => change(row.id, event.target.checked) })),
          make("th", { scope: "row" }, linked(row.link, row.name), make("span", { class: "note" }, apart(` ${[row.country, row.language].filter(Boolean).join(", ")}`))),
          [row.newest, row.last_success.slice(0, 16).replace("T", " "), row.hits, row.refusals].map((cell) => make("td", {}, apart(cell))), make("td", { class: ["silent", "failing"].includes(row.state) ? "doubt" : null }, apart([row.state, row.note].filter(Boolean).join(": ")))))))) : make("p", { class: "empty" }, "No source is configured. Add a feed to tracker.toml."));
      if (held) document.getElementById(`source-${held}`)?.focus();
    } catch (error) { complain(error); }
  };
  const change = async (id, enabled) => {
    try { tell((await send("switch", { source: { id, enabled: enabled ? "yes" : "no" } })).done); } catch (error) { complain(error); }
    load(id);
  };
  const now = make("button", { type: "button", onclick: async () => {
    now.disabled = true;
    tell("reading the sources; this may take minutes…");
    try { tell((await send("intake", {})).done); } catch (error) { complain(error); }
    now.disabled = false;
    load();
  } }, "Read now");
  load();
  return { node: make("section", { class: "wide", "aria-label": "Sources" }, make("h2", { tabindex: -1 }, "Sources"), make("p", { class: "row" }, now), body) };
};

/** Who decided how much, and how long one decision takes. */
const openStatistics = () => {
  const body = make("tbody");
  const table = make("table", {}, make("thead", {}, make("tr", {}, ["user", "decisions", "first", "last", "median seconds per decision", "by action"].map((head) => make("th", { scope: "col" }, head)))), body);
  const note = make("p", { class: "empty" }, "Counting…");
  const box = make("div", { class: "table", hidden: true }, table);
  const node = make("section", { class: "wide", "aria-label": "Statistics" }, make("h2", { tabindex: -1 }, "Statistics"), note, box);
  ask("statistics").then(({ rows }) => {
    note.textContent = rows.length ? "Pauses of more than 15 minutes are left out." : "No decisions yet.";
    box.hidden = !rows.length;
    renew(body, ...rows.map((row) => make("tr", {}, make("th", { scope: "row" }, apart(row.by)), [row.decisions.toLocaleString("en"), row.first, row.last, row.seconds ?? "–", Object.entries(row.actions).map(([name, count]) => `${name} ${count}`).join(", ")].map((cell) => make("td", {}, apart(cell))))));
    return rows;
  }).catch(complain);
  return { node };
};
