"use strict";
// Claims and limits: lines that can be clicked, dashed where contested, hatched where only an illustration.

scs.parts.claims = async (map, store) => {
  const claims = (await scs.read("scs-claims")) ?? [];
  const pane = map.createPane("scs-claims");
  pane.style.zIndex = 420;
  const renderer = L.svg({ pane: "scs-claims", padding: 0.3 });
  const svg = (tag, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  };
  const toLatLng = (deltas) => {
    const points = [];
    let [lon, lat] = [0, 0];
    for (let at = 0; at < deltas.length; at += 2) {
      lon += deltas[at];
      lat += deltas[at + 1];
      points.push([lat / 1e4, lon / 1e4]);
    }
    return points;
  };
  const make = (claim) => {
    const lines = claim.lines.map(toLatLng);
    const style = { renderer, pane: "scs-claims", color: claim.colour, weight: 1.6, opacity: 0.95, dashArray: claim.dashed ? "7 5" : null,
      fill: claim.hatched && claim.closed, fillOpacity: 1, className: "claim", bubblingMouseEvents: false };
    const layer = claim.closed ? L.polygon([lines], style) : L.polyline(lines, style);
    layer.on("click", () => scs.showClaim(claim));
    layer.on("mouseover", () => layer.setStyle({ weight: 3.5 }));
    layer.on("mouseout", () => layer.setStyle({ weight: 1.6 }));
    return layer;
  };
  const hatch = (claim) => {
    const id = `hatch-${claim.number}`;
    if (document.getElementById(id)) return id;
    const pattern = svg("pattern", { id, width: 9, height: 9, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    pattern.append(svg("line", { x1: 0, y1: 0, x2: 0, y2: 9, stroke: claim.colour, "stroke-width": 1, "stroke-opacity": 0.3 }));
    renderer._container.prepend(pattern);
    return id;
  };
  claims.forEach((claim, number) => {
    claim.number = number;
    claim.show = (on) => {
      claim.shown = on;
      claim.layer ??= make(claim);
      if (on) claim.layer.addTo(map);
      else claim.layer.remove();
      if (on && claim.hatched && claim.closed) claim.layer.getElement().setAttribute("fill", `url(#${hatch(claim)})`);
    };
    if (claim.shown) claim.show(true);
  });
  store.claims = claims;
};

/** Which boxes the claims are put in: by claimant, then one line for each, rings around features together. */
scs.claimTree = (claims) => {
  const byParty = new Map();
  for (const claim of claims) {
    const party = claim.parties.join(", ") || scs.text("not_named");
    if (!byParty.has(party)) byParty.set(party, new Map());
    const around = /^(ts|cz)-/.exec(claim.id);
    const key = around ? around[1] : claim.id;
    const rows = byParty.get(party);
    if (!rows.has(key)) rows.set(key, { label: around ? scs.text(`around_${around[1]}`) : claim.name, claims: [] });
    rows.get(key).claims.push(claim);
  }
  return [...byParty].sort((a, b) => a[0].localeCompare(b[0], "en"));
};
