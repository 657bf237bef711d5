// The card: all that is known of one incident, one limit or one event, every text as text.
let showClaim, showEvent, showEpisode, showPlace, showCard, closeCard;

/** Splits "CN: …; PH: …" into the parties' accounts; anything else stays one text. */
const accountsOf = (text) => {
  const found = [...text.matchAll(/(?:^|;\s*)(\p{Lu}[\p{L} .'-]{1,40}):\s/gu)];
  if (found[0]?.index !== 0) return [["", text]];
  return found.map((match, at) => [match[1], text.slice(match.index + match[0].length, found[at + 1]?.index)]);
};

const json = (text, otherwise) => {
  try {
    return JSON.parse(text) ?? otherwise;
  } catch {
    return otherwise;
  }
};

const openCards = (card) => {
  let opener = null;
  const line = (key, ...content) =>
    content.flat().some(Boolean) ? [el("dt", {}, say(key)), el("dd", {}, ...content)] : [];
  const texts = (all) => all.filter(Boolean).map((text) => el("div", {}, bdi(text)));
  const note = (...content) => el("div", { class: "note" }, ...content);
  const asLink = (text, click) => el("button", { type: "button", class: "as-link", click }, bdi(text));
  const fill = (title, tools, ...content) => {
    const { activeElement: focused } = document;
    const again = card.contains(focused) && `[aria-label="${focused.getAttribute("aria-label")}"]`;
    if (!again) opener = focused;
    card.replaceChildren(el("div", { class: "row" }, tools, sign("×", "close", () => closeCard())),
      el("h2", { tabindex: -1 }, bdi(title)), ...content.flat(3).filter(Boolean));
    card.scrollTop = 0;
    openPanel("card");
    if (again) (card.querySelector(again) ?? card.querySelector("h2")).focus();
    else if (opener !== document.body && !opener?.offsetParent) card.querySelector("h2").focus();
  };
  showCard = fill;
  closeCard = () => {
    openPanel(null);
    if (store.selected >= 0) store.select(-1);
    if (opener?.isConnected) opener.focus();
  };
  addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && !card.hidden && closeCard());
  const sources = (text) => {
    const list = json(text, []);
    if (!Array.isArray(list) || !list.length) return say("no_sources");
    return el("ul", {}, list.map((source) => el("li", {}, link(source?.url, source?.publisher || source?.url),
      ", ", bdi(source?.published || say("undated")), source?.archived && [" · ", link(source.archived, say("archived"))])));
  };
  const zones = (record) => {
    const shares = json(record.zone_shares, {});
    const row = (id, possible) => {
      const claim = store.claims.find((each) => each.id === id);
      const percent = Math.max(1, Math.round(shares[id] * 100));
      const remarks = [possible && say("possible"), shares[id] > 0 && shares[id] < 1 && say("share", { percent })].filter(Boolean);
      return el("li", {}, claim ? asLink(claim.name, () => showClaim(claim)) : bdi(id),
        remarks.length > 0 && ` (${remarks.join(", ")})`);
    };
    const rows = [...parts(record.zones).map((id) => row(id)), ...parts(record.zones_possible).map((id) => row(id, true))];
    return rows.length > 0 && el("ul", {}, rows);
  };
  /** Where the place lies: first in everyday words, then in those of the law, then what else is to say of it. */
  const meaning = (record) => {
    const more = json(record[":details"], []);
    return [record[":plain"] && el("div", {}, bdi(record[":plain"])),
      record.standing && el("div", { class: record[":plain"] ? "note" : "" }, bdi(record.standing)),
      more.length > 0 && el("details", {}, el("summary", { class: "note" }, say("standing_more", { count: more.length })), el("ul", {}, more.map((text) => el("li", { class: "note" }, bdi(text)))))];
  };
  const side = (record, name) => {
    const units = parts(record[`${name}_units`]).join(", ");
    return line(`card_${name}s`, texts(words("actor", record[`${name}s`])), units && note(bdi(units)));
  };
  const whereabouts = (record, row) => {
    if (!data.placed(row)) return note(bdi([say("not_placed"), record.reason].filter(Boolean).join(": ")));
    return note(bdi([`${data.lat[row].toFixed(3)}, ${data.lon[row].toFixed(3)}`,
      record.radius_km > 0 && say("within_km", { km: Number(record.radius_km.toPrecision(3)) }),
      record.method && say("placed_by", { method: words("method", record.method) })].filter(Boolean).join(" · ")));
  };
  const harm = (record) => ["killed", "injured", "detained"].filter((name) => record[name] > 0)
    .map((name) => say(name, { n: record[name] }));
  /** A link to the incident's own page, where the map stands in a site that has one. */
  const pageOf = (id) => {
    const name = settings.pages && (settings.pages.named[id] ?? id);
    return name && el("a", { href: `${settings.pages.folder}${encodeURIComponent(name)}.html`, class: "button" }, say("card_page"));
  };
  const severity = (record) => settings.severities[record.severity];
  const drawIncident = (row, record) => {
    const differ = Object.entries(json(record.disagreements, {}));
    const told = record.accounts ? accountsOf(record.accounts) : [];
    const account = ([party, text]) => el("blockquote", {}, party && el("cite", {}, bdi(words("country", party))), bdi(text));
    const episode = (id) => asLink(words("episode", id).join(), () => showEpisode(id));
    const tools = [sign("◂", "previous", () => stepBy(-1)), sign("▸", "next", () => stepBy(1)),
      data.placed(row) && button("show_on_map", () => data.zoom(row)), data.placed(row) && button("point_title", () => showPoint(data.lat[row], data.lon[row])), pageOf(record.id),
      el("a", { href: `#id=${encodeURIComponent(record.id)}`, class: "button" }, say("link"))];
    fill(words("type", record.types).join(", ") || record.id, tools,
      el("p", { class: "lead" }, bdi(span(record.date_start, record.date_end)),
        record.time_local && bdi(`, ${say("local_time", { time: record.time_local })}`)),
      el("p", {}, bdi(record.summary ?? "")),
      el("dl", {}, side(record, "initiator"), side(record, "target"),
        line("card_where", texts([...new Set([record.location_text, record.place])]), whereabouts(record, row)),
        line("card_standing", meaning(record)), line("card_zones", zones(record)),
        line("card_harm", texts([...harm(record), record.damage]), severity(record) && note(bdi(severity(record)))),
        line("card_accounts", told.length > 0 && el("div", { class: "accounts" }, told.map(account))),
        line("card_differ", texts(differ.map(([field, said]) => `${field}: ${[...new Set(Object.values(said))].join(" / ")}`))),
        line("card_corroboration", bdi([words("corroboration", record.corroboration),
          record.independent_sources > 0 && say("independent", { n: record.independent_sources })].filter(Boolean).join(", "))),
        line("card_sources", sources(record.sources)), line("card_flags", record.flags && bdi(record.flags)),
        line("card_episode", parts(record.episode).map(episode))),
      note(bdi([record.id, record.revision && say("card_revision", { revision: record.revision, when: instant(record.updated_at ?? "") })]
        .filter(Boolean).join(" · "))));
    reveal(row); // which the card may just have covered
  };
  const showIncident = async (row) => {
    const record = await data.record(row);
    afterPress(card, () => store.selected === row && drawIncident(row, record));
  };
  showClaim = (claim) => {
    const { valid_from: from, valid_to: to } = claim;
    const valid = to ? span(from || "…", to) : from && say("claim_since", { from });
    const rows = { claim_claimants: claim.parties.join(", "), claim_kind: kindName(claim.kind), claim_status: claim.status,
      claim_basis: claim.legal_basis, claim_citation: claim.citation, claim_valid: valid, claim_accuracy: claim.accuracy,
      claim_licence: claim.licence, claim_note: claim.note };
    const lines = Object.entries(rows).map(([key, text]) => line(key, text && (key === "claim_citation" ? citations(text) : bdi(text))));
    const counted = (kind) => {
      const { test } = data.rows ? findBy(kind, claim.id) : { test: () => false };
      const count = data.rows ? store.rows.filter(test).length : 0;
      return el("button", { type: "button", disabled: !count, click: () => store.setFind(findBy(kind, claim.id)) }, say(kind === "claim" ? "zone_within" : "zone_possibly", { count: figure(count) }));
    };
    fill(claim.name, data.rows ? [counted("claim"), counted("claim_possible")] : [], el("dl", {}, lines.flat()), note(say("claims_note"), " ", bdi(claim.id)));
  };
  showEvent = (event) => fill(event.title, [], el("p", { class: "lead" }, bdi(span(event.date_start, event.date_end))),
    el("dl", {}, line("event_kind", bdi(event.kind)), line("event_parties", texts(words("country", event.parties))),
      line("event_place", event.place && bdi(event.place)), line("card_sources", event.url && link(event.url, event.publisher || event.url),
        event.published && bdi(`, ${event.published}`))));
  /** Shows a reef or island: who holds it since when, what the Award found, whose drawing this is, and what happened there. */
  showPlace = ({ id, name, names, lat, lon, held, form }) => {
    const here = data.rows && store.rows.filter((row) => data.value("feature_id", row) === id);
    fill(name, [here.length > 0 && button("only_here", () => store.setFind(findBy("place", id))), data.rows > 0 && button("point_title", () => showPoint(lat, lon))],
      el("p", { class: "lead" }, say("place_count", { count: here.length || 0 })),
      el("dl", {}, line("place_names", names.length > 0 && bdi(names.slice(0, 12).join(" · "))),
        line("card_where", bdi(`${lat.toFixed(3)}, ${lon.toFixed(3)}`)),
        line("place_held", held?.occupier && bdi([held.party, held.since && say("claim_since", { from: held.since })].filter(Boolean).join(", "))),
        line("place_facts", held && texts(held.facts)), line("place_claimed", scs.claimantsOf(id, iso(store.range?.[1] ?? 20_000)).map(countryName).join(", ")), line("place_award", scs.awardLine(id)),
        line("card_sources", held && held.sources.map((address) => el("div", {}, link(address, address)))),
        line("place_outline", form && bdi(`${form.source} (${form.date}; ${form.licence})`))),
      note(say("sea_note"), " ", bdi(id)));
  };
  /** Shows the incidents of an episode, and no other, on the map and in the list, and lets them be told one by one. */
  showEpisode = (id) => {
    const { name, start, end, basis, count } = settings.episodes.find((each) => each.id === id);
    store.range = [...store.domain];
    store.setFind(findBy("episode", id));
    fill(name, [button("story", () => tell(id, name, 0)), button("show_list", () => openPanel("list"))], start && el("p", { class: "lead" }, bdi(span(start, end))),
      el("p", {}, say("episode_count", { count })), el("p", {}, bdi(basis)));
    store.find.zoom();
  };
  /** One step of an episode's story: the incident in its words, its place on the map, and the next. */
  const tell = async (id, name, at) => {
    const rows = [...store.rows].toReversed();
    const row = rows[at];
    if (row === undefined) return;
    const record = await data.record(row);
    const go = (by) => () => tell(id, name, at + by);
    fill(name, [sign("◂", "story_back", go(-1), { disabled: at === 0 }), sign("▸", "story_on", go(1), { disabled: at === rows.length - 1 }),
      el("span", {}, say("story_step", { at: at + 1, count: rows.length }))],
    el("progress", { max: rows.length, value: at + 1, "aria-hidden": "true" }),
    el("p", { class: "lead" }, bdi([data.dates(row), record.place].filter(Boolean).join(" · "))),
    sentences.has(row) && el("p", {}, bdi(sentences.get(row))), el("p", { class: sentences.has(row) ? "note" : "" }, bdi(record.summary || data.types(row))),
    note(bdi(data.sides(row))), el("p", {}, button("story_more", () => store.select(row))), el("p", {}, button("episode_back", () => showEpisode(id))));
    store.select(row, false);
    if (data.placed(row)) data.zoom(row);
  };
  store.listen("select", () => {
    if (store.selected >= 0 && store.opened) showIncident(store.selected);
  });
};
