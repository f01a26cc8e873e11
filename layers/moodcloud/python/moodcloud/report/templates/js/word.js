// The chosen word in detail: its figures, how it is written, and the texts that say it.
function bars(entry) {
  const rates = entry.counts.map((_, s) => (entry.texts ? shareOf : rateOf)(entry, s));
  const most = Math.max(...rates);
  return make("table", { class: "bars" },
    make("caption", { class: "unseen" }, say(titles(entry)[0])),
    make("thead", {}, make("tr", {}, make("td"), make("td"),
      titles(entry).map((key) => make("th", { scope: "col" }, say(key))))),
    make("tbody", {}, entry.counts.map((count, s) => {
      const bar = make("span", { class: "bar-fill" });
      bar.style.width = `${most ? (100 * rates[s]) / most : 0}%`;
      return make("tr", { "data-s": s },
        make("th", { scope: "row" }, sentimentName(s)),
        make("td", { class: "track" }, bar),
        make("td", {}, entry.texts ? percent(rates[s]) : number(count)),
        make("td", {}, number(rateOf(entry, s), entry.texts ? 0 : 1)),
        entry.z ? make("td", {}, signed(entry.z[s])) : null);
    })));
}

// How many say it, in a sentence: of the sentiment that the entry belongs to.
function sayers(entry) {
  if (!entry.texts) return [];
  const s = ownSentiment(entry), share = shareOf(entry, s);
  return [told("p", entry.texts[s] === 1 ? "say_this_one" : "say_this", { p: percent(share), s, n: entry.texts[s] }, { class: "says" })];
}

function detailOf(word) {
  const entry = entries.get(word), written = forms.get(word);
  return [
    ...sayers(entry),
    hider(word),
    bars(entry),
    ...(written ? [told("p", "written", { forms: written.join(", ") }, { class: "note" })] : []),
    textsOf(word),
  ];
}
