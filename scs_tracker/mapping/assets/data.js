// Reads the data blocks of the page: columns, dictionary-coded, deflated where they are large.
const read = async (id) => {
  const node = document.getElementById(id);
  if (!node) return null;
  const text = node.textContent;
  if (node.dataset.encoding !== "deflate") return JSON.parse(text);
  node.remove();
  return inflate(text).json();
};

const cell = (column, row) => (column.d ? column.d[column.i[row]] : column.v[row]);

/** Makes a column a dictionary, so that a filter looks at each distinct cell once. */
const dictionary = (column) => {
  if (!column.v) return column;
  const known = new Map();
  column.i = column.v.map((value) => known.get(value) ?? known.set(value, known.size).size - 1);
  column.d = [...known.keys()];
  delete column.v;
  return column;
};

const SIGHT = 150; // how much of the map a phone's sheet leaves in sight, as in page.css

const EARTH_KM = 6371.0088;

/** Pixels in a kilometre at a latitude. */
const pixelsPerKm = (view, lat) => view.scale / (40_030 * Math.cos((lat * Math.PI) / 180));

/** A box of latitude and longitude around a disc. */
const boxAround = (lat, lon, km) => {
  const down = km / 111.2;
  const across = down / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
  return L.latLngBounds([lat - down, lon - across], [lat + down, lon + across]);
};

/** World coordinates of Web Mercator, 0 to 1. */
const worldX = (lon) => lon / 360 + 0.5;
const worldY = (lat) => 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);

const openData = ({ rows, columns, order, detail_rows: size }) => {
  const numbers = (name, Kind) => {
    const found = new Kind(rows);
    for (let row = 0; row < rows; row++) found[row] = cell(columns[name], row) ?? Number.NaN;
    return found;
  };
  const details = new Map();
  const opened = { rows, columns, order, value: (name, row) => (columns[name] ? cell(columns[name], row) : null) };
  for (const name of ["first", "last"]) opened[name] = numbers(`:${name}`, Int32Array); // what the map made itself has a colon
  for (const name of ["partial", "area"]) opened[name] = numbers(`:${name}`, Uint8Array);
  for (const name of ["lat", "lon"]) opened[name] = numbers(name, Float64Array);
  const rank = new Map(settings.acts.map(([type], at) => [type, at]));
  const acts = dictionary(columns.types ?? { v: Array.from({ length: rows }, () => "") });
  const worst = acts.d.map((types) => Math.min(255, ...parts(types).map((type) => rank.get(type) ?? 255)));
  opened.gravest = Uint8Array.from(acts.i, (at) => worst[at]); // the most severe act of each, by its place among all acts
  const both = new Map(); // the colours of incidents that two sides acted in, by cell and theme
  /** The colour of an incident in the mode of the page, or the two of the sides that acted. */
  opened.colours = (row) => {
    const { classes, of } = store.colours[store.colour];
    const side = store.colour === "actor" ? opened.value(":side", row) ?? "" : "";
    if (!side.includes(";")) return [classes[of[row]].colour];
    const key = `${document.documentElement.dataset.theme} ${side}`;
    if (!both.has(key)) both.set(key, parts(side).map((code) => (classes.find((each) => each.code === code) ?? classes.at(-1)).colour));
    return both.get(key);
  };
  opened.x = opened.lon.map(worldX);
  opened.y = opened.lat.map(worldY);
  opened.placed = (row) => !Number.isNaN(opened.x[row]);
  opened.rowOf = (id) => dictionary(columns.id).i.indexOf(columns.id.d.indexOf(id));
  opened.dates = (row) => span(opened.value("date_start", row), opened.value("date_end", row));
  opened.types = (row) => words("type", opened.value("types", row)).join(", ");
  const named = (listed) => [...Map.groupBy(parts(listed), (code) => settings.sides[code]?.[0] ?? code)].map(([country, codes]) => {
    const name = settings.labels.country[country] ?? country;
    const kinds = [...new Set(codes.map((code) => settings.sides[code]?.[1]))].filter(Boolean).join(", ");
    return kinds ? `${name} (${kinds})` : name;
  }).join(", ");
  opened.sides = (row) => ["initiators", "targets"].map((name) => named(opened.value(name, row))).filter(Boolean).join(" → ");
  opened.bounds = (all) => L.latLngBounds([...all].filter(opened.placed).map((row) => [opened.lat[row], opened.lon[row]]));
  /** Looks at a place, or at what lies within bounds, in the part of the map that a phone's sheet leaves in sight. */
  const hidden = () => (compact() && document.body.classList.contains("sheet") ? map.getSize().y - SIGHT : 0);
  opened.look = (place, zoom) =>
    map.setView(map.unproject(map.project(place, zoom).add([0, hidden() / 2]), zoom), zoom, { animate: !still });
  opened.fit = (all) => all.some(opened.placed) && map.fitBounds(opened.bounds(all).pad(0.15),
    { maxZoom: 9, animate: !still, paddingBottomRight: [0, hidden()] });
  opened.radius = numbers("radius_km", Float64Array);
  /** The nearest zoom at which the whole disc of an incident is seen, and no nearer than 8. */
  opened.zoomFor = (row) => {
    const km = opened.radius[row] || 0;
    const whole = km > 5 ? map.getBoundsZoom(boxAround(opened.lat[row], opened.lon[row], km)) : map.getMaxZoom();
    return Math.min(whole, Math.max(map.getZoom(), 8));
  };
  opened.zoom = (row) => opened.look([opened.lat[row], opened.lon[row]], opened.zoomFor(row));
  /** All fields of one incident; those that only a card shows are unpacked when they are asked for. */
  opened.record = async (row) => {
    const part = Math.floor(row / size);
    if (!details.has(part)) details.set(part, read(`scs-details-${part}`));
    const rest = await details.get(part);
    const of = (name) => (Object.hasOwn(columns, name) ? cell(columns[name], row) : cell(rest[name], row % size));
    const record = Object.fromEntries([...order, ":plain", ":details"].map((name) => [name, of(name)]));
    const shares = record.zone_shares ?? "";
    if (shares && !shares.startsWith("{")) { // of all its zones, in the order of their ids
      const ids = [...new Set(["zones", "zones_possible"].flatMap((name) => parts(of(name))))].toSorted((a, b) => (a < b ? -1 : 1));
      record.zone_shares = `{${parts(shares).map((share, at) => `"${ids[at]}": ${share}`).join(", ")}}`;
    }
    return record;
  };
  return opened;
};

const LETTERS = Array.from({ length: 93 }, (_, at) => String.fromCharCode(at + 32)).filter((letter) => !'"\\<>&'.includes(letter));
const VALUES = new Uint8Array(128);
LETTERS.forEach((letter, at) => { VALUES[letter.charCodeAt(0)] = at; });

/** Whole numbers from the text that payload.py makes of them. */
const openNumbers = (text) => {
  const found = [];
  for (let at = 0, high = 0; at < text.length; at++) {
    const value = VALUES[text.charCodeAt(at)];
    if (value >= 80) high = high * 8 + value - 79;
    else {
      const twice = high * 80 + value;
      found.push(twice % 2 ? -(twice + 1) / 2 : twice / 2);
      high = 0;
    }
  }
  return found;
};

/** Steps of whole numbers as pairs of longitude and latitude in degrees; so many whole numbers make a degree. */
const openLine = (text, each = 1e4) => {
  const deltas = typeof text === "string" ? openNumbers(text) : text;
  let [lon, lat] = [0, 0];
  return Array.from({ length: deltas.length / 2 }, (_, at) => {
    lon += deltas[2 * at];
    lat += deltas[2 * at + 1];
    return [lon / each, lat / each];
  });
};

/** Rings in world coordinates of each row whose place is no disc, such as an arc off a coast. */
const openOutlines = (stored) => {
  const shapes = (stored?.shapes ?? []).map((rings) => rings.map((ring) => openLine(ring, 1e3).map(([lon, lat]) => [worldX(lon), worldY(lat)])));
  return new Map((stored?.rows ?? []).map((row, at) => [row, shapes[stored.shapes_of[at]]]));
};
