// For paper: a light page of fixed width with the map, the legend and what is listed.
/** Puts a picture in a canvas's place: on paper a canvas that is drawn on would be white where it is empty. */
const freeze = (canvas) => {
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  copy.getContext("2d").drawImage(canvas, 0, 0);
  const picture = canvas.cloneNode();
  picture.getContext("bitmaprenderer").transferFromImageBitmap(copy.transferToImageBitmap());
  picture.style.cssText = canvas.style.cssText; // a clone's style attribute is against the policy
  canvas.replaceWith(picture);
  return [picture, canvas];
};

const openPrint = () => {
  let before = null;
  const root = document.documentElement;
  const boxes = [...document.querySelectorAll(".legend, .signs")];
  addEventListener("beforeprint", () => {
    const left = boxes[0].open && !compact() ? boxes[0].offsetWidth : 0;
    const seen = [[left, 0], map.getSize()].map((corner) => map.containerPointToLatLng(corner));
    before ??= { theme: root.dataset.theme, view: [map.getCenter(), map.getZoom(), { animate: false }], open: boxes.map(({ open }) => open) };
    root.classList.add("printing");
    for (const box of boxes) box.open = true;
    fit(seen);
    const line = (row) => el("li", {}, el("b", {}, bdi(data.dates(row))), " ",
      bdi([data.value("place", row), data.types(row), data.sides(row)].filter(Boolean).join(" · ")));
    const rows = Array.from(store.rows.subarray(0, 500));
    document.body.append(el("section", { class: "printed" }, el("h2", {}, say("printed_list")), el("ol", {}, rows.map(line)),
      store.rows.length > 500 && el("p", {}, say("printed_more", { count: store.rows.length - 500 }))));
    setTheme("light");
    before.canvases ??= [...document.querySelectorAll(".leaflet-pane canvas, .chart canvas")].map(freeze);
  });
  addEventListener("afterprint", () => {
    for (const [picture, canvas] of before.canvases) picture.replaceWith(canvas);
    root.classList.remove("printing");
    document.querySelector(".printed")?.remove();
    boxes.forEach((box, at) => { box.open = before.open[at]; });
    map.invalidateSize({ animate: false }).setView(...before.view);
    setTheme(before.theme);
    before = null;
  });
};
