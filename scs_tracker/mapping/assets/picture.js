// The view as a picture, PNG or SVG, with title, period, legend and credits: drawn anew by the same functions as the screen.
/** A pen that writes SVG where a canvas would paint. */
const svgPen = (width, height) => {
  const out = [];
  const ruler = el("canvas").getContext("2d");
  const n = (value) => Number(value.toFixed(1));
  const safe = (text) => String(text).replace(/[&<>"\p{Cc}]/gu, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[letter] ?? "");
  let [path, clips, dash] = ["", 0, []];
  const open = [0];
  const pen = { fillStyle: "#000", strokeStyle: "#000", lineWidth: 1, globalAlpha: 1, font: "10px sans-serif", textAlign: "start", textBaseline: "alphabetic", lineJoin: "miter" };
  const group = (attributes) => { out.push(`<g ${attributes}>`); open[open.length - 1]++; };
  const kept = [];
  const line = () => `stroke="${safe(pen.strokeStyle)}" stroke-width="${n(pen.lineWidth)}"${dash.length ? ` stroke-dasharray="${dash.map(n).join(" ")}"` : ""}`;
  const alpha = () => (pen.globalAlpha < 1 ? ` opacity="${n(pen.globalAlpha)}"` : "");
  const label = (text, x, y, paint) => {
    const [, style = "", weight = "", size] = /(italic )?(\d{3} )?([\d.]+)px/.exec(pen.font) ?? [];
    const anchor = { center: "middle", end: "end" }[pen.textAlign] ?? "start";
    const down = pen.textBaseline === "middle" ? Number(size) * 0.35 : 0;
    out.push(`<text x="${n(x)}" y="${n(y + down)}" font-family="system-ui, sans-serif" font-size="${size}"${style && ' font-style="italic"'}${weight && ` font-weight="${weight.trim()}"`} text-anchor="${anchor}" ${paint}${alpha()}>${safe(text)}</text>`);
  };
  return Object.assign(pen, {
    beginPath: () => { path = ""; },
    moveTo: (x, y) => { path += `M${n(x)} ${n(y)}`; },
    lineTo: (x, y) => { path += `L${n(x)} ${n(y)}`; },
    closePath: () => { path += "Z"; },
    rect: (x, y, w, h) => { path += `M${n(x)} ${n(y)}h${n(w)}v${n(h)}h${n(-w)}Z`; },
    arc: (x, y, r, from, to) => {
      const at = (angle) => `${n(x + r * Math.cos(angle))} ${n(y + r * Math.sin(angle))}`;
      const whole = to - from > 6.28;
      const middle = whole ? from + Math.PI : to;
      path += `${path && !path.endsWith("Z") ? "L" : "M"}${at(from)}A${n(r)} ${n(r)} 0 ${!whole && to - from > Math.PI ? 1 : 0} 1 ${at(middle)}`;
      if (whole) path += `A${n(r)} ${n(r)} 0 0 1 ${at(from)}Z`;
    },
    fill: (rule) => out.push(`<path d="${path}" fill="${safe(pen.fillStyle)}"${rule === "evenodd" ? ' fill-rule="evenodd"' : ""}${alpha()}/>`),
    stroke: () => out.push(`<path d="${path}" fill="none" ${line()}${alpha()}/>`),
    fillRect: (x, y, w, h) => out.push(`<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" fill="${safe(pen.fillStyle)}"${alpha()}/>`),
    fillText: (text, x, y) => label(text, x, y, `fill="${safe(pen.fillStyle)}"`),
    strokeText: (text, x, y) => label(text, x, y, `fill="none" stroke-linejoin="round" ${line()}`),
    measureText: (text) => { ruler.font = pen.font; return ruler.measureText(text); },
    setLineDash: (steps) => { dash = steps; },
    save: () => { kept.push({ ...pen, dash }); open.push(0); },
    restore: () => {
      const { dash: before, ...rest } = kept.pop();
      Object.assign(pen, rest);
      dash = before;
      out.push("</g>".repeat(open.pop()));
    },
    translate: (x, y) => group(`transform="translate(${n(x)} ${n(y)})"`),
    rotate: (angle) => group(`transform="rotate(${n((angle * 180) / Math.PI)})"`),
    clip: (rule) => {
      clips++;
      out.push(`<clipPath id="c${clips}"><path d="${path}"${rule === "evenodd" ? ' clip-rule="evenodd"' : ""}/></clipPath>`);
      group(`clip-path="url(#c${clips})"`);
    },
    stamp: (x, y, spec) => out.push(`<g transform="translate(${n(x)} ${n(y)})">${stampText(spec)}</g>`),
    drawImage: (canvas, x, y, w, h) => out.push(`<image href="${canvas.toDataURL("image/png")}" x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" preserveAspectRatio="none"/>`),
    text: () => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${out.join("\n")}</svg>\n`,
  });
};

const HEAD = 68; // pixels above the map of a picture
const FOOT = 22;

/** Writes a text, cut where it would leave the picture. */
const fitted = (pen, text, x, y, most) => {
  let said = text;
  while (said.length > 4 && pen.measureText(said).width > most) said = `${said.slice(0, -4).trimEnd()}…`;
  pen.fillText(said, x, y);
};

const drawPicture = (pen, { x: width, y: height }) => {
  const [head, foot] = [HEAD, FOOT];
  const { classes } = store.colours[store.colour];
  const counts = store.classCounts();
  [pen.fillStyle, pen.textAlign, pen.textBaseline] = [theme.panel, "start", "alphabetic"];
  pen.fillRect(0, 0, width, height + head + foot);
  [pen.fillStyle, pen.font] = [theme.ink, "700 17px system-ui, sans-serif"];
  fitted(pen, finding(), 12, 22, width - 24);
  [pen.fillStyle, pen.font] = [theme.ink, "12px system-ui, sans-serif"];
  fitted(pen, queryWords().map(({ label }) => label).join(" · "), 12, 41, width - 24);
  pen.fillStyle = theme.muted;
  fitted(pen, [settings.title, say("count", { shown: figure(store.rows.length), all: figure(data.rows) }), say("as_of", { when: instant(settings.as_of) })].join(" · "), 12, 58, width - 24);
  pen.save();
  pen.translate(0, head);
  pen.beginPath();
  pen.rect(0, 0, width, height);
  pen.clip();
  pen.fillStyle = theme.sea;
  pen.fillRect(0, 0, width, height);
  const view = viewAt(map.containerPointToLayerPoint([0, 0]), { x: width, y: height });
  const order = drawings.toSorted((a, b) => a.zIndex - b.zIndex);
  order.find(({ zIndex }) => zIndex === 450).draw(pen.text ? svgPen(1, 1) : penOf(el("canvas"), width, height), view); // places the rings before the names
  for (const { draw } of order) {
    pen.save();
    draw(pen, view);
    pen.restore();
  }
  const shown = classes.map(({ label, colour }, at) => ({ label, colour, count: counts[at] })).filter(({ count }) => count);
  const deep = 12 + 17 * shown.length;
  const across = Math.max(...shown.map(({ label }) => label.length), 8) * 6.6 + 70;
  pen.globalAlpha = 0.92;
  pen.fillStyle = theme.panel;
  pen.fillRect(8, height - deep - 8, across, deep);
  pen.globalAlpha = 1;
  shown.forEach(({ label, colour, count }, at) => {
    const y = height - deep + 8 + at * 17;
    pen.fillStyle = colour;
    pen.fillRect(16, y - 6, 12, 12);
    [pen.fillStyle, pen.font, pen.textAlign, pen.textBaseline] = [theme.ink, "12px system-ui, sans-serif", "start", "middle"];
    pen.fillText(`${label}  ${figure(count)}`, 36, y);
  });
  pen.restore();
  [pen.fillStyle, pen.font, pen.textAlign, pen.textBaseline] = [theme.muted, "10px system-ui, sans-serif", "start", "alphabetic"];
  pen.fillText(settings.attribution.map(({ text }) => text).join(" · "), 12, height + head + 15);
  return { width, height: height + head + foot };
};

const savePicture = async (kind) => {
  const size = map.getSize();
  const [width, height] = [size.x, size.y + HEAD + FOOT];
  if (kind === "svg") {
    const pen = svgPen(width, height);
    drawPicture(pen, size);
    save(new Blob([pen.text()], { type: "image/svg+xml" }), "map.svg");
  } else {
    const canvas = el("canvas");
    const ratio = Math.max(2, window.devicePixelRatio || 1);
    [canvas.width, canvas.height] = [width * ratio, height * ratio];
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawPicture(pen, size);
    save(await new Promise((done) => { canvas.toBlob(done, "image/png"); }), "map.png");
  }
  store.change("theme"); // the screen is drawn anew, since places of rings were those of the picture
};
