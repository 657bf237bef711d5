// A press is lost where its element goes before it is let go: what is drawn anew by itself waits until no press is on it.
let pressed = null; // what the pointer is held down on
const waiting = new Map(); // nodes, and what is to be done with each after the press

addEventListener("pointerdown", ({ target }) => { pressed = target; }, true);
for (const name of ["pointerup", "pointercancel"]) {
  addEventListener(name, () => {
    pressed = null; // the click follows in the same task, and may draw at once
    setTimeout(() => {
      const acts = [...waiting.values()];
      waiting.clear();
      for (const act of acts) act();
    });
  }, true);
}

/** Acts once no press is held within a node; of several acts that wait for one node the last counts. */
const afterPress = (node, act) => {
  waiting.delete(node);
  if (node.contains(pressed)) waiting.set(node, act);
  else act();
};

/** Puts children in place of those that a node has, once no press is held on them. */
const renew = (node, ...children) => afterPress(node, () => node.replaceChildren(...children));
