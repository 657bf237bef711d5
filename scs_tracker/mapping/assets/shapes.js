// Any rows with shapes over the sea: points, lines and areas coloured by a column, with a legend whose entries switch them and a card of columns.
let clickShape = () => false; // opens the card of the shape of a layer of one's own at a point of the map

const openShapes = ({ columns, shapes, classes, of, fields, label }, [pane, zIndex], changed = () => {}) => {
  const off = new Set();
  const world = shapes.map(({ kind, lines }) => ({ kind, lines: lines.map((line) => openLine(line, 1e5).map(([lon, lat]) => [worldX(lon), worldY(lat)])) }));
  let chosen = -1;
  const shown = (row) => !off.has(of[row]);
  const layer = addCanvas(pane, zIndex, (pen, view) => {
    world.forEach(({ kind, lines }, row) => {
      if (!kind || !shown(row)) return;
      const { colour } = classes[of[row]];
      if (kind === "point") {
        for (const [[x, y]] of lines) {
          const [px, py] = view.at(x, y);
          if (px < -9 || py < -9 || px > view.width + 9 || py > view.height + 9) continue;
          pen.beginPath();
          pen.arc(px, py, row === chosen ? 8 : 5, 0, 2 * Math.PI);
          [pen.fillStyle, pen.strokeStyle, pen.lineWidth] = [colour, row === chosen ? theme.ink : theme.outline, row === chosen ? 2.5 : 1];
          pen.fill();
          pen.stroke();
        }
        return;
      }
      trace(pen, view, lines, kind === "area");
      [pen.fillStyle, pen.strokeStyle, pen.lineWidth] = [colour, row === chosen ? theme.ink : colour, row === chosen ? 3.5 : 2];
      pen.globalAlpha = 0.3;
      if (kind === "area") pen.fill("evenodd");
      pen.globalAlpha = 1;
      pen.stroke();
    });
  });
  const project = ([x, y]) => map.latLngToContainerPoint([(Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI, (x - 0.5) * 360]);
  const away = ({ x, y }, a, b) => {
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const t = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(x - a.x - t * dx, y - a.y - t * dy);
  };
  const hits = (point) => ({ kind, lines }, row) => {
    if (!kind || !shown(row)) return false;
    const drawn = lines.map((line) => line.map(project));
    if (kind === "point") return drawn.some(([at]) => at.distanceTo(point) < 9);
    if (drawn.some((line) => line.slice(1).some((at, before) => away(point, line[before], at) < 6))) return true;
    if (kind !== "area") return false;
    return drawn.reduce((inside, line) => line.reduce((within, a, at) => {
      const b = line[(at + line.length - 1) % line.length];
      return a.y > point.y !== b.y > point.y && point.x < ((b.x - a.x) * (point.y - a.y)) / (b.y - a.y) + a.x ? !within : within;
    }, inside), false);
  };
  const find = (point) => [...world.keys()].toReversed().find((row) => world[row].kind === "point" && hits(point)(world[row], row)) ??
    [...world.keys()].toReversed().find((row) => hits(point)(world[row], row)) ?? -1;
  const text = (row, name) => String(cell(columns[name], row) ?? say("explore_none"));
  const show = (row) => {
    chosen = row;
    layer.redraw();
    showCard(label ? text(row, label) : `${row + 1}`, [], el("dl", {}, fields.flatMap((name) => {
      const said = text(row, name);
      return [el("dt", {}, bdi(name)), el("dd", {}, link(said, said))];
    })));
  };
  const legend = el("ul", { class: "colours" });
  const draw = () => {
    const counts = new Uint32Array(classes.length);
    for (const at of of) counts[at]++;
    const entry = ({ label: name, colour }, at) => counts[at] > 0 && el("li", {}, el("button", { type: "button", class: "entry", "aria-pressed": String(!off.has(at)), click: () => {
      off[off.has(at) ? "delete" : "add"](at);
      draw();
      layer.redraw();
      changed();
    } }, swatch(colour), bdi(name), el("b", {}, figure(counts[at]))));
    legend.replaceChildren(...classes.map(entry).filter(Boolean));
  };
  const click = (point) => {
    const row = find(point);
    if (row >= 0) show(row);
    return row >= 0;
  };
  store.listen("theme", () => layer.redraw());
  draw();
  return { shown, text, show, click, legend, count: shapes.length };
};

/** The layers of one's own of a map of incidents, each with its legend. */
const openOwn = async () => {
  const opened = (await read("scs-own") ?? []).map((content, at) => [content.title, openShapes(content, [`scs-own-${at}`, 405])]);
  const key = document.querySelector(".legend");
  for (const [title, { legend }] of opened) key.append(el("details", { class: "own", open: true }, el("summary", {}, bdi(title)), legend));
  clickShape = (point) => opened.toReversed().some(([, { click }]) => click(point));
};
