// The sea itself, by zoom: depth contours, reefs and banks, small and artificial islands, and outposts with their occupant.
const EDGE = 64; // pixels along the edge of the map, where its controls are
let seaAt = () => null; // what is known of the reef or island at a place of the map

const openSea = async (places) => {
  const { contours, shapes, outposts, award, claimed } = await read("scs-sea");
  const world = (each) => (line) => openLine(line, each).map(([lon, lat]) => [worldX(lon), worldY(lat)]);
  const depths = contours.map(({ depth, lines }) => ({ depth, lines: lines.map((line) => openLine(line, 200).map(([lon, lat]) => [worldX(lon), worldY(lat)])) }));
  const forms = shapes;
  for (const form of forms) {
    form.rings = form.rings.map(world(form.per ?? 5e3));
    const [xs, ys] = [0, 1].map((axis) => form.rings.flat().map((point) => point[axis]));
    form.box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  }
  const dashes = { 200: [], 1000: [5, 3], 2000: [2, 3] };
  const held = new Map(outposts.map((each) => [each.id, each]));
  const points = places.filter(({ id }) => held.has(id));
  const layer = addCanvas("scs-sea", 215, (pen, view) => {
    if (!settings.sea || view.zoom < 5) return;
    [pen.font, pen.textAlign, pen.textBaseline] = ["9px system-ui, sans-serif", "center", "middle"];
    const [a, b, c, d] = view.seen;
    for (const { depth, lines } of depths) {
      [pen.strokeStyle, pen.lineWidth] = [theme.contour, 0.7];
      pen.setLineDash(dashes[depth] ?? []);
      trace(pen, view, lines);
      pen.stroke();
      pen.setLineDash([]);
      if (view.zoom < 7) continue;
      for (const line of lines) { // the depth stands on its line, here and there
        const [x, y] = view.at(...line[Math.floor(line.length / 2)]);
        if (line.length > 24 && x > a + EDGE && y > b + EDGE && x < c - EDGE && y < d - EDGE) inscribe(pen, say("depth", { depth: figure(depth) }), x, y, theme.water);
      }
    }
    if (view.zoom < 6.5) return;
    const [left, top, right, bottom] = [view.left / view.scale, view.top / view.scale, (view.left + view.width) / view.scale, (view.top + view.height) / view.scale];
    for (const { use, quality, box, rings } of forms) {
      if (box[2] < left || box[0] > right || box[3] < top || box[1] > bottom) continue;
      const reef = use === "outline";
      trace(pen, view, rings, true);
      [pen.fillStyle, pen.strokeStyle, pen.lineWidth] = reef ? [theme.reef, theme.water, 0.8] : [theme.land, theme.coast, use === "artificial" ? 1.6 : 0.8];
      pen.setLineDash(quality === "derived" || quality === "C" ? [4, 3] : []);
      if (quality !== "derived") pen.fill();
      pen.stroke();
      pen.setLineDash([]);
    }
    if (view.zoom < 7) return;
    for (const { id, lat, lon } of points) {
      const [x, y] = view.place(lon, lat);
      if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
      [pen.fillStyle, pen.strokeStyle, pen.lineWidth] = [theme.ink, theme.panel, 1];
      pen.beginPath(); // a pennant on its staff
      pen.moveTo(x - 4, y - 14);
      pen.lineTo(x + 6, y - 11);
      pen.lineTo(x - 4, y - 8);
      pen.closePath();
      pen.rect(x - 5, y - 14, 1, 14);
      pen.fill();
      if (view.zoom < 9) continue;
      pen.font = "700 9px system-ui, sans-serif";
      inscribe(pen, held.get(id).occupier, x - 12, y - 10, theme.ink);
    }
  });
  store.listen("theme", () => layer.redraw());
  const claimedBy = new Map(Object.entries(claimed).flatMap(([said, ids]) => ids.map((id) => [id, parts(said).map((each) => each.split(" "))])));
  /** The countries that claim a feature on a day, as far as their claims were traced. */
  scs.claimantsOf = (id, day) => (claimedBy.get(id) ?? []).filter(([, from, to]) => from <= day && day <= to).map(([code]) => code);
  /** What the Award of 2016 found of a feature, in a sentence. */
  scs.awardLine = (id) => (award[id] ? say("award_line", { finding: say(`award_${award[id]}`) }) : "");
  /** Who holds a feature since when, and who claims it, in sentences. */
  scs.heldLine = (id) => {
    const outpost = held.get(id);
    const claimants = scs.claimantsOf(id, iso(store.range?.[1] ?? 20_000));
    return [outpost && say("held_line", { party: outpost.party, since: /^\d/.test(outpost.since) ? say("claim_since", { from: outpost.since }) : outpost.since && `(${outpost.since})` }).replace(/\s+/g, " ").replace(" .", "."),
      claimants.length > 0 && say("claimed_line", { parties: claimants.map(countryName).join(", ") })].filter(Boolean).join(" ");
  };
  seaAt = (latlng) => {
    const at = map.project(latlng);
    const near = places.filter(({ dot, lat, lon }) => dot && map.project([lat, lon]).distanceTo(at) < 9);
    const place = near.toSorted((a, b) => map.project([a.lat, a.lon]).distanceTo(at) - map.project([b.lat, b.lon]).distanceTo(at))[0];
    return place && { ...place, held: held.get(place.id), form: forms.find(({ id, use }) => id === place.id && use === "outline") };
  };
};
