// A click on open sea: who claims this point, what is mere distance, what is settled, what is near, and what happened around it.
let showPoint = () => {};
let readPoint = () => {}; // moves a cross with the keyboard until a point is read

const AROUND = 50; // nautical miles within which incidents are looked for
const NEAR_LIMIT = 1; // nautical miles from a limit within which a simplified line cannot tell
const BASELINE_DOUBT = 3; // nautical miles by which a distance to the thinned baselines may be wrong
const COMPASS = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];

/** Nautical miles from a point to a line of [lon, lat], on a plane that touches the earth at the point. */
const milesToLine = (lon, lat, line) => {
  const east = 60.04 * Math.cos((lat * Math.PI) / 180);
  let least = Infinity;
  let [ax, ay] = [0, 0];
  line.forEach(([x, y], at) => {
    const [bx, by] = [(x - lon) * east, (y - lat) * 60.04];
    if (!at) least = Math.hypot(bx, by);
    else {
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
  const [runs, lengths] = [cells.runs, cells.lengths].map(openNumbers);
  const ends = new Uint32Array(lengths.length);
  lengths.forEach((length, at) => { ends[at] = length + (ends[at - 1] ?? 0); });
  /** The zones that hold a place for certain, those that may, and how deep it is. */
  const cellOf = (lat, lon) => {
    const [x, y] = [Math.floor((lon - cells.west) * cells.per_degree), Math.floor((lat - cells.south) * cells.per_degree)];
    if (x < 0 || y < 0 || x >= cells.across || y >= cells.down) return null;
    const [sure, maybe, depth] = cells.sets[runs[ends.findIndex((end) => end > y * cells.across + x)]];
    return { sure: openNumbers(sure).map((at) => cells.ids[at]), maybe: openNumbers(maybe).map((at) => cells.ids[at]), depth };
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
  const claimLine = ({ claim, codes, sure }) => el("li", { class: sure ? "" : "possible" }, lineSample(claim.kind),
    el("button", { type: "button", class: "as-link", click: () => { claim.show(true); showClaim(claim); } }, bdi(`${codes.map(countryName).join(", ")}: ${claim.name}`), !sure && ` (${say("possible")})`),
    el("span", { class: "note" }, bdi(claim.legal_basis)));
  const section = (key, ...content) => el("section", { class: "section" }, el("h3", {}, say(key, { nm: AROUND })), content);
  const miles = (metres) => `${figure(metres < 18_520 ? Math.round(metres / 185.2) / 10 : Math.round(metres / 1852))} nm`;
  const nearestFeature = (lat, lon) => {
    const all = (scs.places ?? []).filter(({ dot }) => dot).map((place) => [geodesic([lat, lon], [place.lat, place.lon]), place]);
    const [[way, place] = []] = all.toSorted((a, b) => a[0].metres - b[0].metres);
    return place && { ...way, place };
  };
  const featureLine = ({ metres, bearing, place }) => {
    const said = metres < 3000 ? place.name : `${place.name}, ${miles(metres)} ${COMPASS[Math.round(bearing / 45) % 8]}`;
    return [el("p", {}, bdi(said)), el("p", { class: "note" }, bdi([scs.heldLine(place.id), scs.awardLine(place.id)].filter(Boolean).join(" ")))];
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
  /** Nautical miles to the baselines of each country, the nearest first. */
  const distances = (lat, lon) => lines.map(([code, each]) => ({ code, nm: Math.min(...each.map((line) => milesToLine(lon, lat, line))) })).toSorted((a, b) => a.nm - b.nm);
  /** Of a place on a day: who claims it, from whose baselines it is within 200 nm, and on whose side of an agreed line it lies. */
  const at = (lat, lon, day) => {
    const found = cellOf(lat, lon);
    const known = new Map(store.claims.map((claim) => [claim.id, claim]));
    const held = ["sure", "maybe"].flatMap((degree) => (found?.[degree] ?? []).map((id) => ({ id, claim: known.get(id), sure: degree === "sure" })))
      .filter(({ id, claim }) => (claim ? there(claim, day) && (claim.extent || claim.coastal) : id.startsWith("settled-")));
    for (const claim of store.claims) {
      const inside = claim.belt && there(claim, day) ? within(claim, lon, lat) : "";
      if (inside) held.push({ id: claim.id, claim, sure: inside === "sure" });
    }
    for (const each of held) each.sure &&= (each.claim?.certain_from ?? "").slice(0, 10) <= day;
    const agreed = held.filter(({ claim }) => !claim).map(({ id, sure }) => {
      const [, line, code] = /^settled-(.+)-(..)$/.exec(id);
      return { claim: known.get(line) ?? store.claims.find((each) => each.id.startsWith(line)), line, code: code.toUpperCase(), sure };
    }).filter(({ claim }) => !claim || there(claim, day));
    const coasts = Map.groupBy(held.filter(({ claim }) => claim?.coastal), ({ claim }) => claim.claimants);
    const far = distances(lat, lon);
    const near = new Map(far.map(({ code, nm }) => [code, nm]));
    const belts = [...coasts].map(([code, each]) => ({ code, sure: each.some(({ sure }) => sure), nm: near.get(code) ?? 0 }));
    /** Whether a claim reaches a place where belts overlap: 1 it does, 0 perhaps, -1 another's baselines are nearer. */
    const side = (rule, code) => {
      const others = belts.filter((belt) => belt.code !== code);
      if (rule === "islands") return others.some(({ sure }) => sure) ? -1 : others.length ? 0 : 1;
      if (rule !== "nearest") return rule === "nowhere" ? -1 : 1;
      const mine = belts.find((belt) => belt.code === code)?.nm ?? 0;
      if (others.some(({ sure, nm }) => sure && mine - 2 * BASELINE_DOUBT > nm)) return -1;
      return others.every(({ nm }) => mine + 2 * BASELINE_DOUBT <= nm) ? 1 : 0;
    };
    const givenUp = (code, surely) => agreed.some((one) => one.code !== code && (one.sure || !surely) && parts(one.claim?.claimants).includes(code) && !agreed.some((mine) => mine.line === one.line && mine.code === code));
    const claimed = held.filter(({ claim }) => claim?.extent).map(({ claim, sure }) => {
      const codes = claim.belt ? scs.claimantsOf(claim.id.slice(3), day).filter((code) => parts(claim.claimants).includes(code)) : parts(claim.claimants);
      const rough = claim.status === "illustrative";
      const sides = codes.map((code) => [code, rough && givenUp(code, true) ? -1 : Math.min(side(claim.extent, code), rough && givenUp(code, false) ? 0 : 1)]).filter(([, where]) => where >= 0);
      return { claim, codes: sides.map(([code]) => code), sure: sure && sides.every(([, where]) => where === 1) };
    }).filter(({ codes }) => codes.length).toSorted((a, b) => b.sure - a.sure);
    const reached = far.filter(({ nm }) => nm <= 200 + 2 * BASELINE_DOUBT);
    for (const each of reached) each.sure = each.nm <= 200 - 2 * BASELINE_DOUBT;
    return { found, held, claimed, agreed, reached, far };
  };
  scs.at = (lat, lon, day) => {
    const { held, claimed, agreed, reached } = at(lat, lon, day);
    const pairs = (surely) => claimed.filter(({ sure }) => sure === surely).flatMap(({ claim, codes }) => codes.map((code) => `${code} ${claim.id}`));
    const told = (all, name) => [true, false].map((surely) => all.filter(({ sure }) => sure === surely).map(name));
    return { zones: told(held.filter(({ claim }) => claim), ({ id }) => id), claims: [pairs(true), pairs(false)], settled: told(agreed, ({ code, line }) => `${code} ${line}`), within: told(reached, ({ code }) => code) };
  };
  scs.claims = () => store.claims.filter(({ extent, coastal }) => extent || coastal).map(({ id }) => id);
  showPoint = (lat, lon) => {
    const [name, day] = [`${Math.abs(lat).toFixed(3)}° ${lat < 0 ? "S" : "N"} ${Math.abs(lon).toFixed(3)}° ${lon < 0 ? "W" : "E"}`, iso(store.range[1])];
    const { found, held, claimed, agreed, reached, far } = at(lat, lon, day);
    const feature = nearestFeature(lat, lon);
    const open_ = !feature || feature.metres > 1e3 * (10 + (feature.place.km || 0)); // contours are too coarse beside a reef
    const limit = Math.min(Infinity, ...held.flatMap(({ claim }) => claim?.miles(lon, lat) ?? []));
    const list = (all) => all.map(({ code, nm, sure = true }) => `${countryName(code)} ${figure(Math.round(nm))} nm${sure ? "" : ` (${say("possible")})`}`).join(", ");
    const beyond = far.slice(reached.length, reached.length + 6);
    const dashes = held.some(({ id }) => id === "cn-dash-area");
    const [near, possible] = around(lat, lon);
    const text = () => [...document.querySelectorAll(".card h2, .card h3, .card p, .card li")].map((node) => node.innerText.replace(/\s+/g, " ").trim()).join("\n");
    point = [lat, lon];
    store.point = point;
    showCard(name, [el("button", { type: "button", class: "primary", click: (event) => copyText(text(), event.target) }, say("point_copy")), button("copy_link", copyLink),
      button("point_here", () => showRows([...near, ...possible]))],
    el("p", { class: "note" }, [say("point_title"), !found ? say("point_outside") : found.depth > 0 && open_ && say("point_deeper", { depth: figure(found.depth) }), say("point_as_of", { day })].filter(Boolean).join(" · ")),
    section("point_claimed", claimed.length ? el("ul", { class: "claimed" }, claimed.map(claimLine)) : el("p", {}, say("point_none"))),
    section("point_distance", reached.length > 0 && el("p", {}, say("point_within", { list: list(reached) })), beyond.length > 0 && el("p", {}, say("point_beyond", { list: list(beyond) }))),
    section("point_settled", agreed.length ? el("ul", { class: "claimed" }, agreed.map(({ claim, code, sure }) => el("li", { class: sure ? "" : "possible" }, lineSample("maritime_boundary"),
      bdi(say("point_side", { party: countryName(code), line: claim?.name ?? code })), !sure && ` (${say("possible")})`, el("span", { class: "note" }, bdi(claim?.legal_basis ?? ""))))) : el("p", {}, say("point_nothing"))),
    dashes && section("point_award", el("p", {}, say("award_dashes"))),
    section("point_feature", feature ? featureLine(feature) : ""),
    section("point_around", el("ul", { class: "bars" }, counted("point_surely", near, near.length + possible.length), counted("point_possibly", possible, near.length + possible.length)), possible.length > 0 && el("p", { class: "note" }, say("point_possibly_note"))),
    limit < NEAR_LIMIT && el("p", { class: "note near-limit", role: "note" }, say("point_doubt", { nm: NEAR_LIMIT, lat: lat.toFixed(3), lon: lon.toFixed(3) })));
    if (compact()) data.look(point, map.getZoom()); // which the sheet may just have covered
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
