// The texts of the chosen word: a few that are on the page, or all of the sample with a search.
// These are in a script beside the page, which is loaded when the first word is chosen. Where it is
// not there, the page goes on with the few.
let sampled = null;
let isAsked = false;
let showsAll = false;
// What is searched for in the texts of a word.
let search = { word: null, wanted: "" };

window.moodcloudTexts = (nonce, content) => {
  // Those of another page are not taken for those of this one.
  if (nonce !== data.beside?.nonce) return;
  sampled = { ...content, words: new Map(content.words) };
  if (chosen !== null) showDetail();
};

function askForTexts() {
  if (isAsked || !data.beside) return;
  isAsked = true;
  const script = make("script", { src: `./${data.beside.file}` });
  script.nonce = data.beside.nonce;
  document.head.append(script);
  script.remove();
}

function sampledOf(word) {
  return quotesOf(sampled?.words.get(word) ?? [], 3, ([text, start, length]) => ({
    s: sampled.of[text], text: sampled.texts[text], start, length, ...aboutText(sampled, text),
  }));
}

const countOf = (found) => found.reduce((sum, each) => sum + each.length, 0);

// The sentiments that have texts, the one the word is most typical of first.
function inOrder(word, found) {
  const entry = entries.get(word);
  const order = sentiments.map((_, s) => s).filter((s) => found[s].length);
  return entry.z ? order.sort((a, b) => entry.z[b] - entry.z[a]) : order;
}

function quoteLists(word, found) {
  return inOrder(word, found).map((s) =>
    make("div", { "data-s": s },
      make("h4", {}, sentimentName(s), " ", make("small", {}, number(found[s].length))),
      make("ul", { class: "quotes", lang: data.language }, found[s].map(quote))));
}

function textsOf(word) {
  const few = examplesOf(word), all = sampledOf(word);
  if (!countOf(few) && !countOf(all)) {
    return told("p", data.quoted ? "no_examples" : "left_out", {}, { class: "note" });
  }
  const more = countOf(all) > countOf(few);
  const part = make("div", { id: "texts" }, told("h3", "examples"));
  if (more) part.append(showsAll ? searchOf(word, all) : allButton(word, all));
  part.append(...(more && showsAll ? [] : quoteLists(word, few)));
  return part;
}

function allButton(word, all) {
  const n = countOf(all), total = (entries.get(word).texts ?? []).reduce((sum, each) => sum + each, 0);
  const button = make("button", { type: "button", class: "small-button", id: "all-texts" },
    total > n ? say("sampled_texts", { n, total }) : say("all_texts", { n }));
  button.addEventListener("click", () => {
    showsAll = true;
    keepLink();
    showDetail();
    find("search").focus();
  });
  return make("p", { class: "actions" }, button);
}

// All texts of a word, and a field that leaves those that hold what is typed.
function searchOf(word, all) {
  const field = make("input", { type: "search", id: "search", autocomplete: "off", placeholder: say("search_hint") });
  field.value = search.word === word ? search.wanted : "";
  const status = make("p", { class: "note", role: "status" }), listed = make("div", {});
  let kept = all;
  const show = () => {
    const wanted = folded(field.value.trim());
    kept = all.map((each) => each.filter(({ text, keys }) => folded(`${text}\n${keys.join("\n")}`).includes(wanted)));
    status.textContent = say("texts_found", { n: countOf(kept), total: countOf(all) });
    listed.replaceChildren(...quoteLists(word, kept));
  };
  field.addEventListener("input", () => {
    search = { word, wanted: field.value };
    show();
    keepLink(false);
  });
  show();
  return make("div", {},
    make("label", { class: "filter" }, make("span", {}, say("search")), field), status,
    tableButtons(() => word, () => [
      [say("sentiment"), say("place"), ...data.keys, say("text")],
      ...kept.flatMap((each, s) => each.map(({ text, where, keys }) => [sentimentName(s), where, ...keys, text]))]),
    listed);
}

// Both are in the link of the word.
besides.push({
  name: "texts",
  now: () => (showsAll && chosen !== null ? "all" : null),
  restore(told) {
    const isOther = showsAll !== (told === "all");
    showsAll = told === "all";
    if (isOther && chosen !== null) showDetail();
  },
}, {
  name: "search",
  now: () => (showsAll && chosen !== null && search.word === chosen && search.wanted) || null,
  restore(told, word) {
    if ((search.word === word ? search.wanted : "") === (told ?? "")) return;
    search = { word, wanted: told ?? "" };
    if (chosen === word && word !== null) showDetail();
  },
});
onChoice.push(askForTexts);
