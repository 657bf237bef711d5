// Playing the time: step by step from where the reader is, at a speed, past steps in which nothing happened.
const SPEEDS = [[1, 1000], [2, 500], [4, 250]];

const openPlay = (unit, move) => {
  let timer = 0;
  const play = sign("▶", "play", () => toggle());
  const speed = el("select", { "aria-label": say("speed"), change: () => timer && (toggle(), toggle()) },
    SPEEDS.map(([times, wait]) => el("option", { value: wait }, `${times}×`)));
  const caption = el("div", { class: "caption", hidden: true });
  map.getContainer().parentNode.append(caption);
  /** What happens in the step that is shown: its days, how many incidents, and the most severe of them. */
  const tell = () => {
    caption.hidden = !timer;
    if (!timer) return;
    const severity = (row) => data.value("severity", row) ?? -1;
    const worst = [...store.rows].toSorted((a, b) => severity(b) - severity(a))[0];
    const [from, to] = store.range.map(iso);
    caption.replaceChildren(el("b", {}, say("shown_from_to", { count: figure(store.rows.length), from, to })),
      worst === undefined ? "" : el("div", {}, bdi([data.dates(worst), data.types(worst), data.sides(worst), data.value("place", worst)].filter(Boolean).join(" · "))));
  };
  store.listen("time", tell);
  const next = () => {
    const { rows } = store;
    for (let skipped = 0; skipped < 600 && store.range[1] < store.domain[1]; skipped++) {
      move(1);
      if (store.rows.length && (!store.cumulative || store.rows.length !== rows.length)) return;
    }
    if (store.range[1] >= store.domain[1]) toggle();
  };
  const toggle = () => {
    if (!timer) {
      const [from, to] = store.range;
      const [start, whole] = [to >= store.domain[1] ? from : to + 1, to - from > 370 || to >= store.domain[1]];
      if (whole) store.setRange(start, floor(start, unit(), store.cumulative || unit() === "year" ? 1 : 12) - 1);
    }
    clearInterval(timer);
    timer = timer ? 0 : setInterval(next, Number(speed.value));
    play.firstChild.textContent = timer ? "❚❚" : "▶";
    play.setAttribute("aria-label", say(timer ? "pause" : "play"));
    tell();
  };
  return { play, speed };
};
