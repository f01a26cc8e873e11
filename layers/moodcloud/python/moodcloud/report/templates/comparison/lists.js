// What rose and what fell: between which sides, in which sentiment, sorted and filtered.
const FIRST = 25, MORE = 75;
const list = { step: 0, scope: 0, shown: { rose: FIRST, fell: FIRST } };

const stepShown = () => steps[list.step];
const scopeShown = () => stepShown().scopes[list.scope] ?? stepShown().scopes[0];
const isEmpty = (scope) => !scope.rose.length && !scope.fell.length;

// A row of choices; where there is one only, there is none.
function offer(id, name, names, current, choice) {
  const fieldset = find(id);
  fieldset.hidden = names.filter((each) => each !== null).length < 2;
  for (const label of fieldset.querySelectorAll("label")) label.remove();
  fieldset.append(...names.flatMap((each, at) => {
    if (each === null) return [];
    const input = make("input", { type: "radio", name, value: at });
    input.checked = at === current;
    input.addEventListener("change", () => choice(at));
    return [make("label", { "data-s": each.s ?? null }, input, make("span", {}, each.text))];
  }));
}

function offerAll() {
  offer("steps", "step", steps.map((step) => ({
    text: say("from_to", { a: sides[step.a].letter, b: sides[step.b].letter }),
  })), list.step, (at) => go(at, 0));
  // A sentiment in which nothing changed is not offered.
  offer("scopes", "scope", stepShown().scopes.map((scope, at) => (at && isEmpty(scope) ? null : {
    s: scope.s, text: scope.s === null ? say("all") : sentimentName(scope.s),
  })), list.scope, (at) => go(list.step, at));
}

// Show the changes between two sides in one of their sentiments, or in all.
function go(step, scope) {
  const isStep = step !== list.step;
  Object.assign(list, { step, scope });
  keepLink();
  restart();
  // The choices are made anew, and whoever chooses by keys goes on from the one that is chosen.
  find(isStep ? "steps" : "scopes").querySelector("input:checked")?.focus();
}

// Each column: the key of its title, the value to sort by, the text to show, and what is saved of it
// where that is not the value.
function columns(step, s) {
  const rate = (at, side) => {
    const value = (entry) => perMillion(entry.counts[at], side, s);
    const bound = (entry) => (entry.atMost[at] ? "≤ " : "");
    return {
      key: `rate${at}`,
      title: say("rate_of", { side: sides[side].letter }),
      value,
      text: (entry) => bound(entry) + number(value(entry)),
      cell: (entry) => (bound(entry) ? bound(entry) + value(entry) : value(entry)),
    };
  };
  // How many of the texts of a side say it; nothing where that is not known.
  const share = (at, side) => ({
    key: `share${at}`,
    title: say("share_of", { side: sides[side].letter }),
    value: (entry) => entry.shares[at] ?? -1,
    text: (entry) => (entry.shares[at] === null ? "" : percent(entry.shares[at])),
    cell: (entry) => entry.shares[at] ?? "",
  });
  const times = (entry) => factor(entry, step, s) ?? Infinity;
  return [
    { key: "text", title: say("word"), value: (entry) => entry.text },
    share(0, step.a),
    share(1, step.b),
    rate(0, step.a),
    rate(1, step.b),
    {
      key: "times",
      title: say("change"),
      value: times,
      text: (entry) => timesText(entry, times(entry)),
      cell: (entry) => (entry.counts[0] && entry.counts[1] ? times(entry) : timesText(entry)),
    },
    {
      key: "z",
      title: "z",
      long: say("z_changed"),
      value: (entry) => Math.abs(entry.z),
      text: (entry) => signed(entry.z),
      cell: (entry) => entry.z,
    },
  ];
}

function timesText(entry, times) {
  if (!entry.counts[0]) return say("new_there");
  if (!entry.counts[1]) return say("gone_there");
  return `× ${twoDigits(times)}`;
}

function sorted(entries, column) {
  const collator = new Intl.Collator(data.language || undefined);
  const wanted = folded(find("filter").value.trim());
  const order = sorting.down ? -1 : 1;
  return entries
    .filter((entry) => !hiddenWords.has(entry.text) && folded(entry.text).includes(wanted))
    .sort((a, b) => {
    const x = column.value(a), y = column.value(b);
    if (x === y) return 0;
    return order * (typeof x === "string" ? collator.compare(x, y) : x - y);
  });
}

function line(entry, shown, most) {
  return make("tr", {}, shown.map((each) => {
    if (each.key === "text") return pickCell(entry.text);
    if (each.key !== "z") return make("td", { "data-key": each.key }, each.text(entry));
    return make("td", {}, zBar(entry.z > 0 ? "rose" : "fell", entry.z, most, 2.5), each.text(entry));
  }));
}

function listing(move, step, scope, first = Infinity) {
  const shown = columns(step, scope.s);
  const column = shown.find((each) => each.key === sorting.by) ?? shown.at(-1);
  const entries = sorted(scope[move], column);
  if (!entries.length) return null;
  const most = Math.max(1, ...scope[move].map((entry) => Math.abs(entry.z)));
  const total = scope.found[move === "rose" ? 0 : 1];
  const given = Math.min(first, scope[move].length);
  const cut = total > given ? make("small", {}, " ", say("first_of", { n: given, total })) : null;
  const cells = () => [shown.map((each) => each.title),
    ...entries.map((entry) => shown.map((each) => (each.cell ?? each.value)(entry)))];
  const more = make("button", { type: "button" }, say("more"));
  more.addEventListener("click", () => {
    const next = list.shown[move];
    list.shown[move] += MORE;
    drawLists();
    find("lists").querySelectorAll(`[data-move="${move}"] tbody .pick`)[next]?.focus();
  });
  return make("div", { "data-move": move },
    make("div", { class: "sheet" }, make("table", { class: "listing", "data-s": move },
      make("caption", {}, say(`caption_${move}`, { a: sides[step.a].letter, b: sides[step.b].letter }), cut),
      make("thead", {}, make("tr", {}, shown.map((each) => header(each, column, () => drawLists().querySelector(`[data-move="${move}"]`))))),
      make("tbody", {}, entries.slice(0, Math.min(first, list.shown[move])).map((entry) => line(entry, shown, most))))),
    make("div", { class: "below" }, entries.length > list.shown[move] ? more : null,
      tableButtons(() => say(`caption_${move}`, { a: sides[step.a].letter, b: sides[step.b].letter }), cells)));
}

function drawLists() {
  const step = stepShown(), scope = scopeShown();
  const found = ["rose", "fell"].map((move) => listing(move, step, scope)).filter(Boolean);
  find("lists").replaceChildren(make("div", { class: found.length > 1 ? "pairs" : "pairs one" }, found));
  find("nothing").textContent = found.length ? ""
    : isEmpty(scope) ? say("nothing_moved") : say("nothing_found");
  mark(find("lists"));
  return find("lists");
}

function restart() {
  list.shown = { rose: FIRST, fell: FIRST };
  offerAll();
  drawLists();
}

// What the link says of a choice: the letters of two sides, the name of a sentiment.
const stepName = (step) => sides[step.a].letter + sides[step.b].letter;
const scopeName = (scope) => (scope.s === null ? null : sentiments[scope.s].name);
const placeOf = (all, name, told) => Math.max(0, all.findIndex((each) => name(each) === told));

besides.push({
  name: "step",
  now: () => (list.step ? stepName(stepShown()) : null),
  restore(told) {
    const step = placeOf(steps, stepName, told);
    if (step === list.step) return;
    Object.assign(list, { step, scope: 0 });
    restart();
  },
}, {
  name: "scope",
  now: () => scopeName(scopeShown()),
  restore(told) {
    const scope = placeOf(stepShown().scopes, scopeName, told);
    if (scope === list.scope || (scope && isEmpty(stepShown().scopes[scope]))) return;
    list.scope = scope;
    restart();
  },
});
keepSorting((key) => ["text", "share0", "share1", "rate0", "rate1", "times", "z"].includes(key), drawLists);
find("filter").addEventListener("input", restart);
onLanguage.push(restart);
onHidden.push(drawLists);

// On paper nothing can be unfolded or chosen: the lists on the screen are printed whole, and the first
// words of all others after them.
const PRINTED = 30;
let beforePrint = list.shown;

// Which list it is, as the controls say it on the screen.
function printedTitle(step, scope) {
  const between = say("from_to", { a: sides[step.a].letter, b: sides[step.b].letter });
  const within = scope.s === null ? say("all") : sentimentName(scope.s);
  return make("h3", { "data-s": scope.s }, steps.length > 1 ? `${between}: ${within}` : within);
}

function printedLists(step, scope) {
  const found = ["rose", "fell"].map((move) => listing(move, step, scope, PRINTED)).filter(Boolean);
  return found.length ? [printedTitle(step, scope), make("div", { class: "pairs" }, found)] : [];
}

function unfold(prints) {
  if (prints) beforePrint = list.shown;
  list.shown = prints ? { rose: Infinity, fell: Infinity } : beforePrint;
  const lists = drawLists();
  if (!prints) return;
  if (!isEmpty(scopeShown())) lists.prepend(printedTitle(stepShown(), scopeShown()));
  const others = steps.flatMap((step) => step.scopes.map((scope) => [step, scope]));
  lists.append(...others.filter(([, scope]) => scope !== scopeShown())
    .flatMap(([step, scope]) => printedLists(step, scope)));
}
onPrint(unfold);
