"use strict";
// The card: all that is known of one incident, one limit or one event, every text as text.

scs.parts.card = (map, store, card) => {
  const { data, settings } = store;
  const { labels } = settings;
  let opener = null;
  const line = (key, ...content) => (content.flat(2).some(Boolean) ? [scs.el("dt", {}, scs.text(key)), scs.el("dd", {}, ...content)] : []);
  const names = (cell) => scs.parts_of(cell).map((code) => labels.actor[code] ?? labels.country[code] ?? code);
  const items = (texts) => (texts.length ? scs.el("ul", {}, texts.map((text) => scs.el("li", {}, scs.data(text)))) : null);
  const fill = (title, buttons, ...content) => {
    if (!card.contains(document.activeElement)) opener = document.activeElement;
    card.replaceChildren(
      scs.el("div", { class: "row" }, buttons, scs.sign("×", "close", close, { class: "sign close" })), scs.el("h2", { tabindex: -1 }, scs.data(title)), ...content);
    card.hidden = false;
    card.scrollTop = 0;
    scs.openPanel("card");
  };
  const close = () => {
    card.hidden = true;
    scs.closeCard();
    if (store.selected >= 0) store.select(-1);
    if (opener?.isConnected) opener.focus();
  };
  card.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });

  /** Splits "CN: …; PH: …" into the parties' accounts; anything else stays one text. */
  const accounts = (text) => {
    const found = [...text.matchAll(/(?:^|;\s*)([\p{Lu}][\p{L} .'-]{1,40}):\s/gu)];
    if (!found.length || found[0].index !== 0) return [["", text]];
    return found.map((match, at) => [match[1], text.slice(match.index + match[0].length, found[at + 1]?.index ?? text.length)]);
  };
  const sources = (cell) => {
    let list = [];
    try {
      list = JSON.parse(cell || "[]");
    } catch {
      list = [];
    }
    if (!Array.isArray(list) || !list.length) return scs.text("card_no_sources");
    return scs.el("ul", {}, list.map((source) => scs.el("li", {}, scs.link(String(source?.url ?? ""), String(source?.publisher || source?.url || "")), source?.published && ", ", source?.published && scs.data(source.published))));
  };
  const zones = (record) => {
    let shares = {};
    try {
      shares = JSON.parse(record.zone_shares || "{}") ?? {};
    } catch {
      shares = {};
    }
    const rows = [["zones", false], ["zones_possible", true]].flatMap(([name, possible]) => scs.parts_of(record[name]).map((id) => ({ id, possible })));
    return rows.length ? scs.el("ul", {}, rows.map(({ id, possible }) => {
      const claim = store.claims?.find((each) => each.id === id);
      const share = shares[id] > 0 && shares[id] < 1 ? scs.text("share", { percent: Math.max(1, Math.round(shares[id] * 100)) }) : "";
      const remarks = [possible && scs.text("possible"), share].filter(Boolean).join(", ");
      return scs.el("li", {}, claim ? scs.el("button", { type: "button", class: "as-link", click: () => scs.showClaim(claim) }, scs.data(claim.name)) : scs.data(id), remarks && ` (${remarks})`);
    })) : null;
  };
  const showIncident = async (row) => {
    const record = await data.record(row);
    if (store.selected !== row) return;
    const harm = ["killed", "injured", "detained"].filter((name) => record[name] > 0).map((name) => scs.text(name, { n: record[name] }));
    const where = [record.location_text || record.place];
    if (record.location_text && record.place && record.place !== record.location_text) where.push(record.place);
    const placed = Number.isFinite(data.lat[row]);
    const told = record.accounts ? accounts(record.accounts) : [];
    fill(scs.parts_of(record.types).map((type) => labels.type[type] ?? type).join(", ") || record.id,
      [scs.sign("◂", "previous", () => scs.step(-1)), scs.sign("▸", "next", () => scs.step(1)), placed && scs.sign("⌖", "show_on_map", () => map.setView([data.lat[row], data.lon[row]], Math.max(map.getZoom(), 8))),
        scs.el("a", { href: `#id=${encodeURIComponent(record.id)}`, class: "sign", title: scs.text("link"), "aria-label": scs.text("link") }, "#")],
      scs.el("p", { class: "lead" }, scs.data(scs.dates(record.date_start, record.date_end)), record.time_local && ", ", record.time_local && scs.data(scs.text("local_time", { time: record.time_local }))),
      scs.el("p", {}, scs.data(record.summary ?? "")),
      scs.el("dl", {},
        line("card_initiators", items(names(record.initiators)), record.initiator_units && scs.data(record.initiator_units)),
        line("card_targets", items(names(record.targets)), record.target_units && scs.data(record.target_units)),
        line("card_where", where.map((text) => scs.el("div", {}, scs.data(text))), placed
          ? scs.el("div", { class: "note" }, `${data.lat[row].toFixed(3)}, ${data.lon[row].toFixed(3)}`, record.radius_km > 0 && ` · ${scs.text("within_km", { km: Number(record.radius_km.toPrecision(3)) })}`, record.method && ` · ${scs.text("card_method")} ${scs.text(`method_${record.method}`)}`)
          : scs.el("div", { class: "note" }, scs.text("not_placed"), record.reason && ": ", record.reason && scs.data(record.reason))),
        line("card_standing", record.standing && scs.data(record.standing)),
        line("card_zones", zones(record)),
        line("card_harm", [...harm, record.damage].filter(Boolean).map((text) => scs.el("div", {}, scs.data(text))), scs.el("div", { class: "note" }, settings.colours.severity.classes[record.severity]?.label ?? "")),
        line("card_accounts", told.length > 0 && scs.el("div", { class: "accounts" }, told.map(([party, text]) => scs.el("blockquote", {}, party && scs.el("cite", {}, scs.data(labels.country[party] ?? party)), scs.data(text))))),
        line("card_corroboration", record.corroboration && `${record.corroboration}: ${scs.text(`corroboration_${record.corroboration}`)}`),
        line("card_sources", sources(record.sources)),
        line("card_flags", record.flags && scs.data(record.flags)),
        line("card_episode", record.episode && scs.el("button", { type: "button", class: "as-link", click: () => store.setFind(scs.find("episode", record.episode)) }, scs.data(record.episode)))),
      scs.el("p", { class: "note" }, scs.data(record.id), record.revision && ` · ${scs.text("card_revision", { revision: record.revision, when: record.updated_at ?? "" })}`));
  };
  scs.showClaim = (claim) => {
    const valid = claim.valid_to ? scs.text("claim_between", { from: claim.valid_from || "…", to: claim.valid_to }) : claim.valid_from && scs.text("claim_since", { from: claim.valid_from });
    const line_ = (key, text) => line(key, text && scs.data(text));
    fill(claim.name, [], scs.el("dl", {}, line_("claim_claimants", claim.parties.join(", ")), line_("claim_kind", claim.kind.replaceAll("_", " ")), line_("claim_status", claim.status), line_("claim_basis", claim.legal_basis),
      line_("claim_citation", claim.citation), line_("claim_valid", valid), line_("claim_accuracy", claim.accuracy), line_("claim_licence", claim.licence), line_("claim_note", claim.note)), scs.el("p", { class: "note" }, scs.text("claims_note"), " ", scs.data(claim.id)));
  };
  scs.showEvent = (event) => fill(event.title, [], scs.el("p", { class: "lead" }, scs.data(scs.dates(event.date_start, event.date_end))), scs.el("dl", {},
    line("event_kind", scs.data(event.kind)), line("event_parties", items(names(event.parties))), line("event_place", event.place && scs.data(event.place)),
    line("card_sources", event.url && scs.link(event.url, event.publisher || event.url), event.published && ", ", event.published && scs.data(event.published))));
  scs.openCard = () => card.querySelector("h2")?.focus();
  store.listen((what) => {
    if (what !== "select") return;
    if (store.selected >= 0) showIncident(store.selected);
  });
};
