// The figures of a word: the share of the texts that hold it, its rate and its z by sentiment.
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

function tipTable(word) {
  const entry = entries.get(word);
  return make("table", {}, titled(entry), make("tbody", {}, figures(entry)));
}

function spokenFigures(word) {
  const entry = entries.get(word);
  return entry.counts
    .map((count, s) => (entry.z ? say("said_figures", { s, n: count, z: signed(entry.z[s]) })
      : `${sentimentName(s)} ${say("times", { n: count })}`))
    .join("; ");
}
