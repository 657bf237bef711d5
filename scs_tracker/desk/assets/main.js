// Puts the desk together: queue, work, keys.
const root = document.documentElement;
const setTheme = (name) => {
  root.dataset.theme = name;
  dispatchEvent(new Event("themechange"));
};
const dark = matchMedia("(prefers-color-scheme: dark)");
setTheme(dark.matches ? "dark" : "light");
dark.addEventListener("change", ({ matches }) => setTheme(matches ? "dark" : "light"));
history.replaceState(null, "", location.pathname); // the token leaves the address

const work = make("main", { class: "work", id: "work" });
const progress = make("p", { class: "progress", role: "status" });
let current = null; // the item that is open
const written = new Map(); // what is being written by hand, by the lead that it is made of
const drafts = new Map(); // id to the edits that are not decided on yet, and the revision that they are of
let lead = null; // the lead that is open
let busy = false;
let turn = 0;

const place = (node, heading = true) => {
  work.replaceChildren(node);
  document.body.classList.add("opened");
  if (heading && narrow.matches) node.querySelector("h2")?.focus({ preventScroll: true });
};
const showProgress = () => {
  const minutes = Math.max(1, Math.round((Date.now() - sitting.began) / 6e4));
  progress.textContent = `${sitting.done} decided in ${minutes} min · ${queue.rows.filter(({ background, snoozed }) => !background && !snoozed).length.toLocaleString("en")} awaiting review`;
};

/** Whether an accepted incident waits for a second reader. */
const second = (dossier) => queue.rows.some(({ id, kind }) => id === dossier.id && kind === "second");
const note = (dossier) => [
  dossier.members.length > 0 && make("details", { class: "group" }, make("summary", {}, `${per(dossier.members.length, "more proposal")} of the same incident`), make("ul", {}, dossier.members.map((one) => make("li", {}, make("button", { type: "button", class: "as-link", onclick: () => open(one.id) }, apart(one.summary)))))),
  dossier.agreed.length > 0 && make("span", { class: "tag accepted" }, "second review by  ", apart(dossier.agreed.map(({ by }) => by).join(", "))),
];
const bar = (dossier) => {
  const proposed = dossier.status === "proposed";
  const buttons = proposed
    ? [push("Accept", "a", accept, { class: "main accept" }), dossier.members.length > 0 && push("Accept all", "A", acceptGroup), push("Reject", "r", reject, { class: "reject" }), push("Merge", "l", () => join()), push("Edit", "e", () => current.form.start(), { class: "wide-only" }), push("Snooze", "s", later),
      push("Mark as event", "m", asEvent, { class: "wide-only" }), dossier.articles.length > 1 && push("Split", "p", split, { class: "wide-only" })]
    : [second(dossier) && push("Approve as second reviewer", "a", accept, { class: "main accept" }), push(dossier.status === "retracted" ? "Restore" : "Save changes", second(dossier) ? "" : "a", save, { class: "main" }), dossier.status === "accepted" && push("Retract", "r", reject, { class: "reject" }),
      push("Edit", "e", () => current.form.start(), { class: "wide-only" }), dossier.articles.length > 1 && push("Split", "p", split)];
  return make("footer", { class: "bar", role: "group", "aria-label": "Decide" }, buttons);
};

const open = async (id, { focus = false } = {}) => {
  turn += 1;
  const mine = turn;
  if (current?.dossier.id !== id) { // what is in sight no longer is what is chosen
    current = null;
    work.replaceChildren(make("p", { class: "empty" }, "Opening…"));
  }
  try {
    const dossier = await dossierOf(id);
    if (mine !== turn) return;
    current = openItem(dossier, { open, join, back, note, bar, settle, edited: (edits) => {
      work.querySelector(".accept")?.classList.toggle("edited", Object.keys(edits).length > 0);
      drafts.set(id, { revision: dossier.revision, edits });
      keepDraft(id, dossier.revision, edits);
    } });
    place(current.node);
    const draft = drafts.get(id);
    if (draft?.revision === dossier.revision) for (const [name, text] of Object.entries(draft.edits)) current.form.set(name, text);
    if (focus) current.node.querySelector("h2").focus({ preventScroll: true });
    send("claim", { id }).catch(() => {});
    const next = queue.shown[queue.at + 1];
    if (next && own(next)) dossierOf(next.id).catch(() => {});
  } catch (error) { complain(error); }
};
const keepDraft = calmly((id, revision, edits) => send("draft", { id, revision, edits }).catch(complain), 400);
const own = (row) => ["proposal", "join", "change", "unplaced", "second"].includes(row.kind);

/** Shows what the queue has chosen. */
const openChosen = (options) => {
  const row = queue.shown[queue.at];
  if (!row) { current = null; work.replaceChildren(make("p", { class: "empty" }, "No item is selected. Choose one in the queue.")); return; }
  if (own(row)) open(row.id, options);
  else { turn += 1; current = null; place(openSimple(row)); }
};

/** What was changed of the cells of an event that is open. */
const cellEdits = () => Object.fromEntries([...work.querySelectorAll(".simple .cells input")].filter((input) => input.value.trim() !== input.defaultValue).map((input) => [input.dataset.name, input.value.trim()]));

/** A lead, an event or a row that could not be read: what there is of it, and what can be done. */
const openSimple = (row) => {
  const cells = Object.entries(row.cells).map(([name, value]) => [name, make("input", { type: "text", value, "data-name": name, "aria-label": name.replace("_", " "), autocomplete: "off" })]);
  const retry = async () => {
    const answer = await decide({ action: "retry", id: row.id, values: Object.fromEntries(cells.map(([name, input]) => [name, input.value])) });
    if (!answer || answer.left) return;
    await refresh();
    openChosen();
  };
  if (row.kind === "lead") {
    lead = openLead(row, { away: back, take: (held, at) => go("new", { ...row, source: held.source, values: held.forms[at]?.values ?? { date_start: row.date } }), cite: (held) => citeLead(row, held),
      bar: make("footer", { class: "bar", role: "group", "aria-label": "Decide" }, push("Create an incident", "a", accept, { class: "main accept" }), push("Add as a source", "l", join), row.at.length > 0 && push("Use as evidence", "v", evidence), push("Reject", "r", reject), push("Snooze", "s", later)) });
    return lead.node;
  }
  const acts = {
    event: [push("Accept", "a", accept, { class: "main accept" }), push("Reject", "r", reject), push("Snooze", "s", later)],
    quarantine: [cells.length > 0 && push("Import again", "e", retry, { class: "main" }), push("Reject", "r", reject)],
  }[row.kind];
  const sea = row.at.length > 0 && openSea();
  if (sea) sea.show({ lat: row.at[0], lon: row.at[1], radius_km: 2, zones: [] }).catch(complain);
  const node = make("article", { class: "item simple", "data-id": row.id, "aria-label": KINDS[row.kind][0] },
    make("header", { class: "item-head" }, make("button", { type: "button", class: "back", onclick: back }, "‹ Queue"), make("h2", { tabindex: -1 }, apart(row.place || row.id)), make("span", { class: "tag" }, KINDS[row.kind][0])),
    make("section", { class: "plain", tabindex: 0, "aria-label": "Available text" }, make("h3", {}, apart(row.title)), make("p", { class: "note" }, apart([row.date, row.outlets.join(", "), row.why].filter(Boolean).join(" · "))), row.link && make("p", {}, linked(row.link, row.link)), sea && sea.box,
      cells.length > 0 ? make("dl", { class: "cells" }, cells.map(([name, input]) => [make("dt", {}, apart(name)), make("dd", {}, input)])) : row.text && make("p", { class: "text" }, apart(row.text))),
    make("footer", { class: "bar", role: "group", "aria-label": "Decide" }, acts));
  if (row.kind === "event") ask("event", { id: row.id }).then(({ pieces }) => node.querySelector(".plain").append(pieces.length
    ? make("div", { class: "text" }, pieces.map(({ text, fields }) => (fields.length ? make("mark", {}, text) : text)))
    : make("p", { class: "note" }, "The ledger has no text for this event."))).catch(complain);
  return node;
};

/** Adds a lead to an incident as one source more. */
const citeLead = async (row, held) => {
  const found = await askCite(held);
  if (found) await away({ action: "cite", id: row.id, source: held.source, ...found });
};

/** What is in sight to be decided on; undefined where nothing is. */
const subject = () => {
  const { id, revision, status } = current?.dossier ?? queue.rows.find((row) => row.id === work.querySelector(".simple")?.dataset.id) ?? {};
  if (!id) { tell("No item is open. Nothing was changed."); return undefined; }
  return { id, revision, status };
};

/** Sends a decision; the next proposal opens while the answer is shown. */
const decide = async (body) => {
  if (busy) return false;
  busy = true;
  try {
    const answer = await send("decide", body);
    sitting.done += 1;
    sitting.undo = answer.undo ?? sitting.undo;
    drafts.delete(body.id);
    known.clear();
    tell(answer.done, ...(answer.prints ? [" · ", answer.prints] : []));
    return answer;
  } catch (error) {
    if (error.changes && (await showStale(error))) { known.delete(body.id); await refresh(); open(body.id); } else complain(error);
    return false;
  } finally { busy = false; }
};
const away = async (body) => {
  const from = document.body.dataset.view;
  const answer = await decide(body);
  if (!answer) return;
  if (from === "ledger") { open(answer.id ?? body.id); return; }
  if (body.action === "snooze") list.putOff(body.id, body.until);
  else list.drop(body.id);
  showProgress();
  if (narrow.matches && !queue.shown.length) back();
  openChosen();
};

const many = () => queue.shown.filter(({ id }) => queue.marked.has(id));
const each = async (rows, body, word) => {
  let done = 0;
  for (const row of rows) {
    tell(`${word} ${done + 1} of ${rows.length}…`);
    if (!(await decide({ ...body, id: row.id, revision: row.revision, status: row.status }))) break;
    done += 1;
    list.drop(row.id);
  }
  tell(`${done} of ${rows.length} ${word}`);
  showProgress();
  openChosen();
};
const accept = async () => {
  if (lead?.node.isConnected) { await lead.take(); return; }
  if (queue.marked.size) {
    const rows = many();
    const reason = await askReason(`Accept ${per(rows.length, "marked row")}`, "Accept marked", ["checked; no changes needed"]);
    if (reason) await each(rows, { action: "accept", reason }, "accepted");
    return;
  }
  const meant = subject();
  if (meant) await away({ action: current && second(current.dossier) ? "approve" : "accept", ...meant, values: current ? current.form.edits() : cellEdits() });
};
/** Accepts what is open, and joins the other proposals of its event to it without changing its fields. */
const acceptGroup = async () => {
  if (!current?.dossier.members.length) return;
  const { dossier, form } = current;
  if (!(await decide({ action: "accept", ...subject(), values: form.edits() }))) return;
  for (const one of dossier.members) {
    const { revision } = await ask("differences", { kept: dossier.id, joined: one.id });
    if (!(await decide({ action: "join", id: one.id, revision: one.revision, kept: dossier.id, kept_revision: revision, fields: [] }))) break;
  }
  await refresh();
  openChosen();
};
/** Takes a proposed change over, or leaves the incident as it is. */
const settle = async (change, take) => {
  const answer = await decide({ action: "change", ...subject(), number: change.number, take });
  if (!answer) return;
  await refresh();
  open(answer.id);
};
const reject = async () => {
  const rows = queue.marked.size ? many() : null;
  const meant = rows ?? subject();
  if (!meant) return;
  const reason = await askReason(rows ? `Reject ${per(rows.length, "marked row")}` : current?.dossier.status === "accepted" ? "Reason for retraction" : "Reason for rejection", "Reject");
  if (!reason) return;
  if (rows) await each(rows, { action: "reject", reason }, "rejected");
  else await away({ action: "reject", ...meant, reason });
};
/** Takes what positions of ships show as evidence of an incident. */
const evidence = async () => {
  const meant = subject();
  const incident = meant && await askIncident();
  if (incident) await away({ action: "evidence", id: meant.id, incident });
};
const join = async (wanted) => {
  if (lead?.node.isConnected) { await lead.cite(); return; }
  if (!current) return;
  const found = await askJoin(current.dossier, wanted);
  if (found) await away({ action: "join", ...subject(), ...found });
};
const later = async () => {
  const meant = subject();
  const until = meant && (await askUntil());
  if (until) await away({ action: "snooze", ...meant, until });
};
const asEvent = async () => {
  if (!current) return;
  const found = await askEvent(current.dossier);
  if (found) await away({ action: "event", ...subject(), ...found });
};
const split = async () => {
  if (!current || current.dossier.articles.length < 2) return;
  const reports = await askSplit(current.dossier);
  if (!reports) return;
  const answer = await decide({ action: "split", ...subject(), reports, reason: "about another incident" });
  if (answer) { await refresh(); open(answer.id); }
};
const save = async () => {
  const values = current.form.edits();
  if (current.dossier.status === "retracted") {
    const reason = await askReason("Reason for restoring", "Restore", []);
    if (reason) await away({ action: "accept", ...subject(), values, reason });
    return;
  }
  if (!Object.keys(values).length) { tell("Nothing was changed."); return; }
  const reason = await askReason("Reason for the change", "Save", ["the source says so", "a later report corrects it", "an extraction error"]);
  if (reason) await away({ action: "amend", ...subject(), values, reason });
};
const undo = async () => {
  const last = sitting.undo;
  if (!last) { tell("You have no decision to undo."); return; }
  const answer = await decide({ action: "undo", ...last });
  if (!answer) return;
  sitting.undo = answer.undo;
  sitting.done = Math.max(0, sitting.done - 2);
  await refresh();
  const at = queue.shown.findIndex(({ id }) => id === answer.id);
  if (at >= 0) queue.at = at;
  list.reveal();
  showProgress();
  if (answer.id) open(answer.id);
};

const list = openQueue(() => openChosen({ focus: narrow.matches }));
const refresh = async () => {
  known.clear();
  await list.load();
  showProgress();
};
const back = () => go("queue");
const views = {
  queue: () => {
    if (narrow.matches) { current = null; document.body.classList.remove("opened"); } else openChosen();
    list.box.focus({ preventScroll: true });
  },
  new: (offered) => {
    const key = offered ? `${offered.id} ${JSON.stringify(offered.values)}` : "";
    const takeUp = async (ids) => { // what was made of a lead takes its place
      written.delete(key);
      if (offered) await send("decide", { action: "reject", id: offered.id, reason: `entered as ${ids.join(", ")}` }).catch(complain);
    };
    if (!written.has(key)) written.set(key, openHand({ open, back, entered: async (answer) => { await takeUp([answer.id]); tell(answer.done); sitting.done += 1; sitting.undo = answer.undo ?? sitting.undo; await refresh(); go("ledger"); open(answer.id); },
    read: async (answer) => {
      const made = answer.ids.filter((id) => !id.startsWith("lead:"));
      if (made.length) await takeUp(made);
      await refresh();
      go("queue");
      const at = queue.shown.findIndex(({ id }) => answer.ids.includes(id));
      if (at >= 0) { queue.at = at; list.reveal(); openChosen(); }
      tell(answer.done);
    } }, offered));
    const { node } = written.get(key);
    current = null;
    place(node);
    if (!narrow.matches) node.querySelector(offered ? "button.enter" : "textarea").focus();
  },
  ledger: () => { current = null; const register = openRegister({ open }); place(register.node); register.input.focus(); },
  sources: () => { current = null; place(openSources().node); },
  statistics: () => { current = null; place(openStatistics().node); },
};
const tabs = ["queue", "new", "ledger", "sources", "statistics"].map((name) => make("button", { type: "button", class: name === "statistics" ? "tab wide-only" : "tab", "data-view": name, onclick: () => go(name) }, name[0].toUpperCase() + name.slice(1)));
const go = (name, offered) => {
  turn += 1;
  document.body.dataset.view = name;
  for (const tab of tabs) tab.setAttribute("aria-current", tab.dataset.view === name ? "page" : "false");
  views[name](offered);
};

const keys = {
  j: () => { list.step(1); openChosen(); }, k: () => { list.step(-1); openChosen(); },
  ArrowDown: () => { list.step(1); openChosen(); }, ArrowUp: () => { list.step(-1); openChosen(); },
  Enter: () => openChosen({ focus: true }), a: () => (current && current.dossier.status !== "proposed" && !second(current.dossier) ? save() : accept()), r: reject, l: () => join(), s: later, m: asEvent, p: split, u: undo,
  A: acceptGroup, v: () => work.querySelector('.simple [aria-keyshortcuts="v"]')?.click(), e: () => (current ? current.form.start() : lead?.node.isConnected ? lead.take() : work.querySelector('.simple [aria-keyshortcuts="e"]')?.click()), x: () => list.mark(), n: () => go("new"), g: () => go("ledger"), o: () => go("sources"), q: back,
  "/": () => (document.body.dataset.view === "ledger" ? work.querySelector("input")?.focus() : list.place.focus()), "?": showHelp,
};
addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select");
  if (document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey) {
    if (event.key === "Enter" && event.ctrlKey && typing && current) { event.preventDefault(); keys.a(); }
    return;
  }
  if (typing) {
    if (event.key === "Escape") { typing.blur(); list.box.focus({ preventScroll: true }); }
    return;
  }
  const view = document.body.dataset.view;
  const arrow = event.key.startsWith("Arrow") && (event.target.closest(".chart, [role=tablist]") || document.activeElement !== list.box);
  const nth = /^[2-9]$/.test(event.key) && view === "queue" && lead?.node.isConnected ? () => lead.take(Number(event.key) - 1) : null;
  const act = Object.hasOwn(keys, event.key) ? keys[event.key] : nth;
  if (!act || arrow || (event.key === "Enter" && event.target.closest("button, a, summary"))) return;
  if (view !== "queue" && ["j", "k", "x", "Enter", "ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  Promise.resolve(act()).catch(complain);
});

list.bulk.append(push("Accept marked", "a", accept), push("Reject marked", "r", reject), make("button", { type: "button", onclick: () => { queue.marked.clear(); list.draw(); } }, "Unmark"));
document.body.append(
  make("header", { class: "head" }, make("h1", {}, "Desk"), make("nav", { "aria-label": "Views" }, tabs), progress, make("span", { class: "who" }, apart(settings.person)),
    make("button", { type: "button", title: "Switch between dark and light", "aria-label": "Switch between dark and light", onclick: () => setTheme(root.dataset.theme === "dark" ? "light" : "dark") }, make("span", { "aria-hidden": "true" }, "◐")), make("button", { type: "button", onclick: showHelp, title: "Keys", "aria-label": "Keys" }, "?")),
  list.rail, work, statusLine);

const pulse = async () => {
  try {
    const { open_by: opened, changed } = await ask("pulse");
    for (const row of queue.rows) row.open_by = opened[row.id] ?? "";
    if (sitting.seen !== undefined && changed !== sitting.seen && !busy) await refresh();
    else list.draw();
    sitting.seen = changed;
  } catch (error) { complain(error); }
};
const begin = async () => {
  const { drafts: kept, undo: last } = await ask("sitting");
  for (const [id, draft] of Object.entries(kept)) drafts.set(id, draft);
  sitting.undo = last;
  await refresh();
  go("queue");
  root.dataset.ready = "true";
  await pulse();
  setInterval(pulse, 8000);
};
begin().catch(complain);
