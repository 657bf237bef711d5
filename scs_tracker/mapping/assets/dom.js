// Building blocks of the page: elements, words, links, dates. What comes from data goes in as text nodes only.
let settings, map, data, store; // one page shows one map

const say = (key, values = {}) =>
  (settings?.texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

/** Makes an element; attributes that are functions are listeners, false and null leave an attribute out. */
const el = (tag, attributes = {}, ...children) => {
  const drawn = ["svg", "path", "text", "circle", "title"].includes(tag);
  const node = document.createElementNS(`http://www.w3.org/${drawn ? "2000/svg" : "1999/xhtml"}`, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat(3).filter((child) => child || child === 0));
  return node;
};

/** Text from data, kept apart from its surroundings whatever direction marks it holds. */
const bdi = (text) => el("bdi", {}, String(text));

/** A link, or plain text where the address is not http or https. */
const link = (address, text) => {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!["http:", "https:"].includes(url?.protocol)) return bdi(text);
  return el("a", { href: url.href, rel: "noopener noreferrer", target: "_blank" }, bdi(text));
};

/** Addresses of a text as links, one a line, with what is said beside each; hosts that are no good authority are marked. */
const citations = (text) => text.split(/\s+;\s+/).filter(Boolean).map((part) => {
  const address = /https?:\/\/\S+/.exec(part)?.[0];
  if (!address) return el("div", {}, bdi(part));
  const [before, after] = part.split(address);
  const host = URL.canParse(address) ? new URL(address).hostname.replace(/^www\./, "") : "";
  const weak = settings.weak_hosts.some((name) => host === name || host.endsWith(`.${name}`));
  return el("div", {}, bdi(before), link(address, host || address), bdi(after), weak && el("span", { class: "weak" }, ` ${say("weak_source")}`));
});

const button = (key, click, attributes = {}) => el("button", { type: "button", click, ...attributes }, say(key));

/** A button that shows a sign and is read by its words. */
const sign = (shown, key, click, attributes = {}) =>
  el("button", { type: "button", class: "sign", "aria-label": say(key), title: say(key), click, ...attributes },
    el("span", { "aria-hidden": "true" }, shown));

const check = (input, ...content) => el("label", { class: "check" }, input, ...content);
const parts = (cell) => String(cell ?? "").split(";").map((part) => part.trim()).filter(Boolean);

/** Codes of a cell in words; kind is actor, country or type. */
const words = (kind, cell) =>
  parts(cell).map((code) => (Object.hasOwn(settings.labels[kind], code) ? settings.labels[kind][code] : code));

const countryName = (code) => settings.labels.country?.[code] ?? settings.texts[`country_${code}`] ?? code;

/** A number as people of the page's language write it. */
const figure = (value) => (settings.format ??= new Intl.NumberFormat(settings.language === "zh-Hans" ? "zh-CN" : settings.language)).format(value);

/** Lower case without accents, hyphens, apostrophes or spaces, as people type names. */
const plain = (text) =>
  text.normalize("NFKD").toLowerCase().replace(/đ/g, "d").replace(/[\u0300-\u036f\s\-‐–'’ʼ‘`.,()]/g, "");

/** Runs an action once when a burst of calls is over. */
const calm = (action, wait) => {
  let timer = 0;
  return () => { clearTimeout(timer); timer = setTimeout(action, wait); };
};

const save = (blob, name) => {
  const href = URL.createObjectURL(blob);
  el("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
};

const DAY = 864e5;
const toDay = (iso) => Date.parse(`${iso}T00:00:00Z`) / DAY;
const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);
const instant = (text) => text.replace(/T(\d\d:\d\d)\S*Z$/, " $1 UTC");
const span = (start, end) => (end ? `${start} – ${end}` : start);

/** The first day of the unit that holds a day, moved on by some units. */
const floor = (day, unit, units = 0) => {
  const date = new Date(day * DAY);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (unit === "year") return Date.UTC(year + units, 0) / DAY;
  if (unit === "month") return Date.UTC(year, month + units) / DAY;
  return day + units * UNITS[unit] - (unit === "week" ? (date.getUTCDay() + 6) % 7 : 0);
};
