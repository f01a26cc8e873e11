// The words of groups: those of one sentiment are shown at a time, all are printed.
const partWords = [...document.querySelectorAll(".part-words")];

function showGroupWords() {
  const of = pickedIn("group-words");
  for (const each of partWords) each.classList.toggle("aside", each.dataset.of !== of);
}

if (partWords.length) {
  // The choice above says whose words they are; on paper each list does.
  for (const each of partWords) each.querySelector("h4").classList.add("on-paper");
  for (const input of document.querySelectorAll('input[name="group-words"]')) {
    input.addEventListener("change", showGroupWords);
  }
  showGroupWords();
}
