// The tables: words, phrases or emoji of a sentiment, to sort and to filter.
const sheet = find("sheet");
const FIRST = 25, MORE = 75;
const table = { shown: FIRST };

const tableKind = () => pickedIn("listed") ?? "words";
const tableSentiment = () => Number(pickedIn("table-sentiment") ?? 0);

// Each column: its key, its title, the value to sort by, the text to show.
function columns(kind, s) {
  const rate = (entry) => rateOf(entry, s);
  const title = { words: "word", phrases: "phrase", emoji: "one_emoji" }[kind];
  return [
    { key: "text", title: say(title), value: (entry) => entry.text },
    ...(kind === "emoji" ? [] : [
      { key: "share", title: say("share"), value: (entry) => shareOf(entry, s), text: (entry) => percent(shareOf(entry, s)) }]),
    { key: "count", title: say("count"), value: (entry) => entry.counts[s], text: (entry) => number(entry.counts[s]) },
    { key: "rate", title: say(kind === "emoji" ? "rate_texts" : "rate"), value: rate, text: (entry) => number(rate(entry), kind === "emoji" ? 1 : 0) },
    ...(kind === "emoji" || sentiments.length < 2 ? [] : [
      { key: "z", title: say("z", { s }), long: say("z_long"), value: (entry) => entry.z[s], text: (entry) => signed(entry.z[s]) }]),
  ];
}

function rowsOf(kind, s, column) {
  const wanted = folded(find("filter").value.trim());
  const collator = new Intl.Collator(data.language || undefined);
  const rows = lists[kind].filter((entry) => entry.counts[s] > 0 && !hiddenWords.has(entry.text)
    && formsOf(entry.text).includes(wanted));
  const order = sorting.down ? -1 : 1;
  return rows.sort((a, b) => {
    const x = column.value(a), y = column.value(b);
    const by = typeof x === "string" ? collator.compare(x, y) : x - y;
    return order * by || a.number - b.number;
  });
}

function line(entry, shown, s, most) {
  return make("tr", {}, shown.map((each) => {
    if (each.key === "text") return pickCell(entry.text);
    if (each.key !== "z") return make("td", { "data-key": each.key }, each.text(entry));
    const weak = !entry.significant(s), z = entry.z[s];
    return make("td", { class: weak ? "weak" : null, title: weak ? say("not_significant") : null },
      zBar(z > 0 ? s : null, z, most, 3.5), each.text(entry));
  }));
}

function drawTable() {
  const kind = tableKind(), s = tableSentiment();
  const shown = columns(kind, s);
  const sorted = shown.find((each) => each.key === sorting.by) ?? shown[1];
  const rows = rowsOf(kind, s, sorted);
  const most = Math.max(1, ...lists[kind].map((entry) => Math.abs(entry.z?.[s] ?? 0)));
  sheet.replaceChildren(make("table", { class: "listing", "data-s": s, "data-kind": kind },
    make("caption", {}, say(`caption_${kind}`, { s })),
    make("thead", {}, make("tr", {}, shown.map((each) => header(each, sorted, drawTable)))),
    make("tbody", {}, rows.slice(0, table.shown).map((entry) => line(entry, shown, s, most)))));
  find("found").textContent = rows.length ? say("found", { n: rows.length }) : say("nothing_found");
  find("more").hidden = rows.length <= table.shown;
  mark(sheet);
  return sheet;
}

// All rows of the table as cells, as they are filtered and sorted.
function cellsNow() {
  const kind = tableKind(), s = tableSentiment();
  const shown = columns(kind, s);
  const rows = rowsOf(kind, s, shown.find((each) => each.key === sorting.by) ?? shown[1]);
  return [shown.map((each) => each.title), ...rows.map((entry) => shown.map((each) => each.value(entry)))];
}

function restart() {
  table.shown = FIRST;
  drawTable();
}

find("more").parentElement.append(
  tableButtons(() => `${sentimentName(tableSentiment())}-${tableKind()}`, cellsNow));
find("filter").addEventListener("input", restart);
find("more").addEventListener("click", () => {
  const next = table.shown;
  table.shown += MORE;
  drawTable();
  sheet.querySelectorAll("tbody .pick")[next]?.focus();
});
for (const input of document.querySelectorAll('input[name="listed"], input[name="table-sentiment"]')) {
  input.addEventListener("change", restart);
}
keepSorting((key) => ["text", "share", "count", "rate", "z"].includes(key), drawTable);
onLanguage.push(drawTable);
onHidden.push(drawTable);
