// One proposal: the texts on the left, the sea below them, the row on the right.
const known = new Map(); // id to its dossier, asked for before it is needed

const dossierOf = (id) => {
  if (!known.has(id)) known.set(id, ask("item", { id }).catch((error) => { known.delete(id); throw error; }));
  return known.get(id);
};

/** The texts as tabs, with passages lit; tell(fields, on) lights the fields of a passage. */
const openTexts = (articles, tellFields) => {
  const pages = articles.map((article, at) => {
    const head = make("p", { class: "from" }, make("b", {}, linked(article.link, article.outlet)), article.published && ` · ${article.published}`, article.language && article.language !== "en" && ` · ${article.language}`,
      article.archived && [" · ", linked(article.archived, "archived")], article.how === "rule" && [" · merged automatically: ", apart(article.reasons.join("; "))]);
    const kept = article.kept.length > 0 && make("details", { class: "kept" }, make("summary", {}, `Kept: ${per(article.kept.length, "file or address", "files and addresses")}`),
      make("ul", {}, article.kept.map((one) => make("li", {}, linked(one.link, one.text), one.sha256 ? make("span", { class: "note" }, ` SHA-256 ${one.sha256}…`) : make("span", { class: "note" }, " not fetched")))),
      make("p", { class: "note" }, "Licences of images are unknown, so the desk and the maps show none."));
    const body = article.pieces
      ? make("div", { class: "text", lang: article.language || null }, article.pieces.map(({ text, fields }) => (fields.length
        ? make("mark", { "data-fields": fields.join(" "), tabindex: -1, onmouseenter: () => tellFields(fields, true), onmouseleave: () => tellFields(fields, false),
          title: fields.map((name) => settings.fields.find((one) => one.name === name)?.title ?? "its content").join(", ") }, text)
        : text)))
      : make("p", { class: "empty" }, article.missing || "The ledger has no text for this report; it came from a table row.");
    return make("div", { class: "page", role: "tabpanel", id: `text-${at}`, tabindex: 0, "aria-label": `Text ${at + 1} of ${articles.length}`, hidden: at > 0 }, article.title && make("h3", {}, apart(article.title)), head, kept, body);
  });
  const choose = (wanted) => {
    tabs.forEach((tab, at) => tab.setAttribute("aria-selected", String(at === wanted)));
    pages.forEach((page, at) => { page.hidden = at !== wanted; });
  };
  const tabs = articles.map((article, at) => make("button", { type: "button", role: "tab", "aria-controls": `text-${at}`, "aria-selected": String(at === 0), onclick: () => choose(at) }, apart(article.outlet.slice(0, 40))));
  const node = make("section", { class: "texts", "aria-label": "Source texts" }, tabs.length > 1 && make("div", { class: "tabs", role: "tablist", "aria-label": "Outlets" }, tabs), pages,
    !articles.length && make("p", { class: "empty" }, "No source report is on record for this incident."));
  const light = (name, on) => {
    const marks = [...node.querySelectorAll("mark")].filter((mark) => mark.dataset.fields.split(" ").includes(name));
    for (const mark of marks) mark.classList.toggle("lit", on);
    if (!on || !marks.length) return;
    const page = marks[0].closest(".page");
    if (page.hidden && !marks.some((mark) => !mark.closest(".page").hidden)) choose(pages.indexOf(page));
    const inSight = marks.find((mark) => !mark.closest(".page").hidden);
    inSight?.scrollIntoView({ block: "nearest" });
  };
  return { node, light };
};

const openStanding = () => {
  const node = make("div", { class: "standing" });
  const show = (derived, takePlace) => {
    const spot = derived.lat === null ? "No location" : `${Math.abs(derived.lat).toFixed(3)}° ${derived.lat < 0 ? "S" : "N"}, ${Math.abs(derived.lon).toFixed(3)}° ${derived.lon < 0 ? "W" : "E"}, uncertainty radius ${derived.radius_km < 10 ? derived.radius_km.toFixed(1) : Math.round(derived.radius_km)} km`;
    const zones = (wanted) => derived.zones.filter(({ membership }) => membership === wanted).map(({ name }) => name);
    const list = (words, names) => names.length > 0 && make("li", {}, make("b", {}, words), " ", apart(names.join("; ")));
    renew(node, ...[
      make("p", {}, make("b", { class: derived.lat === null ? "doubt" : null }, apart(spot)), derived.method !== "none" && ` · by ${derived.method.replace("_", " ")}`, derived.matched_text && [" · ", apart(`“${derived.matched_text}”`)],
        derived.severity !== null && ` · severity ${derived.severity}: ${settings.severity[derived.severity]}`),
      derived.reason && make("p", { class: "why" }, apart(derived.reason)),
      derived.alternatives.length > 0 && make("p", { class: "row" }, "Other possible places: ", derived.alternatives.map(({ name }) => make("button", { type: "button", class: "as-link", onclick: () => takePlace(name) }, apart(name)))),
      derived.lat !== null && make("p", { class: "sentence" }, apart(derived.standing)),
      derived.zones.length > 0 && make("details", {}, make("summary", {}, `Within ${per(zones("certain").length, "zone")}, possibly within ${zones("possible").length}`), make("ul", {}, list("Within:", zones("certain")), list("Possibly within:", zones("possible")))),
    ].filter(Boolean));
  };
  return { node, show };
};

const openNear = (open, join) => {
  const word = (code) => settings.labels.type[code] ?? wordOf("actor", code);
  const node = make("details", { class: "nearby", open: true, hidden: true });
  const show = (neighbours, own, dated = true) => {
    node.hidden = !dated; // without a day, nothing is known to be near
    renew(node, make("summary", {}, neighbours.length ? `In the ledger within 14 days and 400 km: ${neighbours.length}` : "Nothing in the ledger within 14 days and 400 km"),
      make("ul", {}, neighbours.map((one) => make("li", { class: one.status },
        make("button", { type: "button", class: "as-link", onclick: () => open(one.id) }, apart(`${one.date_start} ${one.place || one.location_text}`)), " ",
        apart([listed("type", listOf(one.types)), one.status, one.days ? `${per(one.days, "day")} apart` : one.same_day ? "same day" : "dates overlap", one.km !== null && `${one.km} km`, one.shared.length && `both ${one.shared.map(word).join(", ")}`].filter(Boolean).join(" · ")), " ",
        own && make("button", { type: "button", class: "as-link", onclick: () => join(one.id) }, "merge")))));
  };
  return { node, show };
};

/** Draws a dossier; acts are what its buttons do. */
const openItem = (dossier, acts) => {
  const sea = openSea();
  const standing = openStanding();
  const near = openNear(acts.open, acts.join);
  const week = make("p", { class: "week" });
  const lightFields = (fields, on) => { for (const name of fields) form.rows[name]?.classList.toggle("lit", on); };
  const texts = openTexts(dossier.articles, lightFields);
  const was = Object.fromEntries(dossier.fields.map(({ name, value }) => [name, value]));
  let follows = false; // the place is that of the words, until a person writes another
  const look = latest(() => {
    const values = form.values();
    follows = values.location_text !== was.location_text && (follows || values.place === was.place);
    return send("preview", { values: follows ? { ...values, place: "" } : values, id: dossier.id });
  }, (found) => {
    if (follows && form.values().place !== found.derived.feature) form.set("place", found.derived.feature, false);
    form.complain(found.problems);
    showWeek(found);
    draw(found.derived, found.neighbours);
  });
  const draw = (derived, neighbours) => {
    standing.show(derived, (name) => form.set("place", name));
    sea.show(derived, neighbours);
    near.show(neighbours, dossier.status === "proposed");
  };
  const form = openForm(dossier.fields, texts.light, () => { acts.edited(form.edits()); look(); });
  const showWeek = (printed) => week.replaceChildren(make("b", {}, printed.week ? `In the report of ${printed.week}: ` : "No exact date, so not in a weekly report: "), apart(printed.week_line));
  showWeek(dossier);
  const history = make("details", { class: "history", ontoggle: () => history.open && showHistory() }, make("summary", {}, "History and sources"));
  const showHistory = async () => {
    const { revisions } = await ask("history", { id: dossier.id }).catch((error) => { complain(error); return { revisions: [] }; });
    const cell = (text) => apart(text === "" ? "empty" : text.length > 160 ? `${text.slice(0, 159)}…` : text);
    history.replaceChildren(history.firstChild,
      make("ul", {}, dossier.sources.map((one) => make("li", {}, linked(one.link, one.publisher), one.published && ` · ${one.published}`, one.archived && [" · ", linked(one.archived, "archived")]))),
      make("ol", {}, revisions.map((one) => make("li", {}, make("b", {}, `revision ${one.revision}`), " ", one.at.slice(0, 16).replace("T", " "), " UTC, ", apart(one.by), ": ", apart(one.reason),
        make("dl", {}, one.fields.filter(({ field }) => field !== "created").map(({ field, old, new: now }) => [make("dt", {}, field), make("dd", {}, make("del", {}, cell(old)), " ", make("ins", {}, cell(now)))]))))));
  };
  const said = dossier.accounts.length > 0 && make("div", { class: "accounts", "aria-label": "Accounts" }, dossier.accounts.map(({ who, text }) => make("blockquote", {}, make("cite", {}, apart(who || "Source of account unknown")), apart(text))));
  const backed = dossier.backed.length > 0 && make("ul", { class: "backed", "aria-label": "Corroboration" }, dossier.backed.map((words) => make("li", {}, apart(words))));
  const changes = dossier.changes.length > 0 && make("section", { class: "changes", "aria-label": "Proposed changes" }, make("h3", {}, "A newer version has other values"),
    make("ul", {}, dossier.changes.map((one) => make("li", {}, make("b", {}, apart(one.title)), ": ", make("del", {}, apart(one.old || "empty")), " ", make("ins", {}, apart(one.new || "empty")), " ",
      make("button", { type: "button", onclick: () => acts.settle(one, true) }, "Use the new value"), " ", make("button", { type: "button", onclick: () => acts.settle(one, false) }, "Keep the old value")))));
  const head = make("header", { class: "item-head" }, make("button", { type: "button", class: "back", onclick: acts.back }, "‹ Queue"), make("h2", { tabindex: -1 }, apart(dossier.id)),
    make("span", { class: `tag ${dossier.status}` }, dossier.status), dossier.open_by && make("span", { class: "tag other" }, "opened by ", apart(dossier.open_by)), acts.note(dossier), week);
  const node = make("article", { class: "item", "data-id": dossier.id, "aria-label": "Proposal" }, head, texts.node,
    make("section", { class: "sea", "aria-label": "Map and claims" }, sea.box, standing.node),
    make("section", { class: "row-side", "aria-label": "Fields" }, changes, form.node, said, backed, near.node, history), acts.bar(dossier));
  draw(dossier.derived, dossier.neighbours);
  return { node, form, dossier };
};
