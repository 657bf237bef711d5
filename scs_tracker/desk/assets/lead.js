// A lead: its whole text with what was recognised in it, and what a row may begin with, each to be taken with a key.
const openLead = (row, { take, cite, away, bar }) => {
  const texts = make("div", { class: "text" }, apart(row.text));
  const english = make("div", { class: "text", lang: "en" });
  const box = make("div", { class: "both" }, texts);
  const isSentence = (field) => field.startsWith("sentence ");
  /** Pieces of a text; a sentence and its translation are lit together. */
  const lit = (pieces) => pieces.map(({ text, fields }) => {
    if (!fields.length) return text;
    const sentence = fields.find(isSentence) ?? "";
    const light = (on) => () => sentence && box.querySelectorAll(`[data-sentence="${sentence}"]`).forEach((one) => one.classList.toggle("lit", on));
    const found = fields.filter((field) => !isSentence(field));
    return make(found.length ? "mark" : "span", { "data-sentence": sentence || null, title: found.join(", ") || null, onmouseenter: light(true), onmouseleave: light(false) }, text);
  });
  const offers = make("ol", { class: "offers", "aria-label": "Suggested incidents" });
  const note = make("p", { class: "note", role: "status" }, "Reading the text…");
  let held = null;
  const offer = (form, at) => make("li", {}, make("blockquote", {}, apart(form.words)), make("p", {}, apart(form.line || "No act was recognised."), typeof form.confidence === "number" && ` · confidence ${form.confidence.toFixed(2)}`), " ",
    push("Use suggestion", at ? String(at + 1) : "a", () => take(held, at), at ? {} : { class: "main" }));
  const load = async () => {
    try {
      held = await ask("lead", { id: row.id });
      renew(texts, ...lit(held.pieces));
      renew(english, ...lit(held.translation));
      if (held.translation.length) renew(box, make("section", { "aria-label": "Original" }, make("h4", {}, "Original"), texts), make("section", { "aria-label": "Machine translation" }, make("h4", {}, "Machine translation"), english));
      renew(offers, ...held.forms.map(offer));
      note.replaceChildren(apart(held.note || (held.forms.length ? "" : "No act was recognised. The form starts with the date and the source.")));
    } catch (error) { note.replaceChildren(apart(error.message)); }
  };
  const ready = load();
  const sea = row.at.length > 0 && openSea();
  if (sea) sea.show({ lat: row.at[0], lon: row.at[1], radius_km: 2, zones: [] }).catch(complain);
  const node = make("article", { class: "item simple lead", "data-id": row.id, "aria-label": KINDS.lead[0] },
    make("header", { class: "item-head" }, make("button", { type: "button", class: "back", onclick: away }, "‹ Queue"), make("h2", { tabindex: -1 }, apart(row.place || row.id)), make("span", { class: "tag" }, KINDS.lead[0])),
    make("section", { class: "plain", tabindex: 0, "aria-label": "Available text" }, make("h3", {}, apart(row.title)), make("p", { class: "note" }, apart([row.date, row.why].filter(Boolean).join(" · "))), row.link && make("p", {}, linked(row.link, row.link)),
      offers, note, sea && sea.box, box), bar);
  return { node, take: async (at = 0) => { await ready; if (held) take(held, at); }, cite: async () => { await ready; if (held) cite(held); } };
};
