// The small map: coast, the disc of the place, the claims that hold it, and what is near.
/** Steps of whole numbers, so many to a degree, as pairs of latitude and longitude. */
const degrees = (steps, scale) => {
  let [lon, lat] = [0, 0];
  return Array.from({ length: steps.length / 2 }, (_, at) => {
    lon += steps[2 * at];
    lat += steps[2 * at + 1];
    return [lat / scale, lon / scale];
  });
};
const coast = ask("coast");
const limits = new Map(); // zone id to its claim, as it is asked for

const claimsOf = async (ids) => {
  const missing = ids.filter((id) => !limits.has(id));
  if (missing.length) for (const claim of await ask("claims", { ids: missing.join(";") })) limits.set(claim.id, claim);
  return ids.map((id) => limits.get(id)).filter(Boolean);
};

/** Opens a map in a box; show(derived, neighbours) draws a place on it. */
const openSea = () => {
  const box = make("div", { class: "chart", role: "application", "aria-label": "Map of the location: arrow keys move it, plus and minus zoom" });
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(box, { attributionControl: false, zoomSnap: 0.25, minZoom: 3.5, maxZoom: 12, center: [12, 114], zoom: 5, fadeAnimation: !still, zoomAnimation: !still });
  L.control.scale({ imperial: false }).addTo(map);
  const shore = L.layerGroup().addTo(map);
  const names = L.layerGroup().addTo(map);
  const drawn = L.layerGroup().addTo(map);
  let features = [];
  let round = 0;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const paint = async () => {
    const found = await coast;
    features = found.features;
    shore.clearLayers();
    const renderer = L.canvas({ padding: 0.3 });
    L.polygon(found.rings.map((ring) => degrees(ring, found.rings_per_degree)), { renderer, interactive: false, weight: 0.8, color: colour("coast"), fillColor: colour("land"), fillOpacity: 1 }).addTo(shore);
    nameFeatures();
  };
  const nameFeatures = () => {
    names.clearLayers();
    if (map.getZoom() < 6.5) return;
    const view = map.getBounds();
    const taken = []; // where names stand, so that none is written over another
    for (const { name, lat, lon } of features.filter((one) => view.contains([one.lat, one.lon])).slice(0, 60)) {
      const { x, y } = map.latLngToContainerPoint([lat, lon]);
      const right = x + 8 + 6.2 * name.length;
      if (taken.length >= 16 || taken.some(([left, top, end]) => x - 6 < end && right > left && Math.abs(y - top) < 15)) continue;
      taken.push([x - 6, y, right]);
      L.circleMarker([lat, lon], { radius: 1.5, className: "spot", interactive: false }).addTo(names)
        .bindTooltip(apart(name), { permanent: true, direction: "right", className: "named", offset: [3, 0] });
    }
  };
  map.on("moveend", nameFeatures);
  addEventListener("themechange", paint);
  let fit = () => {}; // a box that is not in the page yet has no size to fit anything to
  new ResizeObserver(() => {
    const blank = map.getSize().x === 0;
    map.invalidateSize({ animate: false });
    if (blank) fit();
  }).observe(box);
  /** Draws a place: the disc, the claims that hold it, its neighbours. */
  const show = async (derived, neighbours = []) => {
    round += 1;
    const mine = round;
    const zones = new Map(derived.zones.map((zone) => [zone.id, zone]));
    const [claims, { lines_per_degree: scale }] = await Promise.all([claimsOf([...zones.keys()]).catch(() => []), coast]);
    if (mine !== round) return; // a later place has come meanwhile
    drawn.clearLayers();
    for (const claim of claims) {
      const sure = zones.get(claim.id).membership === "certain";
      L.polyline(claim.lines.map((line) => degrees(line, scale)), { className: `limit ${sure ? "certain" : "possible"}`, weight: 1.6, dashArray: sure ? null : "5 5" })
        .bindTooltip(apart(`${claim.name} (${sure ? "within" : "possibly within"})`), { sticky: true }).addTo(drawn);
    }
    for (const near of neighbours.filter(({ lat }) => lat !== null)) {
      L.circleMarker([near.lat, near.lon], { radius: 5, weight: 2, className: `near ${near.status}` })
        .bindTooltip(apart(`${near.date_start} ${near.place || near.location_text}: ${listed("type", listOf(near.types))}`)).addTo(drawn);
    }
    for (const path of box.querySelectorAll("path")) path.tabIndex = -1; // lines have names for a pointer; a keyboard finds them in the list below
    box.classList.toggle("nowhere", derived.lat === null);
    if (derived.lat === null) { fit = () => map.setView([12, 114], 4.5, { animate: false }); fit(); return; }
    const metres = Math.max(derived.radius_km, 0.2) * 1000;
    const disc = L.circle([derived.lat, derived.lon], { radius: metres, className: "disc", weight: 1.5 }).addTo(drawn);
    L.circleMarker([derived.lat, derived.lon], { radius: 3, className: "middle" }).addTo(drawn);
    fit = () => map.fitBounds(disc.getBounds().pad(metres > 3e4 ? 0.4 : 3e4 / metres), { animate: false, maxZoom: 10 });
    fit();
  };
  paint().catch(complain);
  return { box, show, map };
};
