// The words of the clouds: reached by arrow keys, and shown as many of as the reader wants.
const pictures = [...document.querySelectorAll(".picture")];

function cloudSpots(frame) {
  const outer = frame.getBoundingClientRect();
  return [...frame.querySelectorAll(".word:not(.gone, .beyond)")].map((element) => {
    const box = element.getBoundingClientRect();
    return {
      word: element.dataset.word,
      x: box.left + box.width / 2 - outer.left,
      y: box.top + box.height / 2 - outer.top,
      box: () => element.getBoundingClientRect(),
    };
  });
}

for (const picture of pictures) {
  const frame = picture.querySelector(".frame");
  if (frame.querySelector(".word")) walkable(frame, () => cloudSpots(frame));
}

// How many words each cloud shows, the most telling first: the order in which they were placed.
const most = find("most");
let mostWanted = Infinity;

function showMost() {
  if (!most) return;
  const shown = document.querySelectorAll(".picture:not(.aside) .word").length;
  most.max = Math.max(shown, most.min);
  most.disabled = shown <= most.min;
  most.value = Math.min(mostWanted, shown);
  for (const picture of pictures) {
    const words = picture.querySelectorAll(".word");
    words.forEach((word, rank) => word.classList.toggle("beyond", rank >= mostWanted));
    captionOf(picture, Math.min(mostWanted, words.length));
  }
  find("most-shown").textContent = number(Math.min(mostWanted, shown));
}

// The caption says how many words are seen.
function captionOf(picture, n) {
  const told = picture.querySelector('[data-t="cloud_words"]');
  if (!told) return;
  told.dataset.args = JSON.stringify({ n });
  told.textContent = say("cloud_words", { n });
}

most?.addEventListener("input", () => {
  mostWanted = most.value === most.max ? Infinity : Number(most.value);
  showMost();
});
