// The search box: places by any of their names, units, and incidents by id. A choice filters the map.
let findBy; // what a find stands for: its name and a test of rows; kinds are place, unit and episode

const openSearch = async (place) => {
  const named = (list) => list.map((each) => ({ ...each, plain: [each.name, ...each.names].map(plain) }));
  const [places, units] = (await Promise.all([read("scs-places"), read("scs-units")])).map(named);
  let entries = [];
  let at = -1;
  const list = el("ul", { id: "scs-found", role: "listbox", "aria-label": say("search_results"), hidden: true });
  const input = el("input", { type: "search", role: "combobox", "aria-label": say("search"), placeholder: say("search"),
    "aria-expanded": "false", "aria-controls": "scs-found", "aria-autocomplete": "list", autocomplete: "off",
    input: () => look(), keydown: (event) => onKey(event), blur: () => show(false) });
  const chip = el("span", { class: "chip", hidden: true });
  place.append(input, list, chip);
  findBy = (kind, key) => {
    const any = (names, test) => {
      const tests = names.filter((name) => data.columns[name]).map((name) => {
        const { d, i } = dictionary(data.columns[name]);
        const ok = d.map((value) => test(value ?? ""));
        return (row) => ok[i[row]];
      });
      return (row) => tests.some((each) => each(row));
    };
    const label = words("episode", key).join();
    if (kind === "episode") return { kind, key, label, test: any(["episode"], (value) => value === key) };
    const found = { place: places, unit: units }[kind]?.find((each) => each.id === key);
    if (!found) return null;
    const { name, names, plain: spelled } = found;
    const units_ = ["initiator_units", "target_units"];
    const test = kind === "unit" ? any(units_, (value) => parts(value).some((part) => part === name || names.includes(part)))
      : any(["feature_id", "place"], (value) => value === key || spelled.includes(plain(value)));
    return { kind, key, label: name, place: kind === "place" && found, test };
  };
  const take = ({ kind, key }) => {
    show(false);
    input.value = "";
    if (kind === "incident") return store.select(key);
    store.setFind(findBy(kind, key));
    const { place: found } = store.find;
    if (found) map.setView([found.lat, found.lon], Math.min(9, Math.max(5, Math.round(10.5 - Math.log2(found.km + 4)))));
    return openPanel("list");
  };
  const show = (on) => {
    list.hidden = !on;
    input.setAttribute("aria-expanded", String(on));
    input.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const look = () => {
    const typed = plain(input.value);
    const match = (names) => names.findIndex((name) => name.includes(typed));
    const hits = (kind, list, most) => list.map((each) => [each, match(each.plain)]).filter(([, at]) => at >= 0)
      .sort(([a, m], [b, n]) => b.plain[n].startsWith(typed) - a.plain[m].startsWith(typed) || a.name.length - b.name.length)
      .slice(0, most).map(([{ id, name, names }, hit]) => ({ kind, key: id, label: name, more: names[hit - 1] }));
    entries = [...hits("place", places, 8), ...hits("unit", units, 6)];
    for (let row = 0; row < data.rows && entries.length < 20; row++) {
      const id = data.value("id", row);
      if (plain(id).includes(typed)) entries.push({ kind: "incident", key: row, label: id, more: data.value("place", row) });
    }
    const option = (entry, number) => el("li", { role: "option", id: `found-${number}`, mousedown: (event) => {
      event.preventDefault();
      take(entry);
    } }, el("small", {}, say(`search_${entry.kind}`)), bdi(entry.label), entry.more && el("i", {}, bdi(entry.more)));
    const none = el("li", { role: "option", "aria-disabled": "true" }, say("search_none"));
    list.replaceChildren(...(entries.length ? entries.map(option) : [none]));
    show(typed.length > 1);
  };
  const onKey = (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (list.hidden) return;
    if (event.key === "Escape") show(false);
    else if (event.key === "Enter" && entries.length) take(entries[Math.max(0, at)]);
    else if (by && entries.length) {
      at = at < 0 && by < 0 ? entries.length - 1 : (at + by + entries.length) % entries.length;
      [...list.children].forEach((node, number) => { node.setAttribute("aria-selected", String(number === at)); });
      input.setAttribute("aria-activedescendant", `found-${at}`);
    } else return;
    event.preventDefault();
  };
  store.listen("filter", () => {
    chip.hidden = !store.find;
    if (store.find) chip.replaceChildren(bdi(say("only", { what: store.find.label })), sign("×", "remove", () => store.setFind(null)));
  });
};
