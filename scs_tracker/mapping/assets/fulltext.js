// Words of the reports: an index made when it is first needed, which forgives a letter or two in longer words.
const WORDS = /[\p{L}\p{N}]+/gu;
const HAN = /\p{Script=Han}/u;
const folded = (text) => text.normalize("NFKD").toLowerCase().replace(/đ/g, "d").replace(/[\u0300-\u036f]/g, "");

/** Whether two words differ by no more than so many letters. */
const alike = (a, b, most) => {
  if (Math.abs(a.length - b.length) > most) return false;
  let before = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) row[j] = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a[i - 1] !== b[j - 1]));
    if (Math.min(...row) > most) return false;
    before = row;
  }
  return before[b.length] <= most;
};

const fullText = (() => {
  const FIELDS = ["summary", "accounts", "location_text", "damage", "sources", "initiator_units", "target_units", "place", "standing"];
  const rowsOf = new Map(); // word to the incidents that have it
  let making = null;
  const make = async () => {
    for (let row = 0; row < data.rows; row++) {
      const record = await data.record(row);
      const text = FIELDS.map((name) => record[name] ?? "").join(" ");
      for (const word of new Set(folded(text).match(WORDS) ?? [])) {
        if (!rowsOf.has(word)) rowsOf.set(word, []);
        rowsOf.get(word).push(row);
      }
    }
  };
  /** Incidents with a word that begins as typed, or that nearly is it; Chinese is looked for inside words. */
  const rowsFor = (typed) => {
    const found = new Set();
    const most = typed.length >= 8 ? 2 : typed.length >= 5 ? 1 : 0;
    const add = (test) => { for (const [word, rows] of rowsOf) if (test(word)) for (const row of rows) found.add(row); };
    add(HAN.test(typed) ? (word) => word.includes(typed) : (word) => word.startsWith(typed));
    if (!found.size && most && !/\d/.test(typed)) add((word) => alike(typed, word, most));
    return found;
  };
  const rows = (text) => {
    const sets = (folded(text).match(WORDS) ?? []).map(rowsFor).toSorted((a, b) => a.size - b.size);
    return sets.length ? new Set([...sets[0]].filter((row) => sets.every((set) => set.has(row)))) : new Set();
  };
  return {
    ready: () => (making ??= make()),
    count: (text) => rows(text).size,
    test: (text) => { const found = rows(text); return (row) => found.has(row); },
  };
})();
