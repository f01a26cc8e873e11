// The chosen word: one for the whole page, and in its address. The tooltip of any word.
let chosen = null;
const onChoice = [];
const spoken = find("spoken");
const PREFIX = "#word=";

function wordInAddress() {
  if (!location.hash.startsWith(PREFIX)) return null;
  try { return decodeURIComponent(location.hash.slice(PREFIX.length)) || null; } catch { return null; }
}

// The word that a text from elsewhere means, whatever its capitals.
function meant(text) {
  if (text === null || uses.has(text)) return text;
  return [...uses.keys()].find((word) => folded(word) === folded(text)) ?? text;
}

// Chosen by a key, a word takes the focus to its details.
function choose(word, isByKey = false) {
  if (word === chosen) return;
  chosen = word;
  if (meant(wordInAddress()) !== word) {
    const address = word === null ? location.pathname + location.search
      : PREFIX + encodeURIComponent(word);
    try { history.pushState(null, "", address); } catch { /* the page stands in a frame */ }
  }
  mark();
  for (const change of onChoice) change(isByKey);
}

// Mark the chosen word wherever it stands now.
function mark(root = document) {
  for (const element of root.querySelectorAll("[data-word]")) {
    const is = element.dataset.word === chosen;
    element.classList.toggle("chosen", is);
    if (element.tagName === "BUTTON") element.setAttribute("aria-pressed", String(is));
  }
  for (const frame of root.querySelectorAll(".frame")) {
    frame.classList.toggle("choosing", Boolean(frame.querySelector(".chosen")));
  }
}

// The count of a word on a side, with a sign where it is the highest it can be.
const counted = (count, atMost) => (atMost ? "≤ " : "") + number(count);
const isBound = (use, side) => Boolean(use.at(-1) & (1 << side));

function speak(word) {
  const use = uses.get(word);
  if (!use) return;
  const figures = sides.map((side, at) => say("said_side", { side: side.letter, n: use[at] })).join("; ");
  spoken.textContent = say("said", { word, figures });
}

const tip = find("tip");

function showTip(word, box) {
  const use = uses.get(word);
  if (!use) return;
  tip.replaceChildren(
    make("strong", { lang: data.language }, make("bdi", {}, word)),
    make("table", {}, make("tbody", {}, sides.map((side, at) => make("tr", {},
      make("th", { scope: "row" }, side.letter),
      make("td", {}, counted(use[at], isBound(use, at))),
      make("td", {}, say("rate_short", { n: perMillion(use[at], at) })))))));
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  const middle = (box.left + box.right) / 2 - width / 2;
  const left = Math.max(8, Math.min(middle, document.documentElement.clientWidth - width - 8));
  const above = box.top - height - 10;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > 8 ? above : Math.min(box.bottom + 10, innerHeight - height - 8)}px`;
}

function hideTip() {
  tip.hidden = true;
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const target = event.target.closest?.("[data-word]");
  if (target) showTip(target.dataset.word, target.getBoundingClientRect());
  else hideTip();
});
document.addEventListener("focusin", (event) => {
  const target = event.target.closest?.("button[data-word]");
  if (target?.matches(":focus-visible")) showTip(target.dataset.word, target.getBoundingClientRect());
});
document.addEventListener("focusout", hideTip);
addEventListener("scroll", hideTip, { passive: true, capture: true });
document.addEventListener("click", (event) => {
  const target = event.target.closest?.("[data-word]");
  if (target) choose(target.dataset.word === chosen ? null : target.dataset.word, event.detail === 0);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (!tip.hidden) hideTip();
  else if (chosen !== null) choose(null);
});
addEventListener("popstate", () => choose(meant(wordInAddress())));
addEventListener("hashchange", () => choose(meant(wordInAddress())));
