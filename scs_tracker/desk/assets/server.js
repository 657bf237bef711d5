// What the page asks the desk and sends to it; every form carries the token of this page.
const settings = JSON.parse(document.getElementById("desk-settings").textContent);

/** Answers that are no success, in the words of the desk; a stale page brings what changed since. */
class Refused extends Error {
  constructor(status, answer) {
    super(answer.error ?? `the desk answered ${status}; see its terminal`);
    this.changes = answer.changes;
  }
}

const answerOf = async (response) => {
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
};

const gone = () => { throw new Error("the desk does not answer; check that it still runs in the terminal"); };
/** Says that an answer is waited for, as a ledger that another program has locked lets it wait. */
let pending = 0;
const waited = async (answer) => {
  const said = ["waiting for the desk…", "still waiting for the desk; another program may have locked the ledger…"];
  pending += 1;
  const timers = said.map((words, at) => setTimeout(() => { slow.textContent = ` ${words}`; statusLine.append(slow); }, 1500 + 4500 * at));
  try { return await answer; } finally {
    timers.forEach(clearTimeout);
    pending -= 1;
    if (!pending) slow.remove();
  }
};
const ask = (name, values = {}) =>
  waited(fetch(`/api/${name}?${new URLSearchParams(values)}`).catch(gone).then(answerOf));
const send = (name, body) =>
  waited(fetch(`/api/${name}`, {
    method: "POST", body: JSON.stringify(body),
    headers: { "content-type": "application/json", "x-form-token": settings.form_token },
  }).catch(gone).then(answerOf));
