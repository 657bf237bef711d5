(() => {
  "use strict";
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const field = document.getElementById("search");
  const found = document.getElementById("found");
  const weeks = Array.from(document.querySelectorAll(".weeks > li"), (item) => ({
    item,
    text: plain(item.dataset.search + " " + item.textContent),
  }));
  const sections = Array.from(document.querySelectorAll("main > section:has(.weeks:not(.found))"));
  const list = document.querySelector(".found");
  const search = () => {
    const wanted = plain(field.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { item, text } of weeks) {
      item.hidden = !wanted.every((word) => text.includes(word));
      count += item.hidden ? 0 : 1;
    }
    for (const section of sections) {
      section.hidden = !section.querySelector("li:not([hidden])");
    }
    list?.classList.toggle("searching", wanted.length > 0);
    found.textContent = wanted.length ? found.dataset.said.replace("{count}", count).replace("{all}", weeks.length) : "";
  };
  field.addEventListener("input", search);
  document.getElementById("finder").hidden = false;
})();
