// The panel of the chosen word, which the page fills.
const detail = find("detail");
let cameFrom = null;

function hider(word) {
  const button = told("button", "hide", {}, { type: "button", class: "small-button" });
  button.addEventListener("click", () => hide(word));
  return make("p", { class: "actions" }, button);
}

function showDetail(isByKey = false) {
  const wasOpen = !detail.hidden;
  detail.hidden = chosen === null;
  document.body.classList.toggle("with-detail", chosen !== null);
  if (chosen === null) {
    // Only who was within is left without a place.
    const within = detail.contains(document.activeElement) || document.activeElement === document.body;
    if (wasOpen && within && cameFrom?.isConnected) cameFrom.focus({ preventScroll: true });
    return;
  }
  if (!wasOpen || isByKey) cameFrom = document.activeElement;
  find("detail-word").replaceChildren(make("bdi", { lang: data.language }, chosen));
  find("detail-body").replaceChildren(...(isKnown(chosen) ? detailOf(chosen)
    : [told("p", "unknown_word", { word: chosen }, { class: "note" })]));
  detail.scrollTop = 0;
  speak(chosen);
  if (isByKey) detail.focus({ preventScroll: true });
}

find("detail-close").addEventListener("click", () => choose(null));
onChoice.push(showDetail);
onLanguage.push(showDetail);
