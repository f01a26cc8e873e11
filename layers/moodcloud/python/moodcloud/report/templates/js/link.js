// What the reader has chosen is in the address: a copied link shows the same, and Back goes back.
// A control takes part by its name; the address leaves out what is as the page opens.
const controls = [...document.querySelectorAll("main input[name], main select[name]")];
let isRestoring = false;
// What is there besides controls: a name, what it is `now` (null: as the page opens), and how to
// `restore` what an address says of it, null for nothing, and of the chosen word.
const besides = [];

const isRadio = (control) => control.type === "radio";
// A sentiment is called by its name there, not by its number.
const linked = (control) =>
  isRadio(control) && control.closest("[data-s]") ? sentiments[control.value].name : control.value;
// What a control is set to as the page opens; a slider is at its end.
const opensAs = (control) => (control.tagName === "SELECT"
  ? ([...control.options].find((option) => option.defaultSelected) ?? control.options[0]).value
  : control.type === "range" ? control.max : control.defaultValue);
const isAsOpened = (control) => (isRadio(control)
  ? control.defaultChecked || !control.checked : control.value === opensAs(control));

function addressNow() {
  const told = new URLSearchParams();
  if (chosen !== null) told.append("word", chosen);
  for (const word of hiddenWords) told.append("hide", word);
  for (const control of controls) {
    if (!isAsOpened(control)) told.append(control.name, linked(control));
  }
  for (const { name, now } of besides) {
    if (now() !== null) told.append(name, now());
  }
  const hash = String(told);
  return location.pathname + location.search + (hash && `#${hash}`);
}

// Put what is chosen now into the address: as a step that Back takes back, or in place of the last.
function keepLink(isStep = true) {
  if (isRestoring) return;
  const address = addressNow();
  if (address === location.pathname + location.search + location.hash) return;
  try {
    if (isStep) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  } catch { /* the page stands in a frame */ }
}

// A slider takes what is no number for its middle.
const isValueOf = (control, value) => control.type !== "range" || /^\d{1,9}$/.test(value);

function restoreControl(control, told) {
  const wanted = told.get(control.name);
  if (!isRadio(control)) {
    const value = wanted !== null && isValueOf(control, wanted) ? wanted : opensAs(control);
    const before = control.value;
    control.value = value;
    if (control.value !== before) control.dispatchEvent(new Event("input", { bubbles: true }));
    return;
  }
  const group = controls.filter((each) => each.name === control.name);
  const known = group.some((each) => linked(each) === wanted);
  const checked = known ? linked(control) === wanted : control.defaultChecked;
  if (checked && !control.checked) {
    control.checked = true;
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

// Show what the address says.
function restore() {
  const told = new URLSearchParams(location.hash.slice(1));
  isRestoring = true;
  for (const control of controls) restoreControl(control, told);
  const word = meant(told.get("word"));
  for (const { name, restore } of besides) restore(told.get(name), word);
  hideOnly(told.getAll("hide").map(meant).filter(isKnown));
  choose(word);
  isRestoring = false;
}

for (const control of controls) {
  const isTyped = !isRadio(control) && control.tagName !== "SELECT";
  control.addEventListener(isTyped ? "input" : "change", () => keepLink(!isTyped));
}
// A link to a part of the page goes there, and leaves the address as it is.
for (const link of document.querySelectorAll('a[href^="#"]')) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const part = find(link.hash.slice(1));
    part.tabIndex = -1;
    part.focus({ preventScroll: true });
    part.scrollIntoView();
  });
}
addEventListener("popstate", restore);
addEventListener("hashchange", restore);
