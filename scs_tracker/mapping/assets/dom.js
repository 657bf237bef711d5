"use strict";
// Building blocks of the page: elements, texts, links, dates. Text from data goes in as text nodes only.

const scs = { texts: {}, parts: {} };

scs.text = (key, values = {}) =>
  (scs.texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

/** Makes an element; attributes whose value is a function are listeners, false and null leave them out. */
scs.el = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
};

/** Text from data, kept apart from its surroundings whatever direction marks it holds. */
scs.data = (text) => scs.el("bdi", {}, String(text));

/** A link, or plain text where the address is not http or https. */
scs.link = (address, text) => {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    return scs.data(text);
  }
  if (!["http:", "https:"].includes(url.protocol)) return scs.data(text);
  return scs.el("a", { href: url.href, rel: "noopener noreferrer", target: "_blank" }, scs.data(text));
};

scs.button = (key, action, attributes = {}) =>
  scs.el("button", { type: "button", click: action, ...attributes }, scs.text(key));

/** A button that shows a sign and is read by its words. */
scs.sign = (sign, key, action, attributes = {}) =>
  scs.el("button", { type: "button", class: "sign", "aria-label": scs.text(key), title: scs.text(key), click: action, ...attributes },
    scs.el("span", { "aria-hidden": "true" }, sign));

scs.DAY = 864e5;
scs.toDay = (iso) => Date.parse(`${iso}T00:00:00Z`) / scs.DAY;
scs.toDate = (day) => new Date(day * scs.DAY);
scs.iso = (day) => scs.toDate(day).toISOString().slice(0, 10);

/** The first day of the unit that holds a day, moved on by some units. */
scs.floor = (day, unit, units = 0) => {
  const date = scs.toDate(day);
  if (unit === "year") date.setUTCFullYear(date.getUTCFullYear() + units, 0, 1);
  else if (unit === "month") date.setUTCMonth(date.getUTCMonth() + units, 1);
  else if (unit === "week") date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7) + 7 * units);
  else date.setUTCDate(date.getUTCDate() + units);
  return date.getTime() / scs.DAY;
};

/** Lower case without accents, hyphens, apostrophes or spaces, as people type names. */
scs.plain = (text) =>
  text.normalize("NFKD").toLowerCase().replace(/đ/g, "d").replace(/[\u0300-\u036f\s\-‐–'’ʼ‘`.,()]/g, "");

scs.parts_of = (cell) => (cell ? String(cell).split(";").map((part) => part.trim()).filter(Boolean) : []);

scs.swatch = (colour, shape = "circle", hollow = false) => {
  const canvas = scs.el("canvas", { width: 32, height: 32, class: "swatch", "aria-hidden": "true" });
  const pen = canvas.getContext("2d");
  pen.translate(16, 16);
  scs.shape(pen, shape, 11);
  scs.paint(pen, colour, hollow, 2.5);
  return canvas;
};
