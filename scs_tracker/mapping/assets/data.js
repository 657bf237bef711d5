"use strict";
// Reads the data blocks of the page: columns, dictionary-coded, deflated where they are large.

scs.read = async (id) => {
  const node = document.getElementById(id);
  if (!node) return null;
  const text = node.textContent;
  if (node.dataset.encoding !== "deflate") return JSON.parse(text);
  node.remove();
  const bytes = Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(plain).text());
};

scs.cell = (column, row) => (column.d ? column.d[column.i[row]] : column.v[row]);

/** Makes every column a dictionary, so that a filter looks at each distinct cell once. */
scs.dictionary = (column) => {
  if (column.d) return { d: column.d, i: Int32Array.from(column.i) };
  const known = new Map();
  const index = Int32Array.from(column.v, (value) => {
    if (!known.has(value)) known.set(value, known.size);
    return known.get(value);
  });
  return { d: [...known.keys()], i: index };
};

scs.numbers = (column, rows, Kind = Float64Array) =>
  Kind.from({ length: rows }, (_, row) => scs.cell(column, row) ?? Number.NaN);

/** World coordinates of Web Mercator, 0 to 1. */
scs.worldX = (lon) => lon / 360 + 0.5;
scs.worldY = (lat) => 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);

scs.openIncidents = (raw) => {
  const { rows, columns } = raw;
  const data = { rows, columns, order: raw.order, details: new Map() };
  data.first = scs.numbers(columns.first, rows, Int32Array);
  data.last = scs.numbers(columns.last, rows, Int32Array);
  data.partial = scs.numbers(columns.partial, rows, Uint8Array);
  data.area = scs.numbers(columns.area, rows, Uint8Array);
  data.lat = scs.numbers(columns.lat, rows);
  data.lon = scs.numbers(columns.lon, rows);
  data.x = data.lon.map(scs.worldX);
  data.y = data.lat.map(scs.worldY);
  data.value = (name, row) => (columns[name] ? scs.cell(columns[name], row) : null);
  data.rowOf = (id) => {
    const at = columns.id.d ? columns.id.i.indexOf(columns.id.d.indexOf(id)) : columns.id.v.indexOf(id);
    return at;
  };
  /** All fields of one incident; the rarely needed ones are unpacked when they are asked for. */
  data.record = async (row) => {
    const part = Math.floor(row / raw.detail_rows);
    if (!data.details.has(part)) data.details.set(part, scs.read(`scs-details-${part}`));
    const details = (await data.details.get(part)) ?? {};
    const record = {};
    for (const name of raw.order) {
      record[name] = columns[name] ? scs.cell(columns[name], row) : details[name] ? scs.cell(details[name], row % raw.detail_rows) : null;
    }
    return record;
  };
  return data;
};

/** Ring or line of delta-coded whole numbers as world coordinates x, y, x, y, … */
scs.openLine = (deltas) => {
  const out = new Float64Array(deltas.length);
  let lon = 0;
  let lat = 0;
  for (let at = 0; at < deltas.length; at += 2) {
    lon += deltas[at];
    lat += deltas[at + 1];
    out[at] = scs.worldX(lon / 1e4);
    out[at + 1] = scs.worldY(lat / 1e4);
  }
  return out;
};
