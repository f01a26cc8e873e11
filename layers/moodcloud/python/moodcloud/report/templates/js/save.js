// Copy or save what is seen: tables and texts as CSV, pictures as PNG and SVG, with the words that
// are hidden left out of them. All of it is made within the page.
const stem = document.title.split(" – ")[0].replace(/\.[a-z0-9.]+$/i, "");

function save(name, content) {
  const link = make("a", { href: URL.createObjectURL(content), download: `${stem}-${name}`.replace(/[^\p{L}\p{N}.-]+/gu, "-") });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// A cell that a spreadsheet would take for a formula begins with an apostrophe.
const inert = (cell) => (typeof cell === "string" && /^[\s"']*[=+@\-＝＋－＠]/.test(cell) ? `'${cell}` : String(cell));
const csvCell = (cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

// Marks that keep names apart on the page are nothing that a program looks for.
const unmarked = (rows) => rows.map((row) => row.map((cell) => (typeof cell === "string" ? cell.replace(/[\u2066-\u2069]/g, "") : cell)));

// The byte order mark has spreadsheets read it as UTF-8.
const csvOf = (rows) =>
  `\ufeff${rows.map((row) => row.map((cell) => csvCell(inert(cell))).join(",")).join("\r\n")}\r\n`;
const tabbed = (rows) =>
  rows.map((row) => row.map((cell) => inert(cell).replace(/[\t\r\n]+/g, " ")).join("\t")).join("\n");

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without a secure connection there is no clipboard but that of a field.
    const field = make("textarea", { class: "unseen" });
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  spoken.textContent = say("copied");
}

function saveButton(key, act) {
  const button = told("button", key, {}, { type: "button", class: "small-button", "data-save": key });
  button.addEventListener("click", () => act(button));
  return button;
}

// Buttons for rows of cells, the first of which is the header. `rowsNow` returns them.
function tableButtons(name, rowsNow) {
  return make("p", { class: "saves" },
    saveButton("copy", async (button) => {
      await copy(tabbed(unmarked(rowsNow())));
      button.textContent = say("copied");
      setTimeout(() => { button.textContent = say("copy"); }, 1500);
    }),
    saveButton("save_csv", () => save(`${name()}.csv`, new Blob([csvOf(unmarked(rowsNow()))], { type: "text/csv" }))));
}

// What the page says of the looks of an element, which the picture has to say alone.
const LOOKS = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-linejoin", "opacity", "paint-order",
  "font-family", "font-size", "font-weight"];

function fontFaces() {
  return [...document.styleSheets[0].cssRules]
    .filter((rule) => rule instanceof CSSFontFaceRule).map((rule) => rule.cssText).join("\n");
}

// Return a picture of the page as a picture of its own.
function standalone(svg) {
  const own = svg.cloneNode(true), shownOnes = svg.querySelectorAll("*");
  for (const [at, each] of [...own.querySelectorAll("*")].entries()) {
    const shown = shownOnes[at], looks = getComputedStyle(shown);
    if (looks.display === "none" || shown.matches(".gone")) each.remove();
    else for (const name of LOOKS) each.setAttribute(name, looks.getPropertyValue(name));
    each.removeAttribute("class");
  }
  const { width, height } = svg.viewBox.baseVal;
  const paper = draw("rect", { width, height, fill: getComputedStyle(svg.parentElement).backgroundColor });
  own.prepend(draw("style", {}, fontFaces()), paper);
  own.removeAttribute("class");
  fill(own, { xmlns: "http://www.w3.org/2000/svg", width, height }, []);
  return { markup: new XMLSerializer().serializeToString(own), width, height };
}

async function pngOf({ markup, width, height }, scale) {
  const image = new Image(width * scale, height * scale);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(markup)}`;
  await image.decode();
  const canvas = make("canvas", { width: width * scale, height: height * scale });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

// Buttons for the picture within an element; small ones are saved larger.
function pictureButtons(frame, name) {
  const picture = () => standalone(frame.querySelector("svg"));
  return make("p", { class: "saves" },
    saveButton("save_png", async () => {
      const drawn = picture();
      save(`${name()}.png`, await pngOf(drawn, drawn.width < 1400 ? 2 : 1));
    }),
    saveButton("save_svg", () => save(`${name()}.svg`, new Blob([picture().markup], { type: "image/svg+xml" }))));
}

onLanguage.push(() => {
  for (const button of document.querySelectorAll("[data-save]")) button.textContent = say(button.dataset.save);
});
