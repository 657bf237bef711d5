// The signs of acts on a grid of 24: what is stroked, and what is filled. Which type has which sign is a column of types.csv.
const GLYPHS = {
  vessel: ["M4 18.5q2-2.4 4 0t4 0t4 0t4 0", "M4.5 6L19.5 10.2L15.2 14.8H8.2Z"],
  shots: ["M3 12h4M10 12h4", "M15.5 7.6L22 12l-6.5 4.4Z"],
  person: ["", "M12 3.6a3.9 3.9 0 1 0 .01 0ZM4.6 20.4c0-5 3.2-7.6 7.4-7.6s7.4 2.6 7.4 7.6Z"],
  lock: ["M8.3 11V8.2a3.7 3.7 0 0 1 7.4 0V11", "M5.6 10.8h12.8v9.4H5.6Z"],
  contact: ["M17.2 5.5v13M21 8.5v7", "M2.6 6.8h7.6l4.6 5.2-4.6 5.2H2.6Z"],
  water: ["M4 19.5A13 13 0 0 1 17 6.5M8.6 19.5a8.4 8.4 0 0 1 8.4-8.4M13.2 19.5A3.8 3.8 0 0 1 17 15.7M20.8 5.5v3.2M20.8 12v3.2", ""],
  boarding: ["M7 3.5v17M14.5 3.5v17M7 8h7.5M7 12.2h7.5M7 16.4h7.5M17.5 12.2h4M19.4 9.8l2.2 2.4-2.2 2.4", ""],
  light: ["M2.5 12h8.5M15.5 4.5v4M15.5 15.5v4M20.4 7.2l-2.4 2.4M20.4 16.8l-2.4-2.4M22 12h-3", "M15.5 10a2 2 0 1 0 .01 0Z"],
  flare: ["", "M12 2.4l2.5 7.1L21.6 12l-7.1 2.5L12 21.6l-2.5-7.1L2.4 12l7.1-2.5Z"],
  air: ["", "M12 2.6c1.1 0 1.6 1.2 1.6 2.8v3.4l7.6 4.3v2.3l-7.6-2.2v4.2l2.2 1.7v2l-3.8-1.1-3.8 1.1v-2l2.2-1.7v-4.2l-7.6 2.2v-2.3l7.6-4.3V5.4c0-1.6.5-2.8 1.6-2.8Z"],
  manoeuvre: ["M3.5 7.5h3c4.6 0 6.2 9 10.8 9h3.2M3.5 16.5h3c4.6 0 6.2-9 10.8-9h3.2M17.8 4.6l2.9 2.9-2.9 2.9M17.8 13.6l2.9 2.9-2.9 2.9", ""],
  block: ["", "M3.6 9.4h16.8v5.2H3.6Z"],
  eye: ["M2.6 12c2.8-4.6 5.9-6.3 9.4-6.3s6.6 1.7 9.4 6.3c-2.8 4.6-5.9 6.3-9.4 6.3S5.4 16.6 2.6 12Z", "M12 9a3 3 0 1 0 .01 0Z"],
};

/** Draws a sign around the origin, so wide; over two halves of differing lightness it gets an edge. */
const drawGlyph = (pen, name, width, colour, edge) => {
  const [stroked, filled] = GLYPHS[name] ?? GLYPHS.block;
  const [line, face] = [new Path2D(stroked), new Path2D(filled)];
  pen.scale(width / 24, width / 24);
  pen.translate(-12, -12);
  [pen.lineCap, pen.lineJoin] = ["round", "round"];
  if (edge) {
    [pen.strokeStyle, pen.lineWidth] = [edge, 5];
    pen.stroke(line);
    pen.stroke(face);
  }
  [pen.strokeStyle, pen.fillStyle, pen.lineWidth] = [colour, colour, 2.4];
  pen.stroke(line);
  pen.fill(face);
};

/** A mark at the origin: a disc in the colour of the side that acted, halved where two did; hollow where the place is only near. */
const stamp = (pen, { r, colours, glyph, hollow }) => {
  const circle = (radius, colour, from = 0, to = 2 * Math.PI) => {
    pen.fillStyle = colour;
    pen.beginPath();
    pen.arc(0, 0, radius, from, to);
    pen.fill();
  };
  circle(r + 1.6, theme.rim);
  if (colours.length > 1) {
    circle(r, colours[0], Math.PI / 2, 1.5 * Math.PI);
    circle(r, colours[1], -Math.PI / 2, Math.PI / 2);
  } else circle(r, colours[0]);
  if (hollow) circle(Math.max(1.5, r - 3), theme.panel);
  else if (glyph) drawGlyph(pen, glyph, 1.32 * r, theme.glyph, colours.length > 1 && theme.glyphedge);
};

/** The same mark as SVG. */
const stampText = ({ r, colours, glyph, hollow }) => {
  const [stroked, filled] = GLYPHS[glyph] ?? ["", ""];
  const half = (turn, colour) => `<path d="M0 ${-r}A${r} ${r} 0 0 ${turn} 0 ${r}Z" fill="${colour}"/>`;
  const face = colours.length > 1 ? half(0, colours[0]) + half(1, colours[1]) : `<circle r="${r}" fill="${colours[0]}"/>`;
  const size = (1.32 * r) / 24;
  const middle = hollow ? `<circle r="${Math.max(1.5, r - 3)}" fill="${theme.panel}"/>`
    : glyph ? `<g transform="scale(${size.toFixed(3)}) translate(-12 -12)"><path d="${stroked}" fill="none" stroke="${theme.glyph}" stroke-width="2.4" stroke-linecap="round"/><path d="${filled}" fill="${theme.glyph}"/></g>` : "";
  return `<circle r="${r + 1.6}" fill="${theme.rim}"/>${face}${middle}`;
};

/** A mark beside a word; unlike a canvas it costs nothing to make. */
const swatch = (colours, glyph = "", hollow = false) => {
  const [stroked, filled] = GLYPHS[glyph] ?? ["", ""];
  const [one, two] = [colours].flat();
  const disc = "M12 1a11 11 0 1 1 0 22a11 11 0 1 1 0-22Z";
  return el("svg", { class: "swatch", viewBox: "0 0 24 24", "aria-hidden": "true" }, el("path", { d: disc, fill: one }),
    two && el("path", { d: "M12 1a11 11 0 0 1 0 22Z", fill: two }),
    hollow && el("path", { d: "M12 6a6 6 0 1 1 0 12a6 6 0 1 1 0-12Z", class: "hole" }),
    !hollow && stroked && el("path", { d: stroked, class: "sign-line", transform: "translate(5.4 5.4) scale(0.55)" }),
    !hollow && filled && el("path", { d: filled, class: "sign-face", transform: "translate(5.4 5.4) scale(0.55)" }));
};

/** A sign of an act by itself, in the colour of the text. */
const glyphIcon = (glyph) => el("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" },
  el("path", { d: GLYPHS[glyph]?.[0], class: "icon-line" }), el("path", { d: GLYPHS[glyph]?.[1], class: "icon-face" }));
