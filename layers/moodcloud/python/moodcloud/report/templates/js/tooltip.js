// The tooltip: the figures of the word under the pointer or in focus.
const tip = find("tip");
let tipped = null;

function showTip(word, box) {
  if (!isKnown(word)) return;
  tipped = word;
  tip.replaceChildren(make("strong", { lang: data.language }, make("bdi", {}, word)), tipTable(word));
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  const middle = (box.left + box.right) / 2 - width / 2;
  const left = Math.max(8, Math.min(middle, document.documentElement.clientWidth - width - 8));
  const above = box.top - height - 10;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > 8 ? above : Math.min(box.bottom + 10, innerHeight - height - 8)}px`;
}

function hideTip() {
  tip.hidden = true;
  tipped = null;
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const target = event.target.closest?.("[data-word]");
  if (target) showTip(target.dataset.word, target.getBoundingClientRect());
  else if (!event.target.closest?.("#chart")) hideTip();
});
document.addEventListener("focusin", (event) => {
  const target = event.target.closest?.("button[data-word]");
  if (target?.matches(":focus-visible")) {
    showTip(target.dataset.word, target.getBoundingClientRect());
  }
});
document.addEventListener("focusout", hideTip);
addEventListener("scroll", hideTip, { passive: true, capture: true });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !tip.hidden) {
    hideTip();
    event.preventDefault();
  }
});
