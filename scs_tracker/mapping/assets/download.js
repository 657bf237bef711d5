"use strict";
// What is shown, as a file: CSV and GeoJSON made in the page, with nothing sent anywhere.

/** A cell of a CSV; text that a spreadsheet would run as a formula is quoted with an apostrophe. */
scs.csvCell = (value) => {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

scs.download = async (store, kind) => {
  const { data, settings } = store;
  const rows = store.rows().reverse();
  const credit = settings.attribution.map(({ text }) => text).join("; ");
  const pieces = [];
  if (kind === "csv") pieces.push(`\ufeff${data.order.join(",")}\r\n`);
  else pieces.push(`{"type":"FeatureCollection","attribution":${JSON.stringify(credit)},"as_of":${JSON.stringify(settings.as_of)},"features":[`);
  for (const [at, row] of rows.entries()) {
    const record = await data.record(row);
    if (kind === "csv") pieces.push(`${data.order.map((name) => scs.csvCell(record[name])).join(",")}\r\n`);
    else {
      const geometry = Number.isFinite(data.lat[row]) ? { type: "Point", coordinates: [data.lon[row], data.lat[row]] } : null;
      pieces.push(`${at ? ",\n" : "\n"}${JSON.stringify({ type: "Feature", id: record.id, geometry, properties: record })}`);
    }
  }
  if (kind !== "csv") pieces.push("\n]}\n");
  const url = URL.createObjectURL(new Blob(pieces, { type: kind === "csv" ? "text/csv" : "application/geo+json" }));
  const anchor = scs.el("a", { href: url, download: `incidents.${kind}` });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};
