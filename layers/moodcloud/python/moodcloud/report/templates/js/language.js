// English or Korean: by the browser's language, or as chosen.
const store = {
  get(key) { try { return localStorage.getItem(key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, value); } catch { /* kept for this visit */ } },
};
const wished = store.get("moodcloud-language") ?? navigator.language ?? "en";
let language = wished.toLowerCase().startsWith("ko") ? "ko" : "en";
const onLanguage = [];

const number = (value, digits = 0) =>
  value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
// A share: as many digits as tell some from none.
function percent(part) {
  const hundred = 100 * part;
  return `${number(hundred, hundred >= 9.95 || hundred === 0 ? 0 : hundred >= 0.095 ? 1 : hundred >= 0.0095 ? 2 : 3)} %`;
}
const signed = (value) => {
  const rounded = Math.round(10 * value);
  return (rounded > 0 ? "+" : rounded < 0 ? "−" : "") + number(Math.abs(rounded) / 10, 1);
};

// What comes from the file keeps its direction to itself.
const isolated = (text) => `\u2068${text}\u2069`;

function sentimentName(index) {
  const { name } = sentiments[index];
  return ["positive", "neutral", "negative"].includes(name) ? strings[language][name] : name;
}

// Return the string `key`, with values in the place of what stands in braces.
function say(key, values = {}) {
  if (key === "name") return sentimentName(values.s);
  return strings[language][key].replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    if (name === "s") return isolated(sentimentName(value));
    return typeof value === "number" ? number(value) : isolated(value);
  });
}

// An element with a string that changes with the language.
function told(tag, key, values = {}, attributes = {}) {
  return make(tag, attributes, say(key, values));
}

function applyLanguage() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-t]")) {
    element.textContent = say(element.dataset.t, JSON.parse(element.dataset.args ?? "{}"));
  }
  for (const element of document.querySelectorAll("[data-t-label]")) {
    element.setAttribute("aria-label", say(element.dataset.tLabel));
  }
  for (const element of document.querySelectorAll("[data-t-placeholder]")) {
    element.setAttribute("placeholder", say(element.dataset.tPlaceholder));
  }
  const toggle = find("language");
  toggle.lang = language === "en" ? "ko" : "en";
  toggle.textContent = say("language");
  toggle.title = say("language_name");
  for (const change of onLanguage) change();
}

find("language").addEventListener("click", () => {
  language = language === "en" ? "ko" : "en";
  store.set("moodcloud-language", language);
  applyLanguage();
});
