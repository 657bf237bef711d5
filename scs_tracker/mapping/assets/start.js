// Starts the scripts that stand in the page as data, in their order; the page's policy lets exactly these run.
(async () => {
  const inflate = async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
  };
  const waiting = [...document.querySelectorAll("script[data-run]")];
  const texts = await Promise.all(waiting.map(({ textContent, dataset }) => (dataset.encoding ? inflate(textContent) : textContent)));
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
