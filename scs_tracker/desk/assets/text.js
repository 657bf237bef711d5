// Elements and words. What comes from data goes in as text nodes only.
const narrow = matchMedia("(max-width: 899px)");

/** Makes an element: attributes by name, listeners by on…, and children; what is false, null or undefined is left out. */
const make = (tag, given = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(3)) if (child || child === 0) node.append(child);
  return node;
};

/** Text from data, kept apart from its surroundings whatever direction marks it holds. */
const apart = (text) => make("bdi", {}, String(text ?? ""));

/** A link whose address the desk has found to be http or https; else plain text. */
const linked = (address, text) =>
  (/^https?:\/\//.test(address) ? make("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, apart(text)) : apart(text));

/** A button with its key beside the words. */
const push = (words, key, onclick, given = {}) =>
  make("button", { type: "button", onclick, ...given, "aria-keyshortcuts": key || null }, words,
    key && make("kbd", { "aria-hidden": "true" }, key));

const wordOf = (kind, code) => (Object.hasOwn(settings.labels[kind], code) ? settings.labels[kind][code] : code);
const listed = (kind, codes) => codes.map((code) => wordOf(kind, code)).join(", ");
const listOf = (cell) => String(cell ?? "").split(";").map((part) => part.trim()).filter(Boolean);
const per = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
const ago = (instant) => {
  const hours = Math.max(0, (Date.now() - Date.parse(instant)) / 36e5);
  return hours < 1 ? "just now" : hours < 48 ? `${Math.floor(hours)} h` : `${Math.floor(hours / 24)} d`;
};

/** Runs an action once when a burst of calls is over. */
const calmly = (action, wait) => {
  let timer = 0;
  return (...given) => { clearTimeout(timer); timer = setTimeout(() => action(...given), wait); };
};

/** Runs an action of which only the last of several answers counts; take is given that one. */
const latest = (act, take) => {
  let round = 0;
  return calmly(async () => {
    round += 1;
    const mine = round;
    try {
      const found = await act();
      if (mine === round) take(found);
    } catch (error) { if (mine === round) complain(error); }
  }, 180);
};

const statusLine = make("p", { class: "status", role: "status" });
const slow = make("span", { class: "note" }); // stands behind what is said while an answer is waited for
const tell = (...said) => {
  statusLine.replaceChildren(...said.map((one) => (typeof one === "string" ? apart(one) : one)));
  statusLine.classList.remove("wrong");
};
const complain = (error) => {
  statusLine.replaceChildren(apart(error.message));
  statusLine.classList.add("wrong");
};
