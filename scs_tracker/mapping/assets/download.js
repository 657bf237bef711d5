// What is shown, as a file: CSV and GeoJSON made in the page, with nothing sent anywhere.
/** A cell of a CSV; text that a spreadsheet would run as a formula gets an apostrophe before it. */
const csvCell = (value) => {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" && /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const download = async (kind) => {
  const [csv, pieces] = [kind === "csv", []];
  const head = { type: "FeatureCollection", as_of: settings.as_of, attribution: settings.attribution.map(({ text }) => text) };
  pieces.push(csv ? `\ufeff${data.order.map(csvCell).join(",")}\r\n` : `${JSON.stringify(head).slice(0, -1)},"features":[`);
  for (const row of store.rows.toReversed()) {
    const record = await data.record(row);
    const properties = Object.fromEntries(data.order.map((name) => [name, record[name]]));
    if (csv) pieces.push(`${data.order.map((name) => csvCell(properties[name])).join(",")}\r\n`);
    else {
      const geometry = data.placed(row) ? { type: "Point", coordinates: [data.lon[row], data.lat[row]] } : null;
      pieces.push(pieces.length > 1 ? ",\n" : "\n", JSON.stringify({ type: "Feature", id: properties.id, geometry, properties }));
    }
  }
  if (!csv) pieces.push("\n]}\n");
  save(new Blob(pieces, { type: csv ? "text/csv" : "application/geo+json" }), `incidents.${kind}`);
};
