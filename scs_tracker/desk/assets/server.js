// What the page asks the desk and sends to it; every form carries the token of this page.
const settings = JSON.parse(document.getElementById("desk-settings").textContent);

/** Answers that are no success, in the words of the desk; a stale page brings what changed since. */
class Refused extends Error {
  constructor(status, answer) {
    super(answer.error ?? `the desk answered ${status}`);
    this.changes = answer.changes;
  }
}

const answerOf = async (response) => {
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
};

const gone = () => { throw new Error("the desk does not answer; was it ended in the terminal?"); };
const ask = async (name, values = {}) =>
  answerOf(await fetch(`/api/${name}?${new URLSearchParams(values)}`).catch(gone));
const send = async (name, body) =>
  answerOf(await fetch(`/api/${name}`, {
    method: "POST", body: JSON.stringify(body),
    headers: { "content-type": "application/json", "x-form-token": settings.form_token },
  }).catch(gone));
