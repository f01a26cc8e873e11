// On paper nothing can be chosen: the first words of every sentiment are printed, not of one only.
const printed = find("printed");
const PRINTED = 30;

function drawPrinted() {
  const tables = sentiments.map((_, s) => {
    const shown = columns("words", s);
    const sorted = shown.find((each) => each.key === "z") ?? shown[1];
    const rows = lists.words
      .filter((entry) => entry.counts[s] > 0 && !hiddenWords.has(entry.text))
      .sort((a, b) => sorted.value(b) - sorted.value(a) || a.number - b.number).slice(0, PRINTED);
    const most = Math.max(1, ...rows.map((entry) => Math.abs(entry.z?.[s] ?? 0)));
    return make("table", { class: "listing", "data-s": s },
      make("caption", {}, say("caption_words", { s })),
      make("thead", {}, make("tr", {}, shown.map((each) => make("th", { scope: "col" }, each.title)))),
      make("tbody", {}, rows.map((entry) => line(entry, shown, s, most))));
  });
  printed.replaceChildren(...tables);
}

// Afterwards they are in nobody's way.
onPrint((prints) => (prints ? drawPrinted() : printed.replaceChildren()));
