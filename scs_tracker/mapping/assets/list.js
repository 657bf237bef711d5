"use strict";
// The list beside the map, newest first. Only the rows in sight exist as elements, so that any number works.

scs.parts.list = (map, store, place) => {
  const { data } = store;
  const HEIGHT = 58;
  let rows = [];
  let chosen = null;
  const inView = scs.el("input", { type: "checkbox", change: () => fill() });
  const head = scs.el("div", { class: "row" }, scs.el("label", { class: "check" }, inView, scs.text("in_view")), scs.el("output", { class: "list-count" }));
  const space = scs.el("div", { class: "space" });
  const box = scs.el("div", { class: "list", id: "scs-list", role: "listbox", tabindex: 0, "aria-label": scs.text("incidents"), scroll: () => draw(), keydown: (event) => keys(event) }, space);
  const empty = scs.el("div", { class: "empty", hidden: true }, scs.el("p", {}, scs.text("none")), scs.el("p", {}, scs.text("none_hint")), scs.button("clear", () => store.clear()));
  place.append(head, box, empty);

  const label = (key, cell) => scs.parts_of(cell).map((part) => store.settings.labels[key][part] ?? part).join(", ");
  const option = (row, at) => {
    const mode = store.colours[store.colour];
    const node = scs.el("div", { role: "option", id: `option-${row}`, class: "option", "aria-selected": String(row === store.selected),
      "aria-setsize": rows.length, "aria-posinset": at + 1, click: () => store.select(row) },
    scs.swatch(mode.classes[mode.of[row]].colour, "circle", Boolean(data.area[row])),
    scs.el("span", { class: "what" }, scs.el("b", {}, scs.data(scs.dates(data.value("date_start", row), data.value("date_end", row)))), " ", scs.data(data.value("place", row))),
    scs.el("span", { class: "how" }, scs.data(label("type", data.value("types", row))), " · ", scs.data([data.value("initiators", row), data.value("targets", row)].filter(Boolean).map((cell) => scs.parts_of(cell).join(", ")).join(" → "))));
    node.style.top = `${at * HEIGHT}px`;
    return node;
  };
  const draw = () => {
    const from = Math.max(0, Math.floor(box.scrollTop / HEIGHT) - 4);
    const to = Math.min(rows.length, from + Math.ceil((box.clientHeight || 600) / HEIGHT) + 8);
    space.replaceChildren(...rows.slice(from, to).map((row, at) => option(row, from + at)));
    if (store.selected >= 0 && document.getElementById(`option-${store.selected}`)) box.setAttribute("aria-activedescendant", `option-${store.selected}`);
    else box.removeAttribute("aria-activedescendant");
  };
  const fill = () => {
    rows = store.rows();
    if (chosen) rows = rows.filter((row) => chosen.has(row));
    if (inView.checked) {
      const bounds = map.getBounds();
      rows = rows.filter((row) => Number.isFinite(data.lat[row]) && bounds.contains([data.lat[row], data.lon[row]]));
    }
    space.style.height = `${rows.length * HEIGHT}px`;
    head.lastChild.replaceChildren(chosen ? scs.el("button", { type: "button", click: () => { chosen = null; fill(); } }, scs.text("these", { count: rows.length })) : "");
    box.hidden = !rows.length;
    empty.hidden = rows.length > 0;
    draw();
  };
  const reveal = () => {
    const at = rows.indexOf(store.selected);
    if (at < 0) return;
    if (at * HEIGHT < box.scrollTop || (at + 1) * HEIGHT > box.scrollTop + box.clientHeight) box.scrollTop = at * HEIGHT - box.clientHeight / 2;
    draw();
  };
  /** Selects the incident that many places further in the list. */
  scs.step = (by) => {
    const at = rows.indexOf(store.selected);
    const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(rows.length - 1, at + by));
    if (rows.length) store.select(rows[next]);
  };
  const keys = (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -rows.length, End: rows.length }[event.key];
    if (event.key === "Enter" && store.selected >= 0) scs.openCard();
    else if (by === undefined) return;
    else scs.step(by);
    event.preventDefault();
  };
  scs.showRows = (these) => {
    chosen = new Set(these);
    fill();
    scs.openPanel("list");
  };
  map.on("moveend", () => { if (inView.checked) fill(); });
  store.listen((what) => {
    if (what === "filter" || what === "time") {
      chosen = null;
      fill();
    } else if (what === "colour" || what === "theme") draw();
    else if (what === "select") {
      if (chosen && !chosen.has(store.selected)) { chosen = null; fill(); }
      draw();
      reveal();
    }
  });
  new ResizeObserver(draw).observe(box);
  fill();
};

/** A span of dates as it is written. */
scs.dates = (start, end) => (end ? `${start} – ${end}` : start);
