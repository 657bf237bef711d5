// Claims and limits: grey lines whose dashes tell their kind, in the claimant's colour under the pointer; bold where only an illustration.
const LINES = new Map(Object.entries({ eez: [9, 4], territorial_sea: [2, 3], contiguous_zone: [1, 4], internal_waters: [12, 2, 2, 2],
  archipelagic_waters: [12, 2, 2, 2], claim_line: [16, 9], claim_area: [5, 3], treaty_limits: [7, 3, 1, 3], continental_shelf: [14, 3, 3, 3],
  maritime_boundary: [], fishing_ban: [3, 5] }));
const BOLD = new Set(["claim_line"]);
const NAMED = new Set(["claim_line", "eez", "claim_area", "continental_shelf", "maritime_boundary", "treaty_limits", "fishing_ban"]);
let drawClaimNames, reserveClaimNames;

/** A kind of zone in words; a kind of the user's own as it is written. */
const kindName = (kind) => settings.texts[`kind_${kind}`] ?? kind.replaceAll("_", " ");

/** A circle of so many miles around a point, as pairs of longitude and latitude. */
const circle = ([lon, lat, miles]) => Array.from({ length: 73 }, (_, at) => {
  const [angle, km] = [(at * Math.PI) / 36, miles * 1.852];
  const [sin, cos, far] = [Math.sin((lat * Math.PI) / 180), Math.cos((lat * Math.PI) / 180), km / EARTH_KM];
  const up = Math.asin(sin * Math.cos(far) + cos * Math.sin(far) * Math.cos(angle));
  const across = Math.atan2(Math.sin(angle) * Math.sin(far) * cos, Math.cos(far) - sin * Math.sin(up));
  return [lon + (across * 180) / Math.PI, (up * 180) / Math.PI];
});

const openClaims = async () => {
  const { columns, shapes } = await read("scs-claims");
  const names = Object.keys(columns);
  store.claims = shapes.map((shape, row) => Object.assign(shape, Object.fromEntries(names.map((name) => [name, cell(columns[name], row)])), { hover: false }));
  for (const claim of store.claims) {
    claim.parties = parts(claim.parties);
    /** Nautical miles from a place to each of its lines. */
    claim.miles = (lon, lat) => (claim.degrees ??= claim.circle ? [circle(claim.circle)] : claim.lines.map((line) => openLine(line, 1e3))).map((line) => milesToLine(lon, lat, line));
  }
  const pane = addPane("scs-claim-targets", 420);
  const renderer = L.svg({ pane, padding: 0.3 });
  /** Lines of a claim in world coordinates, made when it is first shown. */
  const open = (claim) => {
    const degrees = claim.circle ? [circle(claim.circle)] : claim.lines.map((line) => openLine(line, 1e3));
    claim.degrees = degrees;
    claim.world = degrees.map((line) => line.map(([lon, lat]) => [worldX(lon), worldY(lat)]));
    claim.area = (claim.fill ?? []).map((line) => openLine(line, 1e3).map(([lon, lat]) => [worldX(lon), worldY(lat)]));
    const style = { renderer, pane, color: claim.colour, bubblingMouseEvents: false, className: "claim", weight: 14, opacity: 0 };
    claim.target = L.polyline(degrees.map((line) => line.map(([lon, lat]) => [lat, lon])), style);
    const hover = (on) => () => { claim.hover = on; layer.redraw(); };
    claim.target.on({ click: (event) => toolTakes(event) || clickIncident(event.containerPoint) || showClaim(claim), mouseover: hover(true), mouseout: hover(false) });
  };
  store.claims.forEach((claim, number) => {
    claim.number = number;
    claim.show = (on) => {
      claim.shown = on;
      if (on && !claim.world) open(claim);
      if (on) claim.target.addTo(map);
      else claim.target?.remove();
    };
    claim.shown = Boolean(claim.shown);
    if (claim.shown) claim.show(true);
  });
  const layer = addCanvas("scs-claims", 400, (pen, view) => {
    for (const claim of store.claims.filter(({ shown }) => shown).toSorted((a, b) => a.hover - b.hover)) {
      const bold = BOLD.has(claim.kind);
      const colour = claim.hover || claim.chosen ? claim.colour : bold ? theme.ink : theme.line;
      if (claim.kind === "claim_area" && claim.area.length) continue; // its edge joins dashes that nobody drawing them joined
      trace(pen, view, claim.world);
      pen.globalAlpha = claim.hover || bold ? 1 : claim.status.includes("contested") ? 0.6 : 0.9;
      [pen.strokeStyle, pen.lineWidth] = [colour, claim.hover ? 3.2 : bold ? 3.4 : 1.3];
      pen.setLineDash(bold ? [] : LINES.get(claim.kind) ?? []);
      pen.stroke();
      pen.setLineDash([]);
      pen.globalAlpha = 1;
    }
  });
  store.listen("theme claims", () => layer.redraw());
  const label = (claim) => `${kindName(claim.kind)} · ${claim.parties.join(", ")}`;
  /** Places along a line where a text of this width would lie straight, the straightest first. */
  const stretches = (points, width) => {
    const far = [0];
    for (let at = 1; at < points.length; at++) far.push(far[at - 1] + Math.hypot(points[at][0] - points[at - 1][0], points[at][1] - points[at - 1][1]));
    const total = far.at(-1);
    const pointAt = (length, from) => {
      let at = from;
      while (at < far.length - 2 && far[at + 1] < length) at++;
      const share = (length - far[at]) / (far[at + 1] - far[at] || 1);
      return [at, points[at][0] + share * (points[at + 1][0] - points[at][0]), points[at][1] + share * (points[at + 1][1] - points[at][1])];
    };
    const found = [];
    let from = 0;
    for (let start = 0; start + width <= total; start += Math.max(18, total / 200)) {
      const [at, x0, y0] = pointAt(start, from);
      from = at;
      const [, x1, y1] = pointAt(start + width, at);
      const chord = Math.hypot(x1 - x0, y1 - y0);
      if (chord > 0.9 * width) found.push({ x: (x0 + x1) / 2, y: (y0 + y1) / 2, angle: Math.atan2(y1 - y0, x1 - x0), straight: chord / width });
    }
    return found.toSorted((a, b) => b.straight - a.straight);
  };
  let kept = []; // where names of bold lines stand, found before areas take the room
  /** Finds room for the name of a claim along its line, or for a bold one beside it. */
  const spotFor = (pen, view, claim, inside) => {
    const bold = BOLD.has(claim.kind);
    pen.font = bold ? "700 12px system-ui, sans-serif" : "10.5px system-ui, sans-serif";
    const said = label(claim);
    const width = pen.measureText(said).width;
    const lines = claim.world.map((line) => line.map(([x, y]) => view.at(x, y)));
    const along = lines.flatMap((line) => stretches(line, width + 10).map((spot) => Object.assign(spot, { off: bold ? -9 : 0 })));
    const beside = bold ? [0, 16, -16, 32, -32, 52, -52, 70, -70].flatMap((by) => lines.flatMap((line) => [1, -1, 0.6, -0.6, 0].map((side) => {
      const [x, y] = line[Math.floor(line.length / 2)];
      return { x: x + side * (width / 2 + 12), y: y + by, angle: 0, off: 0 };
    }))) : [];
    for (const { x, y, angle: raw, off } of [...along, ...beside]) {
      const angle = Math.abs(raw) > Math.PI / 2 ? raw - Math.sign(raw) * Math.PI : raw;
      const [sin, cos] = [Math.abs(Math.sin(angle)), Math.abs(Math.cos(angle))];
      const [cx, cy] = [x - off * Math.sin(angle), y + off * Math.cos(angle)];
      const [across, down] = [(width * cos + 13 * sin) / 2, (width * sin + 13 * cos) / 2];
      const box = [cx - across, cy - down, cx + across, cy + down];
      const pieces = Math.max(1, Math.round(width / 26)); // boxes along a slanted text, so that it does not claim its corners
      const boxes = sin < 0.2 ? [box] : Array.from({ length: pieces + 1 }, (_, at) => {
        const [px, py] = [cx + (at / pieces - 0.5) * width * Math.cos(angle), cy + (at / pieces - 0.5) * width * Math.sin(angle)];
        return [px - 8, py - 8, px + 8, py + 8];
      });
      if (inside(box) && boxes.every((each) => room.free(each))) return { said, bold, cx, cy, angle, boxes };
    }
    return null;
  };
  const named = () => store.claims.filter((claim) => claim.shown && !claim.circle && NAMED.has(claim.kind) && !claim.area.length);
  reserveClaimNames = (pen, view, inside, took) => {
    kept = [];
    for (const claim of named().filter(({ kind }) => BOLD.has(kind))) {
      const found = kept.some(({ said }) => said === label(claim)) ? null : spotFor(pen, view, claim, inside); // two claims in one drawing bear one name
      if (!found) continue;
      for (const box of found.boxes) took(box);
      kept.push(found);
    }
  };
  drawClaimNames = (pen, view, inside, took) => {
    const draw = ({ said, bold, cx, cy, angle, boxes }) => {
      for (const box of boxes) took(said, box);
      pen.font = bold ? "700 12px system-ui, sans-serif" : "10.5px system-ui, sans-serif";
      pen.save();
      pen.translate(cx, cy);
      pen.rotate(angle);
      [pen.textAlign, pen.textBaseline] = ["center", "middle"];
      inscribe(pen, said, 0, 0, bold ? theme.ink : theme.lineword);
      pen.restore();
    };
    kept.forEach(draw);
    for (const claim of named().filter(({ kind }) => !BOLD.has(kind))) {
      const found = spotFor(pen, view, claim, inside);
      if (found) draw(found);
    }
    [pen.textAlign, pen.textBaseline] = ["start", "alphabetic"];
  };
};
