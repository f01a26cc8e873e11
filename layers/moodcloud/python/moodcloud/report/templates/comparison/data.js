// What changed between the sides, and how often each of them uses a word.
const { sides } = data;
// What is looked up by a text of the file is a Map: an object has members of its own, such as
// constructor, which are words, too.
const uses = new Map(Object.entries(data.uses));
// The share of the texts of each side that say a word; null where that is not known.
const sayers = new Map(Object.entries(data.sayers));
const examples = new Map(Object.entries(data.examples));

const entryOf = ([text, a, b, bound, z, ...shares]) =>
  ({ text, counts: [a, b], atMost: [bound === 1, bound === 2], z, shares });
const steps = data.steps.map((step) => ({
  ...step,
  scopes: step.scopes.map((scope) => ({
    ...scope, rose: scope.rose.map(entryOf), fell: scope.fell.map(entryOf),
  })),
}));

// Where each word rose or fell: in which step and which of its sentiments.
const moves = new Map();
steps.forEach((step) => step.scopes.forEach((scope) => {
  for (const entry of [...scope.rose, ...scope.fell]) {
    if (!moves.has(entry.text)) moves.set(entry.text, []);
    moves.get(entry.text).push({ step, scope, entry });
  }
}));

const isKnown = (word) => uses.has(word);

// The word that a text from elsewhere means, whatever its capitals.
function meant(text) {
  if (!text || isKnown(text)) return text || null;
  return [...uses.keys()].find((word) => folded(word) === folded(text)) ?? text;
}

const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);
// All words of a side, in one sentiment or in all together.
const wordsOf = (side, s) => Math.max(1, s === null ? sum(sides[side].words) : sides[side].words[s]);
const perMillion = (count, side, s = null) => (1e6 * count) / wordsOf(side, s);
// How many times as often B uses a word as A does; null where A does not.
function factor({ counts }, step, s) {
  const [before, after] = [perMillion(counts[0], step.a, s), perMillion(counts[1], step.b, s)];
  return before ? after / before : null;
}

// A factor with two digits, whatever its size.
const twoDigits = (value) => value.toLocaleString(language, { maximumSignificantDigits: 2 });
