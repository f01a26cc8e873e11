// What needs the script appears once it runs.
for (const element of document.querySelectorAll("[data-js]")) {
  element.hidden = false;
  element.addEventListener("submit", (event) => event.preventDefault());
}
// A cloud's words can be chosen: nothing else may lie over them.
applyLanguage();
restore();
