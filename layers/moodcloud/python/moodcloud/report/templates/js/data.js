// The words of the page, with their counts, and what finds them.
// What is looked up by a text of the file is a Map: an object has members of its own, such as
// constructor, which are words, too.
const forms = new Map(Object.entries(data.forms));
// What finds an entry besides its text: its forms, in lower case, a line each.
const found = new Map(Object.entries(data.found));
const examples = new Map(Object.entries(data.examples));
const allRows = sentiments.reduce((sum, each) => sum + each.rows, 0);
const allWords = sentiments.reduce((sum, each) => sum + each.words, 0);

// An entry: a word, phrase or emoji with counts, z and different texts by sentiment.
const entryOf = ([text, counts, z = null, flags = 0, texts = null], number) => ({
  text, counts, z, texts, number,
  total: counts.reduce((sum, count) => sum + count, 0),
  significant: (sentiment) => Boolean(flags & (1 << sentiment)),
});
const lists = {
  words: data.words.map(entryOf),
  phrases: data.phrases.map(entryOf),
  emoji: data.emoji.map(entryOf),
};
const entries = new Map();
for (const list of [lists.emoji, lists.phrases, lists.words]) {
  for (const entry of list) entries.set(entry.text, entry);
}

const formsOf = (text) => `${folded(text)}\n${found.get(text) ?? ""}`;

const isKnown = (word) => entries.has(word);

// The entry that a text from elsewhere means: an entry itself, or one that has it as a form.
function meant(text) {
  if (!text || entries.has(text)) return text || null;
  const wanted = `\n${folded(text)}\n`;
  for (const list of [lists.words, lists.phrases, lists.emoji]) {
    const entry = list.find((each) => `\n${formsOf(each.text)}\n`.includes(wanted));
    if (entry) return entry.text;
  }
  return text;
}

// The sentiment an entry belongs to: where its z is highest.
const ownSentiment = (entry) => (entry.z ? entry.z.indexOf(Math.max(...entry.z)) : 0);
