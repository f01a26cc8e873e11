// Words that the reader hides: they leave tables, lists and the map, and fade in the clouds.
const hiddenWords = new Set();
const onHidden = [];
const hiddenStrip = find("hidden");

// Hide these words and no others.
function hideOnly(words) {
  if (words.length === hiddenWords.size && words.every((word) => hiddenWords.has(word))) return;
  hiddenWords.clear();
  for (const word of words) hiddenWords.add(word);
  if (hiddenWords.has(chosen)) choose(null);
  keepLink();
  applyHidden();
  for (const change of onHidden) change();
}

const hide = (word) => hideOnly([...hiddenWords, word]);
const unhide = (word) => hideOnly([...hiddenWords].filter((each) => each !== word));

function applyHidden() {
  for (const word of document.querySelectorAll("svg.cloud [data-word]")) {
    word.classList.toggle("gone", hiddenWords.has(word.dataset.word));
  }
  for (const pick of document.querySelectorAll("main .pick[data-word]")) {
    holderOf(pick).hidden = hiddenWords.has(pick.dataset.word);
  }
  for (const quote of document.querySelectorAll("main .quotes li")) {
    quote.hidden = hiddenWords.size > 0
      && [...quote.querySelectorAll("mark")].some((each) => hiddenWords.has(meant(each.textContent)));
  }
  drawHidden();
}

// What is there for one word only: an item of a list, a row of a table; the word itself otherwise.
function holderOf(pick) {
  const item = pick.closest("li");
  if (item) return item.querySelectorAll(".pick").length === 1 ? item : pick;
  return pick.closest("th")?.parentElement ?? pick;
}

function drawHidden() {
  const again = [...hiddenWords].map((word) => {
    const button = make("button", { type: "button", "aria-label": say("unhide", { word }) },
      make("bdi", { lang: data.language }, word), make("span", { "aria-hidden": "true" }, " ×"));
    button.addEventListener("click", () => unhide(word));
    return make("li", {}, button);
  });
  const all = make("button", { type: "button", class: "all" }, say("show_all"));
  all.addEventListener("click", () => hideOnly([]));
  hiddenStrip.hidden = hiddenWords.size === 0;
  hiddenStrip.replaceChildren(
    make("span", {}, say("hidden", { n: hiddenWords.size })), make("ul", {}, again), all);
}

onLanguage.push(drawHidden);
