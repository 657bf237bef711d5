// The row as a form: each value with its confidence and the passage it rests on; what is typed shows at sea at once.
/** Codes with words, of which some are chosen: chips, and an input that offers the rest. */
const codesInput = (id, label, kind, cell, changed) => {
  let codes = listOf(cell);
  const chips = make("span", { class: "chips" });
  const offer = make("datalist", { id: `${id}-offer` },
    Object.entries(settings.labels[kind]).map(([code, words]) => make("option", { value: code }, words)));
  const input = make("input", { id, type: "text", list: `${id}-offer`, autocomplete: "off", placeholder: "add", "aria-label": `${label}: add` });
  const draw = () => renew(chips, ...codes.map((code) => make("span", { class: "chip" }, apart(wordOf(kind, code)),
    make("button", { type: "button", "aria-label": `Remove ${wordOf(kind, code)}`, onclick: () => { codes = codes.filter((one) => one !== code); draw(); changed(); } }, "×"))));
  const take = () => {
    const typed = input.value.trim().toLowerCase();
    const all = Object.entries(settings.labels[kind]);
    const like = typed ? all.filter(([code, words]) => [code, words].some((one) => one.toLowerCase().includes(typed))) : [];
    const known = all.find(([code, words]) => [code, words].some((one) => one.toLowerCase() === typed)) ?? (like.length === 1 ? like[0] : null);
    if (!known) { if (typed) changed(); return Boolean(typed); }
    input.value = "";
    if (!codes.includes(known[0])) codes.push(known[0]);
    draw();
    changed();
    return false;
  };
  input.addEventListener("change", () => input.setCustomValidity(take() ? "unknown code; choose one from the list" : ""));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Backspace" && !input.value && codes.length) { codes.pop(); draw(); changed(); }
    if (event.key === "Enter" && input.value) {
      event.preventDefault();
      input.setCustomValidity(take() ? "unknown code; choose one from the list" : "");
      input.reportValidity();
    }
  });
  draw();
  return { node: make("span", { class: "codes" }, chips, input, offer), value: () => [...codes, input.value.trim()].filter(Boolean).join(";"), set(text) { codes = listOf(text); draw(); } };
};

/** Acts as lines: who · did what · to whom · with · says who. Alt+X swaps the sides of a line, Alt+N adds one, Alt+Delete removes it. */
const actsInput = (id, label, cell, changed) => {
  const lists = { by: "initiator", by_units: "initiator units", against: "target", against_units: "target units", said_by: "reported by" };
  let acts = [];
  const lines = make("ol", { class: "acts", "aria-label": label });
  const box = (act, name, place) => {
    const input = make("input", { type: "text", autocomplete: "off", spellcheck: "false", id: name === "by" && place === 0 ? id : null,
      "aria-label": `${lists[name]}, act ${place + 1}`, list: ["by", "against"].includes(name) ? "act-actors" : null,
      oninput: () => { act[name] = listOf(input.value); act.basis = act.basis === "columns" ? "source read" : act.basis; changed(); } });
    input.value = (act[name] ?? []).join("; ");
    return make("label", {}, make("span", {}, lists[name]), input);
  };
  const kinds = (act, place) => {
    const select = make("select", { "aria-label": `type, act ${place + 1}`, onchange: () => { act.type = select.value; act.basis = act.basis === "columns" ? "source read" : act.basis; changed(); } },
      Object.entries(settings.labels.type).map(([code, words]) => make("option", { value: code }, words)));
    select.value = act.type;
    return make("label", {}, make("span", {}, "type"), select);
  };
  const swap = (act) => {
    [act.by, act.against] = [act.against ?? [], act.by ?? []];
    [act.by_units, act.against_units] = [act.against_units ?? [], act.by_units ?? []];
    act.basis = act.basis === "columns" ? "source read" : act.basis;
  };
  const redraw = (place, column = 0) => { draw(); changed(); lines.children[place]?.querySelectorAll("input, select")[column]?.focus(); };
  const line = (act, place) => make("li", { onkeydown: (event) => {
    if (!event.altKey) return;
    if (event.code === "KeyX") { event.preventDefault(); swap(act); redraw(place); }
    if (event.code === "KeyN") { event.preventDefault(); acts.splice(place + 1, 0, { type: act.type, basis: "source read" }); redraw(place + 1); }
    if (event.code === "Delete") { event.preventDefault(); acts.splice(place, 1); redraw(Math.max(place - 1, 0)); }
  } }, box(act, "by", place), kinds(act, place), box(act, "against", place), box(act, "by_units", place), box(act, "against_units", place), box(act, "said_by", place),
  make("span", { class: "row" }, make("button", { type: "button", title: "Alt+X", onclick: () => { swap(act); redraw(place); } }, "Swap sides"),
    make("button", { type: "button", title: "Alt+Delete", "aria-label": `Remove act ${place + 1}`, onclick: () => { acts.splice(place, 1); redraw(Math.max(place - 1, 0)); } }, "×")));
  const draw = () => renew(lines, ...acts.map(line));
  const read = (text) => { try { acts = JSON.parse(text || "[]"); } catch { acts = []; } draw(); };
  const actors = make("datalist", { id: "act-actors" }, Object.entries(settings.labels.actor).map(([code, words]) => make("option", { value: code }, words)));
  read(cell);
  const start = JSON.stringify(acts);
  return { node: make("div", { class: "acts-edit" }, lines, actors, make("button", { type: "button", title: "Alt+N", onclick: () => { acts.push({ type: Object.keys(settings.labels.type)[0], basis: "source read" }); redraw(acts.length - 1); } }, "Add an act")),
    value: () => (JSON.stringify(acts) === start ? cell : JSON.stringify(acts)), set: read };
};

const plainInput = (id, field, cell, changed) => {
  const given = { id, oninput: changed, autocomplete: "off", spellcheck: field.input === "long" ? "true" : "false" };
  let node;
  if (field.input === "long") node = make("textarea", { ...given, rows: 2 });
  else if (field.input === "choice") node = make("select", given, settings.corroboration.map((one) => make("option", { value: one }, one)));
  else node = make("input", { ...given, type: "text", inputmode: field.input === "number" ? "numeric" : null });
  node.value = cell;
  return { node, value: () => node.value.trim(), set(text) { node.value = text; } };
};

/** Makes the form of a row. fields are those of a dossier; light(name, on) marks its passages. */
const openForm = (fields, light, changed) => {
  const inputs = {};
  const problems = {};
  const rows = {};
  const whyOf = (field) => {
    if (!field.value) return [];
    const quoted = field.passages?.[0]?.words.replace(/\s+/g, " ");
    const basis = field.basis || (field.passages?.length ? "stated" : "");
    return [
      field.by === "person" ? "set by a reviewer" : basis,
      typeof field.confidence === "number" && `confidence ${field.confidence.toFixed(2)}`,
      quoted ? `“${quoted.length > 90 ? `${quoted.slice(0, 89)}…` : quoted}”` : field.judged && !["corroboration", "acts", "summary", "place"].includes(field.name) && "not in the text",
    ].filter(Boolean);
  };
  const row = (field) => {
    const shape = settings.fields.find(({ name }) => name === field.name);
    const id = `field-${field.name}`;
    const kind = { types: "type", initiators: "actor", targets: "actor" }[field.name];
    const touched = () => { rows[field.name].classList.toggle("edited", inputs[field.name].value() !== field.value); changed(field.name); };
    if (field.name === "acts") inputs.acts = actsInput(id, field.title, field.value, touched);
    else inputs[field.name] = kind ? codesInput(id, field.title, kind, field.value, touched) : plainInput(id, shape, field.value, touched);
    problems[field.name] = make("p", { class: "problem", role: "alert" });
    const others = (field.said ?? []).map((one) => make("li", {}, apart(one.outlet), ": ", apart(kind ? listed(kind, listOf(one.value)) : one.value), " ",
      make("button", { type: "button", class: "as-link", onclick: () => { inputs[field.name].set(one.value); touched(); } }, "use it")));
    const why = whyOf(field);
    rows[field.name] = make("div", { class: `field${field.unsure ? " unsure" : ""}${others.length ? " differs" : ""}`, "data-field": field.name,
      onmouseenter: () => light(field.name, true), onmouseleave: () => light(field.name, false), onfocusin: () => light(field.name, true), onfocusout: () => light(field.name, false) },
    make("label", { for: id, title: field.meaning }, field.title), inputs[field.name].node,
    (field.unsure || why.length > 0) && make("p", { class: "why" }, field.unsure && make("b", {}, "uncertain "), apart(why.join(" · "))),
    others.length > 0 && make("ul", { class: "others", "aria-label": "Other reports say" }, others), problems[field.name]);
    return rows[field.name];
  };
  const first = ["date_start", "date_end", "acts", "types", "initiators", "targets", "initiator_units", "target_units", "location_text", "place", "summary", "accounts"];
  const wanted = (field) => field.value || field.said?.length || ["date_start", "types", "initiators", "targets", "location_text", "place", "summary"].includes(field.name);
  const order = (field) => { const at = first.indexOf(field.name); return at < 0 ? 99 : at; };
  const sorted = fields.toSorted((one, other) => order(one) - order(other));
  const empty = sorted.filter((field) => !wanted(field));
  const node = make("div", { class: "form" }, sorted.filter(wanted).map(row),
    empty.length > 0 && make("details", { class: "more" }, make("summary", {}, `${empty.length} empty fields: ${empty.map(({ title }) => title.toLowerCase()).join(", ")}`), empty.map(row)));
  return {
    node, rows,
    values: () => Object.fromEntries(fields.map(({ name }) => [name, inputs[name].value()])),
    edits: () => Object.fromEntries(fields.map(({ name, value }) => [name, inputs[name].value(), value]).filter(([, now, was]) => now !== was).map(([name, now]) => [name, now])),
    set(name, text, tellIt = true) { inputs[name].set(text); rows[name].classList.add("edited"); if (tellIt) changed(name); },
    complain(found) {
      for (const name of Object.keys(problems)) problems[name].replaceChildren();
      for (const { field, sentence } of found) problems[field]?.replaceChildren(apart(sentence));
    },
    start() {
      const doubt = node.querySelector(".unsure input, .unsure textarea, .unsure select") ?? node.querySelector("input, textarea, select");
      doubt?.focus();
    },
  };
};
