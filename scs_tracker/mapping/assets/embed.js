// In another page: the reader's scrolling stays theirs, panels come when asked, credits fold.
const framed = window.self !== window.top;
const embedded = () => settings.embed || (framed && (innerWidth < 760 || innerHeight < 600));
/** Whether there is room for one thing at a time: a phone, or a frame in an article. */
const compact = () => narrow.matches || embedded();

const openEmbed = (main) => {
  const root = document.documentElement;
  const least = { width: 240, height: 200 }; // pixels in which a map can still be read
  const small = el("p", { class: "small-frame", role: "alert", hidden: true });
  document.body.append(small);
  const fit = () => {
    if (root.classList.contains("printing")) return; // a sheet of paper is narrow, and the view comes back to the screen
    small.hidden = innerWidth >= least.width && innerHeight >= least.height;
    small.textContent = say("frame_small", { ...least, across: innerWidth, down: innerHeight });
    root.classList.toggle("compact", compact());
    root.classList.toggle("embed", embedded());
  };
  narrow.addEventListener("change", fit);
  addEventListener("resize", fit);
  fit();
  if (!settings.embed && !framed) return;
  const hint = el("div", { class: "gesture", hidden: true, "aria-hidden": "true" });
  main.append(hint);
  const hide = calm(() => { hint.hidden = true; }, 1200);
  const tell = (key) => {
    hint.textContent = say(key);
    hint.hidden = false;
    hide();
  };
  const box = map.getContainer();
  const coarse = matchMedia("(pointer: coarse)").matches;
  map.scrollWheelZoom.disable();
  box.addEventListener("wheel", (event) => {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      map.scrollWheelZoom.enable();
    } else {
      map.scrollWheelZoom.disable();
      tell("gesture_wheel");
    }
  }, { capture: true, passive: false });
  if (!coarse) return;
  map.dragging.disable(); // one finger scrolls the article, two move and zoom the map
  box.addEventListener("touchmove", ({ touches }) => touches.length === 1 && tell("gesture_touch"), { passive: true });
};
