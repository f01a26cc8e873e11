"use strict";
const PER_PAGE = 24;
const TEXTS = {
  en: { title: "Results", search: "Search", show: "Show", all: "all", withResults: "results", errors: "errors", beingCounted: "being counted",
    comparisons: "comparisons", changes: "{0} rose, {1} fell", cloud: "Word cloud of what changed", sort: "Sort by", newest: "newest first", oldest: "oldest first", name: "name", mostRows: "most rows", group: "By folder",
    pages: "Pages", previous: "Previous page", next: "Next page", page: "Page {0} of {1}", total: "{0} of {1}",
    rows: "{0} rows", counted: "{0} rows, {1} counted", top: "not in a folder", none: "Nothing found.",
    empty: "No results yet.", picture: "Word cloud of {0}", missing: "no picture", underWay: "Large: still being counted. Results follow.",
    earlier: "A new upload is still being counted. These are the results of the one before." },
  ko: { title: "결과", search: "검색", show: "보기", all: "모두", withResults: "결과", errors: "오류", beingCounted: "집계 중",
    comparisons: "비교", changes: "늘어난 말 {0}개, 줄어든 말 {1}개", cloud: "달라진 말의 워드 클라우드", sort: "정렬", newest: "최신순", oldest: "오래된순", name: "이름순", mostRows: "행 많은 순", group: "폴더별",
    pages: "쪽", previous: "이전 쪽", next: "다음 쪽", page: "{1}쪽 중 {0}쪽", total: "{1}개 중 {0}개",
    rows: "{0}행", counted: "{0}행, {1}행 집계", top: "폴더 없음", none: "찾은 것이 없습니다.",
    empty: "아직 결과가 없습니다.", picture: "{0}의 워드 클라우드", missing: "그림 없음", underWay: "파일이 커서 아직 집계 중입니다. 끝나면 결과가 표시됩니다.",
    earlier: "새로 올린 파일을 아직 집계 중입니다. 아래는 이전 파일의 결과입니다.",
    positive: "긍정", negative: "부정", neutral: "중립" },
};
const language = (navigator.languages || ["en"]).map((tag) => tag.slice(0, 2)).find((tag) => TEXTS[tag]) || "en";
const say = (name, ...values) =>
  (TEXTS[language][name] ?? TEXTS.en[name] ?? name).replace(/\{(\d)\}/g, (_, place) => values[place]);
const number = new Intl.NumberFormat(language);
const date = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const plain = (text) => text.normalize("NFC").toLowerCase();
// Letters that turn the direction of text would let a name pass for another.
const forward = (text) => text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
const collator = new Intl.Collator([language, "en", "ko"], { numeric: true });
const byId = (id) => document.getElementById(id);

// What the page holds, and what its parts handed over.
const data = JSON.parse(byId("results").textContent);
const held = [data, ...(window.moodcloudParts ?? [])].filter((part) => part.schema === data.schema);
const entries = held.flatMap(({ columns, rows }) => rows.map((row) => {
  const entry = Object.fromEntries(columns.map((column, place) => [column, row[place]]));
  const cut = entry.key.lastIndexOf("/") + 1;
  entry.folder = forward(entry.key.slice(0, cut));
  entry.name = forward(entry.key.slice(cut) || entry.key);
  const names = [...entry.sentiments, ...entry.sides].map(([name]) => name);
  entry.words = plain([entry.key, entry.code, entry.language, ...names].join("\n"));
  // Each part encoded: a key may hold anything, and must stay below this page.
  entry.place = "./" + [...entry.key.split("/"), ...(entry.version ? [entry.version] : [])].map(encodeURIComponent).join("/") + "/";
  entry.isUnderWay = entry.code === "under_way";
  // While an upload is worked on, the results of the one before it are shown, if there are any.
  entry.kind = entry.sentiments.length ? "results" : entry.isUnderWay ? "underWay" : entry.code ? "errors"
    : entry.sides.length ? "comparisons" : "results";
  return entry;
}));

const rowsOf = (entry) => entry.read + entry.sides.reduce((sum, [, rows]) => sum + rows, 0);
const ORDERS = {
  newest: (a, b) => collator.compare(b.time, a.time),
  oldest: (a, b) => collator.compare(a.time, b.time),
  name: (a, b) => collator.compare(a.name, b.name),
  rows: (a, b) => rowsOf(b) - rowsOf(a),
};
let page = 0;

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child !== null));
  return made;
}

// Other labels are words of the user's: shown as they are.
const SENTIMENTS = ["positive", "negative", "neutral"];
// Something in the colour that a sentiment has on its page.
function toned(tag, entry, place) {
  const made = element(tag, { className: "tone" });
  made.style.setProperty("--hue", entry.colours[place] ?? "#78828c");
  return made;
}
const named = (label) => SENTIMENTS.includes(label) ? say(label) : forward(label);

function picture(entry) {
  if (!entry.thumbnail) {
    return element("div", { className: "picture none", ariaHidden: "true" }, entry.isUnderWay ? "⏳" : entry.code ? "⚠" : say("missing"));
  }
  const image = element("img", { loading: "lazy", decoding: "async", width: 320, height: 180,
    alt: entry.kind === "comparisons" ? say("cloud") : say("picture", entry.name),
    src: entry.place + (entry.kind === "comparisons" ? "comparison.png" : "thumbnail.png") });
  const frame = element("div", { className: "picture" }, image);
  image.addEventListener("error", () => { frame.className = "picture none"; frame.replaceChildren(say("missing")); });
  return frame;
}

function bar(entry) {
  const parts = entry.sentiments.map(([, rows], place) => {
    const part = toned("span", entry, place);
    part.style.flex = String(rows);
    return part;
  });
  return element("div", { className: "bar", ariaHidden: "true" }, ...parts);
}

function counts(entry) {
  return element("ul", { className: "counts" }, ...entry.sentiments.map(([label, rows], place) =>
    element("li", {}, toned("i", entry, place), `${named(label)} ${number.format(rows)}`)));
}

const FILES = { errors: "error.json", comparisons: "comparison.html", results: "report.html" };

// What a card says of an entry besides its name.
function facts(entry) {
  if (entry.kind === "underWay") return [element("p", {}, say("underWay"))];
  if (entry.kind === "errors") return [element("p", { className: "fault" }, `${entry.code}: ${forward(entry.message)}`)];
  if (entry.kind === "comparisons") {
    const names = entry.sides.map(([name]) => forward(name)).join(" → ");
    const changes = say("changes", ...entry.changes.map((count) => number.format(count)));
    return [element("p", { dir: "auto" }, names), element("p", {}, changes)];
  }
  const rows = entry.read === entry.counted ? say("rows", number.format(entry.read))
    : say("counted", number.format(entry.read), number.format(entry.counted));
  const earlier = entry.isUnderWay ? element("p", { className: "waiting" }, say("earlier")) : null;
  return [earlier, element("p", {}, [rows, entry.language].filter(Boolean).join(" · ")), bar(entry), counts(entry)];
}

function card(entry) {
  const file = FILES[entry.kind];
  const link = file ? element("a", { href: entry.place + file, dir: "auto" }, entry.name) : element("span", { dir: "auto" }, entry.name);
  const when = entry.time ? element("time", { dateTime: entry.time }, date.format(new Date(entry.time))) : null;
  const about = element("div", { className: "about" }, element("h3", {}, link),
    byId("group").checked || !entry.folder ? null : element("p", { dir: "auto" }, entry.folder),
    when && element("p", {}, when), ...facts(entry));
  return element("li", { className: "card" }, picture(entry), about);
}

function chosen() {
  const wanted = plain(byId("search").value).split(/\s+/).filter(Boolean);
  const show = byId("show").value;
  const found = entries.filter((entry) => (show === "all" || show === entry.kind || (show === "underWay" && entry.isUnderWay))
    && wanted.every((word) => entry.words.includes(word)));
  const order = ORDERS[byId("sort").value];
  found.sort((a, b) => (byId("group").checked && collator.compare(a.folder, b.folder))
    || order(a, b) || collator.compare(a.key, b.key));
  return found;
}

function lists(shown) {
  if (!byId("group").checked) return [element("ul", { className: "cards" }, ...shown.map(card))];
  const folders = new Map();
  for (const entry of shown) folders.set(entry.folder, [...(folders.get(entry.folder) || []), entry]);
  return [...folders].flatMap(([folder, inside]) => [
    element("h2", { dir: "auto" }, folder || say("top")), element("ul", { className: "cards" }, ...inside.map(card))]);
}

function turn(label, sign, to, last) {
  const button = element("button", { type: "button", ariaLabel: say(label), disabled: to < 0 || to > last }, sign);
  button.addEventListener("click", () => { page = to; draw(); keepLink(); byId("list").focus(); window.scrollTo(0, 0); });
  return button;
}

function draw() {
  const found = chosen();
  const last = Math.max(0, Math.ceil(found.length / PER_PAGE) - 1);
  page = Math.min(page, last);
  const shown = found.slice(page * PER_PAGE, (page + 1) * PER_PAGE);
  byId("total").textContent = say("total", number.format(found.length), number.format(entries.length));
  byId("list").replaceChildren(...(shown.length ? lists(shown) : [element("p", {}, say(entries.length ? "none" : "empty"))]));
  byId("pages").replaceChildren(...(last ? [turn("previous", "‹", page - 1, last),
    element("span", {}, say("page", number.format(page + 1), number.format(last + 1))), turn("next", "›", page + 1, last)] : []));
}

// What is chosen is in the address, so that a link shows the same; it leaves out what is as the page opens.
const controls = ["search", "show", "sort", "group"].map(byId);
const isCheck = (control) => control.type === "checkbox";
const options = (control) => [...control.options].map((option) => option.value);

function keepLink() {
  const told = new URLSearchParams();
  for (const control of controls) {
    const value = isCheck(control) ? (control.checked ? "1" : "") : control.value;
    if (value && value !== (control.options?.[0].value ?? "")) told.append(control.id, value);
  }
  if (page) told.append("page", String(page + 1));
  const hash = String(told);
  try {
    history.replaceState(null, "", location.pathname + location.search + (hash && `#${hash}`));
  } catch { /* the page stands in a frame */ }
}

function restore() {
  const told = new URLSearchParams(location.hash.slice(1));
  for (const control of controls) {
    const value = told.get(control.id) ?? "";
    if (isCheck(control)) control.checked = value === "1";
    else control.value = control.options && !options(control).includes(value) ? control.options[0].value : value;
  }
  page = Math.max(0, (parseInt(told.get("page"), 10) || 1) - 1);
  draw();
}

document.documentElement.lang = language;
for (const labelled of document.querySelectorAll("[data-text]")) labelled.textContent = say(labelled.dataset.text);
byId("pages").setAttribute("aria-label", say("pages"));
for (const control of controls) control.addEventListener("input", () => { page = 0; draw(); keepLink(); });
addEventListener("hashchange", restore);
restore();
