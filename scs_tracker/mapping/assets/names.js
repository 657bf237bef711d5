// Names on the map: none over another, over a ring of incidents or under a control; what is in the way goes elsewhere or away.
let reserveNames = () => {}; // finds room for the names that always stand, before areas take it

const room = openRoom(); // what is written or drawn already

const openNames = (places, countries) => {
  const own = [...document.querySelectorAll(".symbols, .credit, .leaflet-control, .corner")];
  let written = [];
  const labels = [...places].filter(({ zoom }) => zoom !== null)
    .toSorted((a, b) => b.always - a.always || a.zoom - b.zoom || b.weight - a.weight || (a.name < b.name ? -1 : 1));
  const text = (pen, { name, water, zoom, always, more = "" }) => {
    const size = `${water && zoom <= 5 ? 13 : always ? 12.5 : 11}px system-ui, sans-serif`;
    pen.font = size;
    const rest = more ? pen.measureText(more).width : 0;
    pen.font = `${water ? "italic " : always ? "600 " : ""}${size}`;
    return pen.measureText(name).width + rest;
  };
  /** How many of the incidents shown lie at each feature. */
  const countsAt = () => {
    const { d, i } = dictionary(data.columns.feature_id ?? { v: [] });
    const counts = new Uint32Array(d.length);
    for (let at = 0; at < store.rows.length; at++) counts[i[store.rows[at]]]++;
    return new Map(d.map((id, at) => [id, counts[at]]));
  };
  /** Boxes in which a name may stand: beside a point, around its ring, or along the extent of a sea. */
  const spots = (label, x, y, width, view) => {
    if (!label.dot) {
      const reach = (0.8 * label.km * view.scale) / 40_030;
      return [0, 18, -18, 36, -36, 54, -54].filter((by) => Math.abs(by) <= reach)
        .flatMap((by) => [0, 0.5, -0.5].map((share) => [x - width / 2 + share * Math.min(reach, 90), y - 8 + by]));
    }
    const found = [];
    const far = label.always ? (embedded() ? 60 : 96) : 26; // no further off than a line can lead
    const first = 5 + (label.group?.r ?? 0);
    const turns = label.always ? 24 : 8;
    for (let gap = first; gap < far; gap += label.always ? 5 : 7) {
      for (let turn = 0; turn < turns; turn++) {
        const [cos, sin] = [Math.cos((turn * 2 * Math.PI) / turns), Math.sin((turn * 2 * Math.PI) / turns)];
        const [left, top] = [x + gap * cos - (width / 2) * (1 - cos), y - 7 + (gap + (gap < 12 ? 4 : 0)) * sin];
        const onDot = left < x + 3 && left + width > x - 3 && top < y + 2 && top + 15 > y - 2;
        if (!onDot) found.push([left, top]);
      }
    }
    return found;
  };
  const ruler = el("canvas").getContext("2d");
  let corner = [0, 0]; // of what is seen, on the drawing
  let always = []; // names that stand at every zoom, with the room that was found for them
  const within = ({ seen: [a, b, c, d] }) => ([left, top, right, bottom]) => left > a && right < c && top > b + 14 && bottom < d;
  const boxOf = ([left, top], width) => [left - 3, top, left + width + 3, top + 15];
  const spotFor = (label, x, y, width, view, inside) => spots(label, x, y, width, view).find((spot) => inside(boxOf(spot, width)) && room.free(boxOf(spot, width)));
  /** A name that stands off its place hangs on a line. */
  const hang = (pen, { label, x, y, left, top, width }) => {
    if (!label.dot || Math.hypot(Math.max(left - x, 0, x - left - width), Math.max(top - y, 0, y - top - 15)) <= 26) return;
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(Math.max(left, Math.min(x, left + width)), Math.max(top, Math.min(y, top + 15)));
    [pen.strokeStyle, pen.lineWidth] = [theme.ink, 0.8];
    pen.stroke();
  };
  const set = (pen, { label, x, y, left, top, width }) => {
    text(pen, label);
    written.push({ name: label.place ?? label.name, box: boxOf([left, top], width) });
    inscribe(pen, label.name, left, top + 11, label.water ? theme.water : theme.label);
    if (label.more) {
      const after = left + pen.measureText(label.name).width;
      pen.font = "12.5px system-ui, sans-serif";
      inscribe(pen, label.more, after, top + 11, theme.muted);
    }
    if (!label.dot || label.group) return;
    pen.fillStyle = theme.label;
    pen.fillRect(x - 1.5, y - 1.5, 3, 3);
  };
  /** The places that are named whatever the zoom, so many as a view holds, each with how many incidents it stands for. */
  const chosen = (view, groups) => {
    const across = view.scale / 360;
    const counts = data.rows ? countsAt() : new Map();
    for (const each of groups) each.named = "";
    const found = [];
    for (const label of labels.filter((each) => each.always && counts.get(each.id)).toSorted((a, b) => counts.get(b.id) - counts.get(a.id))) {
      if (found.length >= (across < 20 ? 4 : across < 40 ? 6 : 30)) break;
      const [x, y] = view.place(label.lon, label.lat);
      const group = groupAt(x, y, groups);
      if (group?.named) continue; // the mark bears the name of the place with the most
      const here = counts.get(label.id);
      const other = group ? group.count - here : 0;
      if (group) group.named = label.name;
      found.push({ ...label, place: label.name, name: `${label.name} ${figure(here)}`, more: other > 0 ? ` +${figure(other)}` : "", group, x: group?.x ?? x, y: group?.y ?? y });
    }
    return found;
  };
  reserveNames = (view, groups, boxOfGroup) => {
    room.clear();
    const frame = map.getContainer().getBoundingClientRect();
    for (const node of own) {
      const { left, top, width, height } = node.getBoundingClientRect();
      const [x, y] = [left - frame.left + view.seen[0], top - frame.top + view.seen[1]];
      if (width && height) room.take([x - 4, y - 2, x + width + 4, y + height + 2]);
    }
    const wanted = chosen(view, groups);
    for (const each of groups) room.take(boxOfGroup(each));
    always = [];
    for (const label of wanted) {
      const { x, y } = label;
      const width = text(ruler, label);
      const [a, b, c, d] = view.seen;
      const spot = x > a && y > b && x < c && y < d && spotFor(label, x, y, width, view, within(view));
      if (!spot) {
        if (label.group) label.group.named = "";
        continue;
      }
      room.take(boxOf(spot, width));
      always.push({ label, x, y, left: spot[0], top: spot[1], width });
    }
    reserveClaimNames(ruler, view, within(view), room.take);
  };
  const layer = addCanvas("scs-words", 440, (pen, view) => {
    written = [];
    corner = view.seen.slice(0, 2);
    if (data.rows) ringBoxes().forEach(room.take);
    const [seenLeft, seenTop, seenRight, seenBottom] = view.seen;
    const inside = within(view);
    [pen.textAlign, pen.textBaseline] = ["start", "alphabetic"];
    for (const each of always) hang(pen, each); // below all names, which are never crossed out
    for (const each of always) set(pen, each);
    const put = (label, x, y, width) => {
      const spot = spotFor(label, x, y, width, view, inside);
      if (!spot) return false;
      room.take(boxOf(spot, width));
      set(pen, { label, x, y, left: spot[0], top: spot[1], width });
      return true;
    };
    const visible = ([x, y]) => x > seenLeft - 40 && y > seenTop - 20 && x < seenRight + 40 && y < seenBottom + 20;
    const stand = (label) => {
      const [x, y] = view.place(label.lon, label.lat);
      if (visible([x, y])) put(label, x, y, text(pen, label));
    };
    for (const { name: country, lon, lat } of view.zoom < 8 ? countries : []) {
      pen.font = "600 12px system-ui, sans-serif";
      const said = country.toUpperCase();
      const width = pen.measureText(said).width;
      const [x0, y] = view.place(lon, lat);
      const around = [[0, 0], [0, 16], [0, -16], [30, 0], [-30, 0], [0, 32], [0, -32], [45, 20], [-45, 20], [45, -20], [-45, -20]];
      const boxes = around.map(([dx, dy]) => [x0 + dx - width / 2 - 3, y + dy - 11, x0 + dx + width / 2 + 3, y + dy + 4]);
      const box = boxes.find((each) => inside(each) && room.free(each));
      if (!box) continue;
      room.take(box);
      written.push({ name: country, box });
      pen.globalAlpha = 0.75;
      inscribe(pen, said, box[0] + 3, box[1] + 11, theme.label);
      pen.globalAlpha = 1;
    }
    drawClaimNames(pen, view, inside, (name, box) => { room.take(box); written.push({ name, box }); });
    const taken = new Set(always.map(({ label }) => label.id));
    for (const label of labels) if (!taken.has(label.id) && label.zoom <= view.zoom) stand(label);
  });
  store.listen("theme filter colour claims rest", () => layer.redraw());
  // a control that grows or moves later takes room from names; of the corner, which counts at each step of the brush, only
  // what changes its size much
  const standing = () => own.map((node) => {
    const { left, top, width, height } = node.getBoundingClientRect();
    return node.matches(".corner") ? [Math.ceil(width / 40), height] : [left, top, width, height];
  }).join();
  let stood = standing();
  const resized = new ResizeObserver(() => {
    const now = standing();
    if (now === stood) return;
    stood = now;
    map.fire("moveend");
  });
  for (const node of own) resized.observe(node);
  scs.places = places;
  scs.placeOf = (lat, lon) => map.latLngToContainerPoint([lat, lon]);
  scs.drawn = () => ({ names: written, rings: drawnRings(), corner });
};
