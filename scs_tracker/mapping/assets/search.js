"use strict";
// The search box: places by any of their names, units, and incidents by id. A choice filters the map.

scs.parts.search = async (map, store, place) => {
  const { data } = store;
  const places = ((await scs.read("scs-places")) ?? []).map((each) => ({ ...each, plain: [each.name, ...each.names].map(scs.plain) }));
  let entries = [];
  let at = -1;
  let units = null;
  const list = scs.el("ul", { id: "scs-found", role: "listbox", "aria-label": scs.text("search_results"), hidden: true });
  const input = scs.el("input", { type: "search", role: "combobox", "aria-label": scs.text("search"), placeholder: scs.text("search"), autocomplete: "off",
    "aria-expanded": "false", "aria-controls": "scs-found", "aria-autocomplete": "list", input: () => look(), keydown: (event) => keys(event), blur: () => setTimeout(show, 150, false) });
  const chip = scs.el("span", { class: "chip", hidden: true });
  place.append(input, list, chip);

  const cellsOf = (name) => scs.dictionary(data.columns[name]);
  const unitIndex = () => {
    const found = new Map();
    for (const name of ["initiator_units", "target_units"]) {
      for (const cell of cellsOf(name).d) for (const unit of scs.parts_of(cell)) found.set(unit, { unit, plain: scs.plain(unit) });
    }
    return [...found.values()];
  };
  /** What a find stands for: a test of rows and a name; kinds are place, unit and text. */
  scs.find = (kind, key) => {
    const any = (name, test) => {
      const { d, i } = cellsOf(name);
      const ok = d.map((cell) => test(cell ?? ""));
      return (row) => ok[i[row]];
    };
    if (kind === "place") {
      const found = places.find((each) => each.id === key);
      if (!found) return null;
      const near = any("feature_id", (cell) => cell === key);
      const named = any("place", (cell) => found.plain.includes(scs.plain(cell)));
      return { kind, key, label: found.name, place: found, test: (row) => near(row) || named(row) };
    }
    if (kind === "unit") {
      const [a, b] = ["initiator_units", "target_units"].map((name) => any(name, (cell) => scs.parts_of(cell).includes(key)));
      return { kind, key, label: key, test: (row) => a(row) || b(row) };
    }
    if (kind === "episode" && data.columns.episode) return { kind, key, label: key, test: any("episode", (cell) => cell === key) };
    return null;
  };
  const take = (entry) => {
    show(false);
    input.value = "";
    if (entry.kind === "incident") {
      store.select(entry.key);
      return;
    }
    const find = scs.find(entry.kind, entry.key);
    store.setFind(find);
    if (find.place) map.setView([find.place.lat, find.place.lon], Math.min(9, Math.max(5, Math.round(10.5 - Math.log2(find.place.km + 4)))));
    scs.openPanel("list");
  };
  const show = (on) => {
    list.hidden = !on;
    input.setAttribute("aria-expanded", String(on));
    input.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const look = () => {
    const typed = scs.plain(input.value);
    entries = [];
    if (typed.length > 1) {
      const rank = (plain) => (plain.startsWith(typed) ? 0 : 1);
      const hits = places.flatMap((each) => {
        const name = each.plain.findIndex((plain) => plain.includes(typed));
        return name < 0 ? [] : [{ kind: "place", key: each.id, label: each.name, more: name ? each.names[name - 1] : "", rank: Math.min(...each.plain.filter((plain) => plain.includes(typed)).map(rank)) }];
      });
      entries.push(...hits.sort((a, b) => a.rank - b.rank || a.label.length - b.label.length).slice(0, 8));
      units ??= unitIndex();
      entries.push(...units.filter(({ plain }) => plain.includes(typed)).slice(0, 6).map(({ unit }) => ({ kind: "unit", key: unit, label: unit, more: "" })));
      for (let row = 0; row < data.rows && entries.length < 20; row++) {
        const id = data.value("id", row);
        if (scs.plain(id).includes(typed)) entries.push({ kind: "incident", key: row, label: id, more: data.value("place", row) });
      }
    }
    list.replaceChildren(...(entries.length ? entries : [null]).map((entry, number) => scs.el("li", entry
      ? { role: "option", id: `found-${number}`, pointerdown: (event) => { event.preventDefault(); take(entry); } } : { role: "option", "aria-disabled": "true" },
    entry ? [scs.el("small", {}, scs.text(`search_${entry.kind}`)), scs.data(entry.label), entry.more && scs.el("i", {}, scs.data(entry.more))] : scs.text("search_none"))));
    show(typed.length > 1);
  };
  const keys = (event) => {
    if (event.key === "Escape") show(false);
    else if (event.key === "Enter" && entries.length && !list.hidden) take(entries[Math.max(0, at)]);
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && entries.length) {
      at = (at + (event.key === "ArrowDown" ? 1 : entries.length - 1) + (at < 0 && event.key === "ArrowUp" ? 1 : 0)) % entries.length;
      [...list.children].forEach((node, number) => node.setAttribute("aria-selected", String(number === at)));
      input.setAttribute("aria-activedescendant", `found-${at}`);
    } else return;
    event.preventDefault();
  };
  store.listen((what) => {
    if (what !== "filter") return;
    chip.hidden = !store.find;
    chip.replaceChildren(...(store.find ? [scs.data(scs.text("only", { what: store.find.label })), scs.sign("×", "remove", () => store.setFind(null))] : []));
  });
};
