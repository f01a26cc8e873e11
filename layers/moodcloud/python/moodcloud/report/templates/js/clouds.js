// The clouds: one is shown at a time, all are printed.
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

for (const picture of pictures) {
  const frame = picture.querySelector(".frame");
  if (!frame.querySelector(".word")) continue;
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
