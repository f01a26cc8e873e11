// What rose and what fell: between which sides, in which sentiment, sorted and filtered.
const FIRST = 25, MORE = 75;
const list = { step: 0, scope: 0, sort: "z", down: true, shown: { rose: FIRST, fell: FIRST } };

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
  })), list.step, (at) => { list.step = at; list.scope = 0; restart(); });
  // A sentiment in which nothing changed is not offered.
  offer("scopes", "scope", stepShown().scopes.map((scope, at) => (at && isEmpty(scope) ? null : {
    s: scope.s, text: scope.s === null ? say("all") : sentimentName(scope.s),
  })), list.scope, (at) => { list.scope = at; restart(); });
}

// Each column: the key of its title, the value to sort by, the text to show.
function columns(step, s) {
  const rate = (at, side) => ({
    key: `rate${at}`,
    title: say("rate_of", { side: sides[side].letter }),
    value: (entry) => perMillion(entry.counts[at], side, s),
    text: (entry) => (entry.atMost[at] ? "≤ " : "") + number(perMillion(entry.counts[at], side, s)),
  });
  const times = (entry) => factor(entry, step, s) ?? Infinity;
  return [
    { key: "text", title: say("word"), value: (entry) => entry.text },
    rate(0, step.a),
    rate(1, step.b),
    { key: "times", title: say("change"), value: times, text: (entry) => timesText(entry, times(entry)) },
    { key: "z", title: "z", long: say("z_changed"), value: (entry) => Math.abs(entry.z), text: (entry) => signed(entry.z) },
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
  const order = list.down ? -1 : 1;
  return entries.filter((entry) => folded(entry.text).includes(wanted)).sort((a, b) => {
    const x = column.value(a), y = column.value(b);
    if (x === y) return 0;
    return order * (typeof x === "string" ? collator.compare(x, y) : x - y);
  });
}

function header(each, move) {
  const direction = each.key === list.sort ? (list.down ? "descending" : "ascending") : null;
  const button = make("button", { type: "button", title: each.long ?? null }, each.title,
    make("span", { class: "arrow", "aria-hidden": "true" }, direction ? (list.down ? "↓" : "↑") : ""));
  button.addEventListener("click", () => {
    list.down = each.key === list.sort ? !list.down : each.key !== "text";
    list.sort = each.key;
    drawLists();
    find("lists").querySelector(`[data-move="${move}"] th[data-key="${each.key}"] button`).focus();
  });
  return make("th", { scope: "col", "data-key": each.key, "aria-sort": direction ?? "none" }, button);
}

function line(entry, shown, most) {
  return make("tr", {}, shown.map((each) => {
    if (each.key === "text") {
      return make("th", { scope: "row" },
        make("button", { type: "button", class: "pick", "data-word": entry.text, "aria-pressed": String(entry.text === chosen) },
          make("bdi", { lang: data.language }, entry.text)));
    }
    if (each.key !== "z") return make("td", {}, each.text(entry));
    const bar = make("span", { class: "z-bar", "data-s": entry.z > 0 ? "rose" : "fell", "aria-hidden": "true" });
    bar.style.width = `${(2.5 * Math.sqrt(Math.abs(entry.z) / most)).toFixed(3)}rem`;
    return make("td", {}, bar, each.text(entry));
  }));
}

function listing(move, step, scope) {
  const shown = columns(step, scope.s);
  const column = shown.find((each) => each.key === list.sort) ?? shown.at(-1);
  const entries = sorted(scope[move], column);
  if (!entries.length) return null;
  const most = Math.max(1, ...scope[move].map((entry) => Math.abs(entry.z)));
  const total = scope.found[move === "rose" ? 0 : 1];
  const cut = total > scope[move].length
    ? make("small", {}, " ", say("first_of", { n: scope[move].length, total })) : null;
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
      make("thead", {}, make("tr", {}, shown.map((each) => header(each, move)))),
      make("tbody", {}, entries.slice(0, list.shown[move]).map((entry) => line(entry, shown, most))))),
    entries.length > list.shown[move] ? make("p", { class: "below" }, more) : null);
}

function drawLists() {
  const step = stepShown(), scope = scopeShown();
  const found = ["rose", "fell"].map((move) => listing(move, step, scope)).filter(Boolean);
  find("lists").replaceChildren(make("div", { class: found.length > 1 ? "pairs" : "pairs one" }, found));
  find("nothing").textContent = found.length ? ""
    : isEmpty(scope) ? say("nothing_moved") : say("nothing_found");
  mark(find("lists"));
}

function restart() {
  list.shown = { rose: FIRST, fell: FIRST };
  offerAll();
  drawLists();
}

find("filter").addEventListener("input", restart);
onLanguage.push(restart);
