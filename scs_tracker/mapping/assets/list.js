// The list beside the map, newest first. Only the rows in sight exist as elements, so that any number works.
const ROW_HEIGHT = 74;
let showRows, stepBy; // list these rows alone; select the incident so many places further on

const openList = (place) => {
  let rows = [];
  let chosen = null;
  let drawn = new Map(); // the elements of the rows in sight: a press is lost where its element goes before it is let go
  const inView = el("input", { type: "checkbox", change: () => fill() });
  const all = el("span");
  const space = el("div", { class: "space", role: "presentation" });
  const box = el("div", { class: "list", id: "scs-list", role: "listbox", tabindex: 0, "aria-label": say("incidents"),
    scroll: () => draw(), keydown: (event) => onKey(event) }, space);
  const empty = el("div", { class: "empty" }, el("p", {}, say("none")), el("p", {}, say("none_hint")),
    button("clear", () => store.clear()));
  place.append(el("div", { class: "row" }, check(inView, say("in_view")), all), box, empty);
  const option = (row) => {
    const note = [data.types(row), words("episode", data.value("episode", row)).join(", ")].filter(Boolean).join(" · ");
    const node = el("div", { role: "option", id: `option-${row}`, class: "option", click: () => store.select(row) },
    swatch(data.colours(row), settings.acts[data.gravest[row]]?.[1], Boolean(data.area[row])),
    el("span", {}, el("b", {}, bdi(data.dates(row))), " ", bdi(data.value("place", row))),
    el("span", { class: "note" }, bdi(note)), el("span", { class: "note" }, bdi(data.sides(row))));
    return node;
  };
  const draw = () => {
    const from = Math.max(0, Math.floor(box.scrollTop / ROW_HEIGHT) - 3);
    const to = from + Math.ceil(box.clientHeight / ROW_HEIGHT) + 6;
    const before = drawn;
    drawn = new Map(Array.from(rows.slice(from, to), (row) => [row, before.get(row) ?? option(row)]));
    for (const [row, node] of before) if (!drawn.has(row)) node.remove();
    let at = from;
    for (const [row, node] of drawn) {
      node.style.top = `${at * ROW_HEIGHT}px`;
      [node.ariaSelected, node.ariaSetSize, node.ariaPosInSet] = [String(row === store.selected), rows.length, at + 1];
      const next = space.children[at - from];
      if (node !== next) space.insertBefore(node, next ?? null);
      at += 1;
    }
    if (document.getElementById(`option-${store.selected}`)) box.setAttribute("aria-activedescendant", `option-${store.selected}`);
    else box.removeAttribute("aria-activedescendant");
  };
  const drawAnew = () => {
    space.replaceChildren();
    drawn.clear();
    draw();
  };
  const fill = () => {
    const bounds = map.getBounds();
    rows = store.rows;
    if (chosen) rows = rows.filter((row) => chosen.has(row));
    if (inView.checked) rows = rows.filter((row) => data.placed(row) && bounds.contains([data.lat[row], data.lon[row]]));
    space.style.height = `${rows.length * ROW_HEIGHT}px`;
    renew(all, chosen ? el("button", { type: "button", click: () => showRows(null) }, say("these", { count: rows.length })) : "");
    box.hidden = !rows.length;
    empty.hidden = !box.hidden;
    draw();
  };
  const onKey = (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -rows.length, End: rows.length }[event.key];
    if (by) stepBy(by, false);
    else if (event.key === "Enter") store.select(store.selected);
    else return;
    event.preventDefault();
  };
  stepBy = (by, open) => {
    const at = rows.indexOf(store.selected);
    if (rows.length) store.select(rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))], open);
  };
  showRows = (these) => {
    chosen = these && new Set(these);
    fill();
    openPanel("list");
  };
  map.on("moveend", () => inView.checked && fill());
  store.listen("filter time", () => { chosen = null; fill(); });
  store.listen("panel", draw);
  store.listen("colour", drawAnew);
  store.listen("select", () => {
    const at = rows.indexOf(store.selected);
    const top = at * ROW_HEIGHT;
    if (at >= 0 && (top < box.scrollTop || top + ROW_HEIGHT > box.scrollTop + box.clientHeight)) box.scrollTop = top - box.clientHeight / 2;
    draw();
  });
  new ResizeObserver(draw).observe(box);
  fill();
};
