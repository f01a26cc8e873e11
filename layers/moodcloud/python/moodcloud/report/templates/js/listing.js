// Lists of words: titles that sort, cells that choose a word. How a list is sorted is in the link.
const sorting = { by: "z", down: true };

// The title of a column: its `key`, its text and, where that is short, a `long` one.
function header(each, sorted, redrawn) {
  const direction = each === sorted ? (sorting.down ? "descending" : "ascending") : null;
  const button = make("button", { type: "button", title: each.long ?? null }, each.title,
    make("span", { class: "arrow", "aria-hidden": "true" }, direction ? (sorting.down ? "↓" : "↑") : ""));
  button.addEventListener("click", () => {
    sorting.down = each.key === sorting.by ? !sorting.down : each.key !== "text";
    sorting.by = each.key;
    keepLink();
    redrawn().querySelector(`th[data-key="${each.key}"] button`).focus();
  });
  return make("th", { scope: "col", "data-key": each.key, "aria-sort": direction ?? "none" }, button);
}

const pickCell = (word) => make("th", { scope: "row" },
  make("button", { type: "button", class: "pick", "data-word": word, "aria-pressed": String(word === chosen) },
    make("bdi", { lang: data.language }, word)));

// A bar as long as the root of the share of z in the highest z.
function zBar(tone, z, most, widest) {
  const bar = make("span", { class: "z-bar", "data-s": tone, "aria-hidden": "true" });
  bar.style.width = `${(widest * Math.sqrt(Math.abs(z) / most)).toFixed(3)}rem`;
  return bar;
}

// Have the link say how a list is sorted: by a key and, before it, whether upwards.
function keepSorting(isKey, redraw) {
  const opensAs = sorting.by;
  besides.push({
    name: "sort",
    now: () => (sorting.by === opensAs && sorting.down ? null : `${sorting.down ? "" : "-"}${sorting.by}`),
    restore(told) {
      const [, up, key] = /^(-?)(.*)$/s.exec(told ?? "");
      const by = isKey(key) ? key : opensAs, down = by !== key || !up;
      if (by === sorting.by && down === sorting.down) return;
      Object.assign(sorting, { by, down });
      redraw();
    },
  });
}
