// What needs the script appears once it runs.
for (const element of document.querySelectorAll("[data-js]")) {
  element.hidden = false;
  element.addEventListener("submit", (event) => event.preventDefault());
}

// Where each word of a cloud is, for the arrow keys.
function spotsIn(frame) {
  const outer = frame.getBoundingClientRect();
  return [...frame.querySelectorAll(".word")].map((element) => {
    const box = element.getBoundingClientRect();
    return {
      word: element.dataset.word,
      x: box.left + box.width / 2 - outer.left,
      y: box.top + box.height / 2 - outer.top,
      box: () => element.getBoundingClientRect(),
    };
  });
}

for (const frame of document.querySelectorAll(".picture .frame")) {
  walkable(frame, () => spotsIn(frame));
  onLanguage.push(() => frame.setAttribute("aria-label", say("cloud_keys", { what: say("cloud_changed") })));
}
applyLanguage();
choose(meant(wordInAddress()));
