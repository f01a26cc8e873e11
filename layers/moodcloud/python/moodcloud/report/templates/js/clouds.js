// The clouds: one is shown at a time, all are printed.
const pictures = [...document.querySelectorAll(".picture")];

function pickedIn(name) {
  return document.querySelector(`input[name="${name}"]:checked`)?.value;
}

function showCloud() {
  const whose = pickedIn("whose"), kind = pickedIn("kind") ?? "frequency";
  let shown = false;
  for (const picture of pictures) {
    const is = picture.dataset.whose === whose && picture.dataset.kind === kind;
    picture.classList.toggle("aside", !is);
    shown ||= is;
  }
  const none = find("no-cloud");
  none.hidden = shown;
  if (!shown) {
    none.textContent = whose === "all" && kind === "frequency" ? say("cloud_none_shared")
      : whose === "all" ? say("nothing_apart") : say("cloud_none", { s: Number(whose) });
  }
  showMost();
}

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
  if (!frame.querySelector(".word")) continue;
  walkable(frame, () => cloudSpots(frame));
  const { whose, kind } = picture.dataset;
  picture.querySelector("figcaption").append(
    pictureButtons(frame, () => `${whose === "all" ? "all" : sentimentName(whose)}-${kind}`));
  onLanguage.push(() => {
    const whose = picture.dataset.whose;
    const what = say(`cloud_${frame.dataset.what}`, whose === "all" ? {} : { s: Number(whose) });
    frame.setAttribute("aria-label", say("cloud_keys", { what }));
  });
}
for (const input of document.querySelectorAll('input[name="whose"], input[name="kind"]')) {
  input.addEventListener("change", showCloud);
}
onLanguage.push(showCloud);

// How many words each cloud shows, the most telling first: the order in which they were placed.
const most = find("most");
let mostWanted = Infinity;

function showMost() {
  const shown = document.querySelectorAll(".picture:not(.aside) .word").length;
  most.max = Math.max(shown, most.min);
  most.disabled = shown <= most.min;
  most.value = Math.min(mostWanted, shown);
  for (const picture of pictures) {
    picture.querySelectorAll(".word").forEach((word, rank) => {
      word.classList.toggle("beyond", rank >= mostWanted);
    });
  }
  find("most-shown").textContent = number(Math.min(mostWanted, shown));
}

most.addEventListener("input", () => {
  mostWanted = most.value === most.max ? Infinity : Number(most.value);
  showMost();
});
