// Sea, land, graticule: drawn from what is in the file; tiles only where the recipe offers them.
let drawLand; // the land alone, for small maps
let drawFloor = () => {}; // the shaded sea floor
let tilesOn = false; // tiles lie under everything; nothing may hide them

/** The picture of the sea floor, white on the shelf and black in the basin, toned to the blues of the theme. */
const openFloor = async () => {
  const text = await read("scs-relief");
  if (!text) return;
  const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], { type: "image/webp" }));
  const canvas = el("canvas");
  [canvas.width, canvas.height] = [picture.width, picture.height];
  const ink = canvas.getContext("2d", { willReadFrequently: true });
  const rgb = (colour) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  let toned = "";
  const tone = () => {
    if (toned === theme.shelf + theme.basin) return;
    toned = theme.shelf + theme.basin;
    ink.drawImage(picture, 0, 0);
    const pixels = ink.getImageData(0, 0, canvas.width, canvas.height);
    const [light, dark] = [rgb(theme.shelf), rgb(theme.basin)];
    const shades = Array.from({ length: 256 }, (_, grey) => dark.map((part, at) => part + (grey / 255) * (light[at] - part)));
    const tones = new Uint32Array(new Uint8ClampedArray(shades.flatMap(([red, green, blue]) => [red, green, blue, 255])).buffer);
    const [greys, toned_] = [pixels.data, new Uint32Array(pixels.data.buffer)];
    for (let at = 0; at < toned_.length; at++) toned_[at] = tones[greys[4 * at]];
    ink.putImageData(pixels, 0, 0);
  };
  const [west, south, east, north] = settings.drawn_bounds;
  drawFloor = (pen, view) => {
    if (!settings.floor || tilesOn) return;
    tone();
    const [[left, top], [right, bottom]] = [[west, north], [east, south]].map(([lon, lat]) => view.at(worldX(lon), worldY(lat)));
    pen.imageSmoothingQuality = "high";
    pen.drawImage(canvas, left, top, right - left, bottom - top);
  };
  const layer = addCanvas("scs-floor", 205, drawFloor);
  addEventListener("keydown", ({ key, target, ctrlKey, metaKey, altKey }) => {
    if (key.toLowerCase() !== "f" || ctrlKey || metaKey || altKey || target.closest?.("input, select, textarea")) return;
    settings.floor = !settings.floor;
    store.change("theme");
  });
  store.listen("theme", () => layer.redraw());
};

const openBaseMap = async () => {
  const [coast, around] = await Promise.all([read("scs-coast"), read("scs-around"), openFloor()]);
  const world = (rings) => rings.map((ring) => openLine(ring, 1e3).map(([lon, lat]) => [worldX(lon), worldY(lat)]));
  const [rings, beyond] = [world(coast), world(around)];
  /** The edges of a ring without those, due north or east, where land was cut at the end of what the file holds. */
  const shore = (text) => {
    const steps = openNumbers(text);
    const line = openLine(steps, 1e3);
    const cut = (at) => steps[2 * at] === 0 ? Math.abs(steps[2 * at + 1]) > 50 : steps[2 * at + 1] === 0 && Math.abs(steps[2 * at]) > 50;
    const pieces = [[line[0]]];
    for (let at = 1; at < line.length; at++) {
      if (cut(at)) pieces.push([]);
      pieces.at(-1).push(line[at]);
    }
    return pieces.map((piece) => piece.map(([lon, lat]) => [worldX(lon), worldY(lat)]));
  };
  const shores = coast.flatMap(shore);
  const [west, south, east, north] = settings.drawn_bounds;
  drawLand = (pen, view) => {
    [pen.fillStyle, pen.strokeStyle, pen.lineWidth] = [theme.land, theme.coast, 0.8];
    trace(pen, view, beyond, true);
    pen.fill();
    trace(pen, view, rings, true);
    pen.fill();
    trace(pen, view, shores);
    pen.stroke();
  };
  const land = addCanvas("scs-land", 210, (pen, view) => {
    if (tilesOn) return;
    drawLand(pen, view);
    pen.beginPath(); // beyond these bounds there is no land in the file
    pen.rect(0, 0, view.width, view.height);
    const [[left, top], [right, bottom]] = [view.place(west, north), view.place(east, south)];
    pen.rect(left, top, right - left, bottom - top);
    pen.fillStyle = theme.void;
    pen.fill("evenodd");
    drawGraticule(pen, view);
  });
  store.listen("theme", () => land.redraw());
  const { tiles } = settings;
  if (!tiles) return null;
  const layer = L.tileLayer(tiles.url, { maxZoom: tiles.max_zoom });
  const input = el("input", { type: "checkbox", change: () => {
    tilesOn = input.checked;
    if (tilesOn) layer.addTo(map);
    else layer.remove();
    document.getElementById("tiles-credit").hidden = !tilesOn;
    document.querySelector(".credit").open ||= tilesOn; // whose tiles they are is always in sight
    store.change("theme");
  } });
  return el("div", { class: "facet" }, check(input, say("tiles")), el("p", {}, say("tiles_note")));
};

const drawGraticule = (pen, view) => {
  const step = [[11, 0.1], [9, 0.5], [7.5, 1], [6, 2], [0, 5]].find(([zoom]) => view.zoom >= zoom)[1];
  const bounds = map.getBounds().pad(0.2);
  const [left, top, right] = view.seen; // what is visible
  const degrees = (value, plus, minus) => `${Number(Math.abs(value).toFixed(1))}°${value === 0 ? "" : value > 0 ? plus : minus}`;
  [pen.strokeStyle, pen.fillStyle, pen.lineWidth, pen.font] = [theme.graticule, theme.water, 0.7, "10px system-ui, sans-serif"];
  pen.beginPath();
  for (let at = Math.ceil(bounds.getWest() / step); at * step < bounds.getEast(); at++) {
    const [x] = view.place(at * step, 0);
    pen.rect(x, 0, 0, view.height);
    if (x > left + 30) pen.fillText(degrees(at * step, "E", "W"), x + 3, top + 11);
  }
  for (let at = Math.ceil(bounds.getSouth() / step); at * step < bounds.getNorth(); at++) {
    const [, y] = view.place(0, at * step);
    pen.rect(0, y, view.width, 0);
    pen.textAlign = "right"; // on the left stand the tools
    if (y > top + 24) pen.fillText(degrees(at * step, "N", "S"), right - 4, y - 3);
    pen.textAlign = "start";
  }
  pen.stroke();
};
