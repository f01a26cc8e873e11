// The chosen word: one for the whole page.
let chosen = null;
const onChoice = [];
const spoken = find("spoken");

// Chosen by a key, a word takes the focus to its details.
function choose(word, isByKey = false) {
  if (word === chosen) return;
  chosen = word;
  keepLink();
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

// Say the figures of a word to a screen reader.
function speak(word) {
  if (!isKnown(word)) return;
  spoken.textContent = say("said", { word, figures: spokenFigures(word) });
}

document.addEventListener("click", (event) => {
  const target = event.target.closest?.("[data-word]");
  if (!target) return;
  const word = meant(target.dataset.word);
  choose(word === chosen ? null : word, event.detail === 0);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && chosen !== null) choose(null);
});
