// The tooltip: share of texts, rate and z of the word under the pointer or in focus.
const tip = find("tip");
let tipped = null;

function figures(entry) {
  const lines = entry.counts.map((count, s) => ({ count, s, z: entry.z?.[s] ?? null }));
  if (lines.length > 6) lines.sort((a, b) => (b.z ?? b.count) - (a.z ?? a.count)).splice(6);
  return lines.map(({ count, s, z }) =>
    make("tr", { "data-s": s },
      make("th", { scope: "row" }, sentimentName(s)),
      make("td", {}, entry.texts ? percent(shareOf(entry, s)) : number(count)),
      make("td", {}, number(rateOf(entry, s), entry.texts ? 0 : 1)),
      make("td", {}, z === null ? "" : signed(z))));
}

// What the figures of an entry are: the titles of their columns.
const titles = (entry) => [entry.texts ? "share" : "count", entry.texts ? "rate" : "rate_texts", ...(entry.z ? ["z"] : [])];
const titled = (entry) => make("thead", {}, make("tr", {}, make("td"),
  titles(entry).map((key) => make("th", { scope: "col" }, say(key)))));

// The share of the different texts of a sentiment that hold an entry.
const shareOf = (entry, s) => entry.texts[s] / Math.max(1, sentiments[s].texts);

// How often an entry is in a million words of a sentiment, an emoji in a thousand texts.
const rateOf = (entry, s) => entry.texts
  ? (1e6 * entry.counts[s]) / Math.max(1, sentiments[s].words)
  : (1000 * entry.counts[s]) / Math.max(1, sentiments[s].rows);

function percent(part) {
  const hundred = 100 * part;
  return `${number(hundred, hundred >= 9.95 || hundred === 0 ? 0 : hundred >= 0.095 ? 1 : hundred >= 0.0095 ? 2 : 3)} %`;
}

function showTip(word, box) {
  const entry = entries.get(word);
  if (!entry) return;
  tipped = word;
  tip.replaceChildren(
    make("strong", { lang: data.language }, make("bdi", {}, word)),
    make("table", {}, titled(entry), make("tbody", {}, figures(entry))));
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
  tipped = null;
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const target = event.target.closest?.("[data-word]");
  if (target) showTip(target.dataset.word, target.getBoundingClientRect());
  else if (!event.target.closest?.("#chart")) hideTip();
});
document.addEventListener("focusin", (event) => {
  const target = event.target.closest?.("button[data-word]");
  if (target?.matches(":focus-visible")) {
    showTip(target.dataset.word, target.getBoundingClientRect());
  }
});
document.addEventListener("focusout", hideTip);
addEventListener("scroll", hideTip, { passive: true, capture: true });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !tip.hidden) {
    hideTip();
    event.preventDefault();
  }
});
