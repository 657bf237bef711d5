// A click on open sea: who claims this point, what is mere distance, what is settled, what is near, and what happened around it.
let showPoint = () => {};
let readPoint = () => {}; // moves a cross with the keyboard until a point is read

const AROUND = 50; // nautical miles within which incidents are looked for
const NEAR_LIMIT = 1; // nautical miles from a limit within which a simplified line cannot tell
const COMPASS = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];

/** Nautical miles from a point to a line of [lon, lat], on a plane that touches the earth at the point. */
const milesToLine = (lon, lat, line) => {
  const east = 60.04 * Math.cos((lat * Math.PI) / 180);
  let least = Infinity;
  let [ax, ay] = [0, 0];
  line.forEach(([x, y], at) => {
    const [bx, by] = [(x - lon) * east, (y - lat) * 60.04];
    if (at) {
      const [dx, dy] = [bx - ax, by - ay];
      const share = Math.max(0, Math.min(1, -(ax * dx + ay * dy) / (dx * dx + dy * dy || 1)));
      least = Math.min(least, Math.hypot(ax + share * dx, ay + share * dy));
    }
    [ax, ay] = [bx, by];
  });
  return least;
};

const openPoint = (cells) => {
  let point = null; // [lat, lon] of the card that is open, or of the cross
  let moving = false;
  const lines = Object.entries(cells.baselines).map(([country, stored]) => [country, stored.map((each) => openLine(each, 200))]);
  const ends = new Uint32Array(cells.lengths.length);
  cells.lengths.forEach((length, at) => { ends[at] = length + (ends[at - 1] ?? 0); });
  /** The zones that hold a place for certain, those that may, and how deep it is. */
  const cellOf = (lat, lon) => {
    const [x, y] = [Math.floor((lon - cells.west) * cells.per_degree), Math.floor((lat - cells.south) * cells.per_degree)];
    if (x < 0 || y < 0 || x >= cells.across || y >= cells.down) return null;
    const [sure, maybe, depth] = cells.sets[cells.runs[ends.findIndex((end) => end > y * cells.across + x)]];
    return { sure: sure.map((at) => cells.ids[at]), maybe: maybe.map((at) => cells.ids[at]), depth };
  };
  const there = (claim, day) => claim.valid_from.slice(0, 10) <= day && (!claim.valid_to || claim.valid_to > day);
  /** Whether a place lies in the belt around a feature: for sure, maybe, or not at all. */
  const within = (claim, lon, lat) => {
    const [inner, outer] = claim.belt;
    const [x, y] = claim.middle;
    const away = geodesic([lat, lon], [y, x]).metres / 1852;
    if (away > outer + claim.band || away < inner - claim.band) return "";
    return claim.never || away > outer - claim.band || (inner && away < inner + claim.band) ? "maybe" : "sure";
  };
  const claimLine = (claim, possible) => el("li", { class: possible ? "possible" : "" }, lineSample(claim.kind),
    el("button", { type: "button", class: "as-link", click: () => { claim.show(true); showClaim(claim); } }, bdi(claim.name), possible && ` (${say("possible")})`),
    el("span", { class: "note" }, bdi([claim.parties.join(", "), claim.legal_basis].filter(Boolean).join(": "))));
  const section = (key, ...content) => el("section", { class: "section" }, el("h3", {}, say(key, { nm: AROUND })), content);
  const miles = (metres) => `${figure(metres < 18_520 ? Math.round(metres / 185.2) / 10 : Math.round(metres / 1852))} nm`;
  const featureLine = (lat, lon) => {
    const near = (scs.places ?? []).filter(({ dot }) => dot).map((place) => [geodesic([lat, lon], [place.lat, place.lon]), place]).toSorted((a, b) => a[0].metres - b[0].metres)[0];
    if (!near) return "";
    const [{ metres, bearing }, place] = near;
    const said = metres < 3000 ? place.name : `${place.name}, ${miles(metres)} ${COMPASS[Math.round(bearing / 45) % 8]}`;
    return [el("p", {}, bdi(said)), el("p", { class: "note" }, bdi(scs.heldLine?.(place.id) ?? ""))];
  };
  /** What happened within reach, surely and possibly, of what is shown. */
  const around = (lat, lon) => {
    const [sure, maybe] = [[], []];
    for (const row of store.rows) {
      if (!data.placed(row)) continue;
      const away = geodesic([lat, lon], [data.lat[row], data.lon[row]]).metres / 1852;
      const doubt = (data.radius[row] || 0) / 1.852;
      if (away + doubt <= AROUND) sure.push(row);
      else if (away - doubt <= AROUND) maybe.push(row);
    }
    return [sure, maybe];
  };
  const counted = (key, rows, all) => el("li", {}, el("button", { type: "button", class: "as-link", disabled: !rows.length, click: () => showRows(rows) }, say(key)),
    el("span", { class: key }, el("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, el("path", { d: `M0 0H${(100 * rows.length) / Math.max(1, all)}V10H0Z`, fill: theme.told, opacity: key === "point_possibly" ? 0.35 : 1 }))),
    el("b", {}, figure(rows.length)));
  /** The zones on a day that hold a place whole, and those that may. */
  const at = (lat, lon, day) => {
    const found = cellOf(lat, lon);
    const known = new Map(store.claims.map((claim) => [claim.id, claim]));
    const those = (ids) => ids.map((id) => known.get(id)).filter((claim) => claim && there(claim, day));
    const belts = store.claims.filter((claim) => claim.belt && there(claim, day)).map((claim) => [claim, within(claim, lon, lat)]);
    const [sure, maybe] = ["sure", "maybe"].map((degree) => those(found?.[degree] ?? []).concat(belts.filter(([, inside]) => inside === degree).map(([claim]) => claim)));
    return { found, sure, maybe };
  };
  scs.at = (lat, lon, day) => {
    const { sure, maybe } = at(lat, lon, day);
    return { sure: sure.map(({ id }) => id), maybe: maybe.map(({ id }) => id) };
  };
  scs.claims = () => store.claims.map(({ id }) => id);
  showPoint = (lat, lon) => {
    const [name, day] = [`${Math.abs(lat).toFixed(3)}° ${lat < 0 ? "S" : "N"} ${Math.abs(lon).toFixed(3)}° ${lon < 0 ? "W" : "E"}`, iso(store.range[1])];
    const { found, sure, maybe } = at(lat, lon, day);
    const of = (word) => [...sure.filter((claim) => claim.word === word).map((claim) => claimLine(claim, false)), ...maybe.filter((claim) => claim.word === word).map((claim) => claimLine(claim, true))];
    const claimed = of("claim");
    const far = lines.map(([country, each]) => [country, Math.min(...each.map((line) => milesToLine(lon, lat, line)))]).toSorted((a, b) => a[1] - b[1]).slice(0, 6);
    const limit = Math.min(...[...sure, ...maybe].flatMap((claim) => claim.miles(lon, lat)));
    const [near, possible] = around(lat, lon);
    const text = () => [...document.querySelectorAll(".card h2, .card h3, .card p, .card li")].map((node) => node.innerText.replace(/\s+/g, " ").trim()).join("\n");
    point = [lat, lon];
    store.point = point;
    showCard(name, [el("button", { type: "button", class: "primary", click: (event) => copyText(text(), event.target) }, say("point_copy")), button("copy_link", copyLink),
      button("point_here", () => showRows([...near, ...possible]))],
    el("p", { class: "note" }, [say("point_title"), !found ? say("point_outside") : found.depth > 0 && say("point_deeper", { depth: figure(found.depth) }), say("point_as_of", { day })].filter(Boolean).join(" · ")),
    section("point_claimed", claimed.length ? el("ul", { class: "claimed" }, claimed) : el("p", {}, say("point_none"))),
    section("point_distance", el("p", {}, far.map(([country, nm]) => `${settings.labels.country[country] ?? settings.texts[`country_${country}`] ?? country} ${figure(Math.round(nm))} nm`).join(", "))),
    section("point_settled", of("settled").length ? el("ul", { class: "claimed" }, of("settled")) : el("p", {}, say("point_nothing"))),
    section("point_feature", featureLine(lat, lon)),
    section("point_around", el("ul", { class: "bars" }, counted("point_surely", near, near.length + possible.length), counted("point_possibly", possible, near.length + possible.length)), possible.length > 0 && el("p", { class: "note" }, say("point_possibly_note"))),
    limit < NEAR_LIMIT && el("p", { class: "note near-limit", role: "note" }, say("point_doubt", { nm: NEAR_LIMIT, lat: lat.toFixed(3), lon: lon.toFixed(3) })));
    layer.redraw();
    store.change("point");
  };
  const layer = addCanvas("scs-point", 455, (pen, view) => {
    if (!point) return;
    const [x, y] = view.place(point[1], point[0]);
    pen.beginPath();
    pen.arc(x, y, AROUND * 1.852 * pixelsPerKm(view, point[0]), 0, 2 * Math.PI);
    [pen.strokeStyle, pen.lineWidth] = [theme.ink, 1];
    pen.stroke();
    for (const [colour, wide] of [[theme.panel, 5], [theme.ink, 2]]) {
      [pen.strokeStyle, pen.lineWidth] = [colour, wide];
      pen.beginPath();
      for (const [a, b, c, d] of [[-13, 0, -4, 0], [4, 0, 13, 0], [0, -13, 0, -4], [0, 4, 0, 13]]) {
        pen.moveTo(x + a, y + b);
        pen.lineTo(x + c, y + d);
      }
      pen.stroke();
    }
  });
  store.listen("theme", () => layer.redraw());
  store.listen("panel", () => {
    if (moving || !point || !document.querySelector(".card").hidden) return;
    point = null;
    store.point = null;
    layer.redraw();
    store.change("point");
  });
  const status = el("output", { class: "point-keys", hidden: true }, say("point_keys"));
  map.getContainer().parentNode.append(status);
  const end = () => {
    moving = false;
    status.hidden = true;
  };
  readPoint = () => {
    const { lat, lng } = map.getCenter();
    [moving, point, status.hidden] = [true, [lat, lng], false];
    map.getContainer().focus();
    layer.redraw();
  };
  addEventListener("keydown", (event) => {
    if (!moving) return;
    const by = { ArrowLeft: [-12, 0], ArrowRight: [12, 0], ArrowUp: [0, -12], ArrowDown: [0, 12] }[event.key];
    if (by) {
      const { lat, lng } = map.containerPointToLatLng(map.latLngToContainerPoint(point).add(by));
      point = [lat, lng];
      map.panInside(point, { padding: [30, 30], animate: false });
      layer.redraw();
    } else if (event.key === "Enter") {
      end();
      showPoint(...point);
    } else if (event.key === "Escape") {
      end();
      [point, store.point] = [null, null];
      layer.redraw();
    } else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
};
