// A word on the sides: how often each uses it, where it changed, the texts that say it.
// The count of a word on a side, with a sign where it is the highest it can be.
const counted = (count, atMost) => (atMost ? "≤ " : "") + number(count);
const isBound = (use, side) => Boolean(use.at(-1) & (1 << side));

// How many of the texts of a side say a word.
function sharedBy(word, side) {
  const share = sayers.get(word)[side];
  return share === null ? "" : percent(share);
}

// The texts of a word by side.
function examplesOf(word) {
  const flat = examples.get(word) ?? [];
  const found = sides.map(() => []);
  for (let i = 0; i < flat.length; i += 5) {
    const [side, s, text, start, length] = flat.slice(i, i + 5);
    // Places count code points, as Array.from does.
    const letters = Array.from(data.texts[text]);
    found[side].push({
      s,
      before: letters.slice(0, start).join(""),
      word: letters.slice(start, start + length).join(""),
      after: letters.slice(start + length).join(""),
    });
  }
  return found;
}

function usesTable(word) {
  const use = uses.get(word);
  const rates = sides.map((_, side) => perMillion(use[side], side));
  const most = Math.max(...rates);
  return make("table", { class: "uses" },
    make("thead", {}, make("tr", {}, make("th", {}), make("th", {}),
      make("th", { scope: "col" }, say("share")),
      make("th", { scope: "col" }, say("count")), make("th", { scope: "col" }, say("rate")))),
    make("tbody", {}, sides.map((side, at) => {
      const bar = make("span", { class: "bar-fill" });
      bar.style.width = `${most ? (100 * rates[at]) / most : 0}%`;
      const atMost = isBound(use, at);
      return make("tr", { title: atMost ? say("at_most") : null },
        make("th", { scope: "row", title: side.name }, make("span", { class: "letter" }, side.letter)),
        make("td", { class: "track" }, bar),
        make("td", {}, sharedBy(word, at)),
        make("td", {}, counted(use[at], atMost)),
        make("td", {}, (atMost ? "≤ " : "") + number(rates[at])));
    })));
}

// How a word changed in one sentiment, or in all: "negative × 5.2 (z +10.2)".
function changeOf({ step, scope, entry }) {
  const where = scope.s === null ? say("all") : sentimentName(scope.s);
  return `${where} ${timesText(entry, factor(entry, step, scope.s))} (z ${signed(entry.z)})`;
}

// Where a word changed: a line for each two sides.
function changes(word) {
  const found = moves.get(word) ?? [];
  return steps.map((step) => found.filter((each) => each.step === step)).filter((own) => own.length)
    .map((own) => {
      const { step, entry } = own[0];
      const move = entry.z > 0 ? "rose" : "fell";
      const letters = { a: sides[step.a].letter, b: sides[step.b].letter };
      return make("p", { class: "scope", "data-s": move },
        make("b", {}, say(`${move}_between`, letters)), " ", own.map(changeOf).join(", "));
    });
}

function quotes(word) {
  const found = examplesOf(word);
  if (!data.texts.length) return [told("p", "no_texts", {}, { class: "note" })];
  if (!found.some((each) => each.length)) return [told("p", "no_quotes", {}, { class: "note" })];
  return [
    told("h3", "examples"),
    ...sides.flatMap((side, at) => (found[at].length ? [
      make("h4", { class: "of-side" }, make("span", { class: "letter" }, side.letter), " ", make("bdi", {}, side.name)),
      make("ul", { class: "quotes", lang: data.language }, found[at].map((quote) =>
        make("li", { dir: "auto", "data-s": quote.s },
          make("span", { class: "said", lang: language }, sentimentName(quote.s)),
          quote.before, make("mark", {}, quote.word), quote.after))),
    ] : [])),
  ];
}

const detailOf = (word) => [hider(word), usesTable(word), ...changes(word), ...quotes(word)];

const spokenFigures = (word) =>
  sides.map((side, at) => say("said_side", { side: side.letter, n: uses.get(word)[at] })).join("; ");

function tipTable(word) {
  const use = uses.get(word);
  return make("table", {}, make("tbody", {}, sides.map((side, at) => make("tr", {},
    make("th", { scope: "row" }, side.letter),
    make("td", {}, sharedBy(word, at)),
    make("td", {}, counted(use[at], isBound(use, at))),
    make("td", {}, say("rate_short", { n: perMillion(use[at], at) }))))));
}
