// Claims and limits: lines that can be clicked, dashed where contested, hatched where only an illustration.
const openClaims = async () => {
  store.claims = (await read("scs-claims")) ?? [];
  const pane = addPane("scs-claims", 420);
  const renderer = L.svg({ pane, padding: 0.3 });
  const hatch = (id, colour) => {
    const line = el("path", { d: "M0 0V9", stroke: colour, "stroke-width": 1.4, "stroke-opacity": 0.35 });
    const fixed = { id, width: 9, height: 9, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
    renderer._container.prepend(el("pattern", fixed, line));
  };
  const make = (claim) => {
    const open = (lines) => lines.map((line) => openLine(line).map(([lon, lat]) => [lat, lon]));
    const style = { renderer, pane, color: claim.colour, bubblingMouseEvents: false, className: "claim" };
    const lines = L.polyline(open(claim.lines), { ...style, weight: 1.6, dashArray: claim.dashed ? "7 5" : null });
    const target = L.polyline(open(claim.lines), { ...style, weight: 14, opacity: 0 }); // easier to hit
    target.on({
      click: (event) => clickIncident(event.containerPoint) || showClaim(claim),
      mouseover: () => lines.setStyle({ weight: 3.5 }),
      mouseout: () => lines.setStyle({ weight: 1.6 }),
    });
    const fill = L.polygon(open(claim.fill), { ...style, stroke: false, fillOpacity: 1, interactive: false });
    return L.layerGroup(claim.fill.length ? [fill, lines, target] : [lines, target]).on("add", () => {
      if (!claim.fill.length) return;
      const id = `hatch-${claim.number}`;
      if (!document.getElementById(id)) hatch(id, claim.colour);
      fill.getElement().setAttribute("fill", `url(#${id})`);
    });
  };
  store.claims.forEach((claim, number) => {
    claim.number = number;
    claim.show = (on) => {
      claim.shown = on;
      claim.layer ??= make(claim);
      if (on) claim.layer.addTo(map);
      else claim.layer.remove();
    };
    if (claim.shown) claim.show(true);
  });
};
