// Starts the scripts that stand in the page as data, in their order; the page's policy lets exactly these run.
/** Inflates text that was deflated and written in base 85: five letters for four bytes, by the alphabet of payload.py. */
const inflate = (text) => {
  const digits = new Uint8Array(128);
  for (let at = 0; at < 85; at++) digits["0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=/?@^_:{|}~".charCodeAt(at)] = at;
  const missing = (5 - (text.length % 5)) % 5;
  const all = new TextEncoder().encode(text + "~".repeat(missing));
  const bytes = new Uint8Array((all.length / 5) * 4);
  for (let from = 0, to = 0; from < all.length; from += 5, to += 4) {
    const word = (((digits[all[from]] * 85 + digits[all[from + 1]]) * 85 + digits[all[from + 2]]) * 85 + digits[all[from + 3]]) * 85 + digits[all[from + 4]];
    bytes[to] = word >>> 24;
    bytes[to + 1] = word >>> 16;
    bytes[to + 2] = word >>> 8;
    bytes[to + 3] = word;
  }
  return new Response(new Blob([bytes.subarray(0, bytes.length - missing)]).stream().pipeThrough(new DecompressionStream("deflate")));
};

(async () => {
  const waiting = [...document.querySelectorAll("script[data-run]")];
  const texts = await Promise.all(waiting.map(({ textContent, dataset }) => (dataset.encoding ? inflate(textContent).text() : textContent)));
  for (const [number, node] of waiting.entries()) {
    const element = document.createElement(node.dataset.run === "style" ? "style" : "script");
    element.textContent = texts[number];
    node.replaceWith(element);
  }
  await scs.open();
})().catch((reason) => {
  const said = document.createElement("p");
  said.className = "broken";
  said.setAttribute("role", "alert");
  const text = document.querySelector("noscript[data-broken]")?.dataset.broken ?? "{reason}";
  said.textContent = text.replace("{reason}", reason.message);
  document.body.append(said);
  throw reason;
});
