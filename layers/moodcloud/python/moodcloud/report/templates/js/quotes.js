// A text that holds a word: the word marked, and where in the upload the text is.
const LONGEST = 280, BEFORE = 120;

// Where a text is and, where they are asked for, its group and time.
const aboutText = (places, text) => ({ where: whereabouts(places, text), keys: places.keys[text] ?? [] });

// `places` holds the lines of all texts, and the files where there are several.
function whereabouts(places, text) {
  const line = places.lines[text];
  if (!line) return "";
  const told = say(data.lined ? "in_line" : "in_row", { n: line });
  return places.files.length ? `${places.files[places.file[text]]}, ${told}` : told;
}

// Return what to show of a long text around a place: from where, to where.
function passage(letters, start, end) {
  if (letters.length <= LONGEST) return [0, letters.length];
  let left = Math.max(0, Math.min(start - BEFORE, letters.length - LONGEST));
  let right = Math.max(Math.min(letters.length, left + LONGEST), end);
  const before = letters.indexOf(" ", left), after = letters.lastIndexOf(" ", right - 1);
  if (left && before >= 0 && before < start) left = before + 1;
  if (right < letters.length && after >= end) right = after;
  return [left, right];
}

// A text as an item of a list. Places count code points, as Array.from does.
function quote({ text, start, length, where, keys }) {
  const letters = Array.from(text), end = start + length;
  const [left, right] = passage(letters, start, end);
  const piece = (from, to) => letters.slice(from, to).join("");
  const before = make("span", {}, left ? "…" : "", piece(left, start));
  const after = make("span", {}, piece(end, right), right < letters.length ? "…" : "");
  const said = make("span", { dir: "auto" }, before, make("mark", {}, piece(start, end)), after);
  const more = left || right < letters.length
    ? told("button", "whole_text", {}, { type: "button", class: "whole" }) : null;
  more?.addEventListener("click", () => {
    before.textContent = piece(0, start);
    after.textContent = piece(end, letters.length);
    more.remove();
  });
  const about = [where, ...keys].filter(Boolean).join(" · ");
  return make("li", {}, said, more && " ", more, about && make("small", { class: "where", lang: language }, about));
}

// The few texts of a word that are on the page itself, by sentiment.
function examplesOf(word) {
  return quotesOf(examples.get(word) ?? [], 4, ([s, text, start, length]) => ({
    s, text: data.texts[text], start, length, ...aboutText(data.places, text),
  }));
}

// Numbers in groups of so many become quotes by sentiment.
function quotesOf(flat, size, from) {
  const found = sentiments.map(() => []);
  for (let i = 0; i < flat.length; i += size) {
    const each = from(flat.slice(i, i + size));
    found[each.s].push(each);
  }
  return found;
}
