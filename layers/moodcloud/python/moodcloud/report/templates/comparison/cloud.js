// The cloud of what rose and what fell.
for (const picture of pictures) {
  const frame = picture.querySelector(".frame");
  picture.querySelector("figcaption").append(pictureButtons(frame, () => "rose-fell"));
  onLanguage.push(() => frame.setAttribute("aria-label", say("cloud_keys", { what: say("cloud_changed") })));
}
onLanguage.push(showMost);
