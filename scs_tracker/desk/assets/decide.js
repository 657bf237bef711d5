// What a person decides: dialogs that a keyboard answers, and what is sent.
const sitting = { done: 0, began: Date.now(), undo: null };

const lacking = (problem) => ({ problem });

/** Asks in a dialog; the answer is what read gives, unless it is what is lacking, or null when the dialog was left. */
const dialog = (title, content, confirm, read, keys = () => false) => new Promise((answer) => {
  let given = null;
  const problem = make("p", { class: "problem", role: "alert" });
  const box = make("dialog", { "aria-label": title, onclose: () => { box.remove(); answer(given); } });
  const finish = () => {
    const found = read();
    if (found.problem) { problem.textContent = found.problem; return; }
    given = found;
    box.close();
  };
  box.append(make("form", { method: "dialog", onsubmit: (event) => { event.preventDefault(); finish(); },
    onkeydown: (event) => { if (keys(event, finish)) event.preventDefault(); } },
  make("h2", {}, title), content, problem,
  make("div", { class: "row end" }, confirm !== "Close" && make("button", { type: "button", onclick: () => box.close() }, "Cancel"), confirm && make("button", { class: "main" }, confirm))));
  document.body.append(box);
  box.showModal();
  (box.querySelector("[autofocus]") ?? box.querySelector(".main"))?.focus();
});

/** A reason from the list, by its digit, or in own words. */
const askReason = (title, confirm, reasons = settings.reasons) => {
  const own = make("input", { type: "text", maxlength: 500, "aria-label": "Reason in your own words", placeholder: "or your own reason, then Enter", autofocus: true });
  let chosen = "";
  const options = reasons.map((reason, at) => make("li", {}, make("button", { type: "button", class: "choice", onclick: (event) => { chosen = reason; event.target.form.requestSubmit(); } }, make("kbd", {}, at + 1), ` ${reason}`)));
  return dialog(title, [make("ol", { class: "choices" }, options), own], confirm, () => chosen || own.value.trim() || lacking("a reason is needed; press a digit or type one"),
    (event, finish) => {
      const reason = own.value === "" && /^[1-9]$/.test(event.key) && reasons[event.key - 1];
      if (!reason) return false;
      chosen = reason;
      finish();
      return true;
    });
};

const askIncident = () => {
  const into = make("input", { type: "text", maxlength: 100, autofocus: true, autocomplete: "off" });
  return dialog("Evidence for which incident?", [make("label", {}, "Id of the incident ", into)], "Use as evidence", () => into.value.trim() || lacking("enter the id of an incident"));
};

const askUntil = () => {
  const day = (days) => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10);
  const until = make("input", { type: "date", value: day(1), min: day(1), "aria-label": "Snooze until", autofocus: true });
  const quick = [[1, "tomorrow"], [3, "in three days"], [7, "in a week"], [30, "in a month"]];
  const take = (days, form) => { until.value = day(days); form.requestSubmit(); };
  return dialog("Snooze", [make("ol", { class: "choices" }, quick.map(([days, words], at) => make("li", {}, make("button", { type: "button", class: "choice", onclick: (event) => take(days, event.target.form) }, make("kbd", {}, at + 1), ` ${words}`)))), until],
    "Snooze", () => until.value || lacking("choose a day"), (event, finish) => {
      const one = event.target !== until && quick[event.key - 1];
      if (!one) return false;
      until.value = day(one[0]);
      finish();
      return true;
    });
};

/** Which incident to join, and which values to take from the proposal. */
const askJoin = async (dossier, wanted) => {
  const candidates = [...new Set([wanted, ...dossier.joins.map(({ candidate }) => candidate), ...dossier.neighbours.map(({ id }) => id)].filter(Boolean))];
  const into = make("input", { type: "text", list: "join-offer", value: candidates[0] ?? "", "aria-label": "Id of the incident to merge into", autocomplete: "off", autofocus: !candidates.length });
  const body = make("div", { class: "differences" });
  let revision = null;
  const words = (name, text) => { const kind = { types: "type", initiators: "actor", targets: "actor" }[name]; return text === "" ? "empty" : kind ? listed(kind, listOf(text)) : text; };
  const show = async () => {
    if (!into.value) { body.replaceChildren(make("p", { class: "empty" }, "Enter the id of an incident.")); return; }
    try {
      const { rows: found, ...rest } = await ask("differences", { kept: into.value, joined: dossier.id });
      revision = rest.revision;
      body.replaceChildren(make("p", {}, make("b", {}, apart(into.value)), " changes only where you tick a value. The reports of the proposal are added to it."),
        found.length ? make("table", {}, make("thead", {}, make("tr", {}, ["use", "field", "incident", "proposal"].map((head) => make("th", { scope: "col" }, head)))),
          make("tbody", {}, found.map((one) => make("tr", {}, make("td", {}, make("input", { type: "checkbox", name: one.field, checked: one.fills, "aria-label": `use ${one.title}` })), make("th", { scope: "row" }, one.title),
            make("td", {}, apart(words(one.field, one.kept))), make("td", {}, apart(words(one.field, one.joined))))))) : make("p", {}, "The proposal has no other values."));
      body.querySelector("input")?.focus();
    } catch (error) { body.replaceChildren(make("p", { class: "problem" }, apart(error.message))); }
  };
  into.addEventListener("change", show);
  await show();
  const reasons = dossier.joins.find(({ candidate }) => candidate === into.value)?.reasons;
  return dialog("Merge into an incident", [make("label", {}, "Incident ", into), make("datalist", { id: "join-offer" }, candidates.map((id) => make("option", { value: id }))), reasons && make("p", { class: "why" }, "Proposed because ", apart(reasons.join("; "))), body],
    "Merge", () => (into.value && revision !== null ? { kept: into.value, kept_revision: revision, fields: [...body.querySelectorAll("input:checked")].map(({ name }) => name) } : lacking("enter the id of an incident")));
};

/** Of which incident a lead is a source. */
const askCite = async (held) => {
  const candidates = held.neighbours.map(({ id }) => id);
  const into = make("input", { type: "text", list: "cite-offer", value: candidates[0] ?? "", "aria-label": "Id of the incident", autocomplete: "off", autofocus: true });
  const offered = make("ul", {}, held.neighbours.map((one) => make("li", {}, make("button", { type: "button", class: "as-link", onclick: () => { into.value = one.id; } }, apart(one.id)), " ", apart(one.summary))));
  const found = await dialog("Add as a source of an incident", [into, make("datalist", { id: "cite-offer" }, candidates.map((id) => make("option", { value: id }))), offered], "Add the source", () => (into.value.trim() ? { kept: into.value.trim() } : lacking("enter the id of an incident")));
  if (!found) return null;
  const { revision } = await ask("item", { id: found.kept });
  return { ...found, kept_revision: revision };
};

const askSplit = (dossier) => {
  const boxes = dossier.articles.map((one, at) => make("label", { class: "check" }, make("input", { type: "checkbox", name: one.report, autofocus: at === 0 }), apart(`${one.outlet} ${one.published} ${one.title}`)));
  return dialog("Which reports are about another incident?", boxes, "Split off", () => {
    const names = boxes.map((label) => label.firstChild).filter(({ checked }) => checked).map(({ name }) => name);
    return names.length ? names : lacking("tick the reports to split off");
  });
};

const askEvent = (dossier) => {
  const kind = make("select", { "aria-label": "Kind of event", autofocus: true }, settings.event_kinds.map((one) => make("option", { value: one }, one)));
  const value = (name) => dossier.fields.find((field) => field.name === name).value;
  const title = make("input", { type: "text", "aria-label": "Title", value: value("summary") });
  return dialog("Mark as a context event", [make("p", { class: "row" }, kind), title], "Mark as event", () => (title.value.trim() ? { kind: kind.value, title: title.value.trim() } : lacking("enter a title")));
};

/** What changed since the page was made, and whether to look again. */
const showStale = (error) => dialog("Changed by someone else", [make("p", {}, apart(error.message)),
  make("ul", {}, (error.changes ?? []).map((one) => make("li", {}, make("b", {}, `revision ${one.revision}`), " by ", apart(one.by), ": ", apart(one.reason), make("ul", {}, one.fields.map(({ field, old, new: now }) => make("li", {}, `${field}: `, apart(old || "empty"), " → ", apart(now || "empty")))))))], "Show the current version", () => true);

const showHelp = () => dialog("Keys", make("dl", { class: "keys" }, [
  ["j  k", "next, previous"], ["Enter", "open the item and move the focus to it"], ["a", "accept, with your edits if there are any; for a lead, create an incident"], ["2 … 9", "for a lead, use its second suggestion, and so on"], ["A", "accept, and merge the other proposals of the same incident"], ["e", "edit, from the first uncertain value; Esc ends"], ["l", "merge into an incident; for a lead, add it as a source"], ["v", "use vessel positions as evidence for an incident"],
  ["r", "reject; a digit selects the reason"], ["s", "snooze"], ["m", "mark as a context event"], ["p", "split off reports"], ["u", "undo your last decision"], ["x", "mark the item; a or r then applies to all marked items"],
  ["n", "new incident, or paste a text"], ["g", "search the ledger"], ["o", "sources"], ["q", "back to the queue"], ["/", "search"], ["?", "this help"],
].map(([key, words]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, words)])), "Close", () => true);
