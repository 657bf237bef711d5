// Written by hand: a new incident with the same form, and a pasted text that is read on the spot.
const blank = (values = {}) => settings.fields.map((field) => ({ ...field, value: values[field.name] ?? (field.name === "corroboration" ? "single" : ""), passages: [], said: [], by: "" }));

/** Opens an empty form; of a lead, what is known of its text stands in it. */
const openHand = (acts, lead) => {
  const sea = openSea();
  const standing = openStanding();
  const near = openNear(acts.open, () => {});
  const look = latest(() => send("preview", { values: form.values() }), (found) => {
    const values = form.values();
    form.complain(found.problems.filter(({ field }) => values[field] !== ""));
    if (["location_text", "place", "lat", "lon"].some((name) => values[name] !== "")) standing.show(found.derived, (name) => form.set("place", name));
    else standing.node.replaceChildren(make("p", { class: "note" }, "The location appears here when you enter a place."));
    sea.show(found.derived, found.neighbours);
    near.show(found.neighbours, false, values.date_start !== "" && !found.problems.some(({ field }) => field === "date_start"));
  });
  const form = openForm(blank(lead?.values), () => {}, look);
  const input = (label, given = {}) => make("input", { type: "text", "aria-label": label, placeholder: label, autocomplete: "off", ...given });
  const url = input("URL of the source", { inputmode: "url", placeholder: "URL" });
  const publisher = input("Publisher");
  const published = input("Published YYYY-MM-DD");
  const once = crypto.randomUUID(); // sent twice, it is entered once
  const save = async (event) => {
    event.preventDefault();
    try {
      const answer = await send("new", { values: form.values(), once, source: { url: url.value, publisher: publisher.value, published: published.value } });
      acts.entered(answer);
    } catch (error) { complain(error); }
  };
  const text = make("textarea", { rows: 7, "aria-label": "Text of an article", placeholder: "Paste the text of an article: headline, blank line, text", spellcheck: "false" });
  const from = input("Its URL (optional)", { inputmode: "url", placeholder: "URL" });
  const day = input("Published YYYY-MM-DD");
  const outlet = input("Publisher (optional)", { placeholder: "Publisher" });
  const read = async (event) => {
    event.preventDefault();
    tell("reading the text…");
    try {
      const found = await send("read", { article: { text: text.value, url: from.value, published: day.value, publisher: outlet.value } });
      acts.read(found);
      if (found.ids.length) text.value = "";
    } catch (error) { complain(error); }
  };
  const node = make("article", { class: "item hand", "aria-label": "New incident" },
    make("header", { class: "item-head" }, make("button", { type: "button", class: "back", onclick: acts.back }, "‹ Queue"), make("h2", { tabindex: -1 }, "New")),
    make("form", { class: "texts paste", onsubmit: read }, make("h3", {}, "From a text"), text, make("div", { class: "grid" }, day, outlet, from), make("button", { class: "main" }, "Read text")),
    make("section", { class: "sea", "aria-label": "Map and claims" }, sea.box, standing.node),
    make("form", { class: "row-side", onsubmit: save }, make("h3", {}, "Manual entry"), form.node, make("h3", {}, "Source"), make("div", { class: "grid" }, url, publisher, published), near.node,
      make("div", { class: "bar" }, make("button", { class: "main enter" }, "Save as accepted"))));
  if (lead) {
    for (const box of [url, from]) box.value = lead.source.url;
    for (const box of [published, day]) box.value = lead.source.published;
    for (const box of [publisher, outlet]) box.value = lead.source.publisher;
    text.value = lead.text;
  }
  look();
  return { node, form };
};
