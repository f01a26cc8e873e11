// Arrow keys in a picture: from a word to the next one in that direction.
const DIRECTIONS = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

// Return the nearest spot in a direction; far to the side counts more than far ahead.
function nextSpot(spots, from, [dx, dy]) {
  let best = null, least = Infinity;
  for (const spot of spots) {
    const x = spot.x - from.x, y = spot.y - from.y;
    const ahead = x * dx + y * dy, aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (spot.word === from.word || ahead <= 0.5) continue;
    const cost = ahead + 2.5 * aside;
    if (cost < least) [best, least] = [spot, cost];
  }
  return best;
}

// Make a frame one stop of the Tab key, within which arrows move.
// `spotsOf` returns {word, x, y, box()} of each word, the first of them where arrows start.
function walkable(frame, spotsOf) {
  let at = null, last = null;
  const leave = () => {
    at = null;
    for (const each of frame.querySelectorAll(".here")) each.classList.remove("here");
  };
  const go = (spot) => {
    leave();
    at = last = spot.word;
    for (const each of frame.querySelectorAll("[data-word]")) {
      each.classList.toggle("here", each.dataset.word === at);
    }
    showTip(at, spot.box());
    speak(at);
  };
  frame.tabIndex = 0;
  frame.setAttribute("role", "application");
  frame.addEventListener("blur", leave);
  frame.addEventListener("keydown", (event) => {
    const direction = DIRECTIONS[event.key];
    if (direction) {
      event.preventDefault();
      const spots = spotsOf();
      const from = spots.find((spot) => spot.word === (at ?? chosen ?? last));
      const next = from ? nextSpot(spots, from, direction) ?? from : spots[0];
      if (next) go(next);
    } else if ((event.key === "Enter" || event.key === " ") && at !== null) {
      event.preventDefault();
      choose(at === chosen ? null : at, true);
    }
  });
}
