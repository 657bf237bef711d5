// The search box: places by any of their names, units, episodes, ids, and the words of the reports. A choice filters the map.
let findBy; // what a find stands for: its name, a test of rows, and how to look at it

const openSearch = async (place, places) => {
  const units = await read("scs-units");
  const kinds = new Map([["place", { all: places, columns: ["feature_id", "place"], most: 8 }],
    ["unit", { all: units, columns: ["initiator_units", "target_units"], most: 6 }],
    ["episode", { all: settings.episodes, columns: ["episode"], most: 4 }]]);
  /** Values of a facet that can be shown alone: sides, pairs, types and years. */
  const alone = store.facets.filter(({ key }) => ["actor", "pair", "type", "year"].includes(key)).flatMap((facet) =>
    facet.items.filter(({ key }) => key).map((item) => ({ facet, keys: (item.items ?? [item]).map(({ key }) => key), name: item.label, count: item.count,
      plain: [item.label, item.key, item.label.replace("→", ""), ...(item.countries ?? [])].map(plain) })));
  for (const { all } of kinds.values()) for (const each of all) each.plain = [each.name, ...each.names].map(plain);
  let entries = [];
  let chosen = -1;
  const list = el("ul", { id: "scs-found", role: "listbox", "aria-label": say("search_results"), hidden: true });
  const input = el("input", { type: "search", role: "combobox", "aria-label": say("search"), placeholder: say("search"),
    "aria-expanded": "false", "aria-controls": "scs-found", "aria-autocomplete": "list", autocomplete: "off",
    input: () => look(), keydown: (event) => onKey(event), blur: () => show(false) });
  place.append(input, list);
  const byWords = (text) => ({ kind: "text", key: text, label: `“${text}”`, test: fullText.test(text), zoom: () => data.fit(store.rows) });
  findBy = (kind, key) => {
    if (kind === "text") return key ? byWords(key) : null;
    if (kind === "claim" || kind === "claim_possible") {
      const claim = store.claims.find(({ id }) => id === key);
      const { d, i } = dictionary(data.columns[kind === "claim" ? "zones" : "zones_possible"]);
      const ok = d.map((value) => parts(value).includes(key));
      return claim ? { kind, key, label: kind === "claim" ? claim.name : `${claim.name} (${say("possible")})`, test: (row) => ok[i[row]], zoom: () => data.fit(store.rows) } : null;
    }
    const { all, columns } = kinds.get(kind) ?? { all: [] };
    const found = all.find((each) => each.id === key);
    if (!found) return null;
    const is = (value) => value === key || found.plain.includes(plain(value));
    const tests = columns.map((name) => {
      const { d, i } = dictionary(data.columns[name]);
      const ok = d.map((value) => parts(value).some(is));
      return (row) => ok[i[row]];
    });
    const test = (row) => tests.some((each) => each(row));
    const near = Math.min(9, Math.max(5, Math.round(10.5 - Math.log2(found.km + 4))));
    const zoom = () => (kind === "place" ? data.look([found.lat, found.lon], near) : data.fit(store.rows));
    return { kind, key, label: found.name, test, zoom };
  };
  const take = async ({ kind, key }) => {
    show(false);
    input.value = "";
    if (kind === "incident") return store.select(key);
    if (kind === "only") {
      const all = key.facet.items.flatMap((item) => (item.items ?? [item]).map((each) => each.key));
      key.facet.off = new Set(all.filter((each) => !key.keys.includes(each)));
      store.range = key.facet.key === "year" ? [...store.domain] : store.range;
      return store.change("filter");
    }
    if (kind === "episode") return showEpisode(key);
    if (kind === "text") await fullText.ready();
    store.setFind(findBy(kind, key));
    openPanel(compact() ? "" : "list");
    return store.find.zoom();
  };
  const show = (on) => {
    list.hidden = !on;
    input.setAttribute("aria-expanded", String(on));
    input.removeAttribute("aria-activedescendant");
    chosen = -1;
  };
  const look = async () => {
    const written = input.value.trim();
    const typed = plain(written);
    const match = (names) => names.findIndex((name) => name.includes(typed));
    const hits = ([kind, { all, most }]) => all.map((each) => [each, match(each.plain)]).filter(([, hit]) => hit >= 0)
      .toSorted(([a, m], [b, n]) => b.plain[n].startsWith(typed) - a.plain[m].startsWith(typed)) // else as often as they come
      .slice(0, most).map(([{ id, name, names }, hit]) => ({ kind, key: id, label: name, more: names[hit - 1] }));
    const only = alone.filter((each) => each.plain.some((name) => name.includes(typed)) && typed.length > 1)
      .toSorted((a, b) => b.plain.some((name) => name.startsWith(typed)) - a.plain.some((name) => name.startsWith(typed)) || b.count - a.count)
      .slice(0, 5).map((each) => ({ kind: "only", key: each, label: each.name, more: say("search_text_count", { count: figure(each.count) }), facet: each.facet.key }));
    entries = typed ? [...only, ...[...kinds].flatMap(hits)] : [];
    for (let row = data.rows - 1; row >= 0 && entries.length < 14; row--) {
      if (!plain(data.value("id", row)).includes(typed)) continue;
      entries.push({ kind: "incident", key: row, label: [data.dates(row), data.types(row)].join(" · "), more: data.value("place", row) });
    }
    draw();
    show(typed.length > 1);
    if (typed.length < 3) return;
    await fullText.ready();
    if (input.value.trim() !== written) return;
    const count = fullText.count(written);
    if (count) entries.push({ kind: "text", key: written, label: `“${written}”`, more: say("search_text_count", { count: figure(count) }) });
    draw();
  };
  const draw = () => {
    const option = (entry, number) => el("li", { role: "option", id: `found-${number}`, "data-kind": entry.kind, mousedown: (event) => {
      event.preventDefault();
      take(entry);
    } }, el("small", {}, say(entry.facet ? `facet_${entry.facet}` : `search_${entry.kind}`)), bdi(entry.label), entry.more && el("i", {}, bdi(entry.more)));
    const none = el("li", { role: "option", "aria-disabled": "true" }, say("search_none"));
    list.replaceChildren(...(entries.length ? entries.map(option) : [none]));
  };
  const onKey = (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (list.hidden) return;
    if (event.key === "Escape") show(false);
    else if (event.key === "Enter" && entries.length) take(entries[Math.max(0, chosen)]);
    else if (by && entries.length) {
      chosen = chosen < 0 && by < 0 ? entries.length - 1 : (chosen + by + entries.length) % entries.length;
      [...list.children].forEach((node, number) => { node.setAttribute("aria-selected", String(number === chosen)); });
      input.setAttribute("aria-activedescendant", `found-${chosen}`);
    } else return;
    event.preventDefault();
  };
};
