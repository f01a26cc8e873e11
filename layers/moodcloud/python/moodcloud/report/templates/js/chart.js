// The map: each word by how often it is said (across, log) and what it sets apart (up and down).
const chart = find("chart");
const TICKS_Z = [2, 5, 10, 20, 40, 80, 160];
const scaleZ = (z) => Math.sign(z) * Math.sqrt(Math.abs(z));
let dots = [];

const mapSentiment = () => Number(pickedIn("map-sentiment") ?? 0);

function scales(list, sentiment, width, height, margin) {
  const rates = list.map((entry) => (1e6 * entry.total) / allWords);
  const low = Math.log10(Math.min(...rates)), high = Math.log10(Math.max(...rates));
  const zs = list.map((entry) => scaleZ(entry.z[sentiment]));
  const top = Math.max(2, ...zs) * 1.06, bottom = Math.min(-2, ...zs) * 1.06;
  const across = width - margin.left - margin.right, down = height - margin.top - margin.bottom;
  return {
    low, high,
    x: (rate) => margin.left + (across * (Math.log10(rate) - low)) / (high - low || 1),
    y: (z) => margin.top + (down * (top - scaleZ(z))) / (top - bottom),
    has: (z) => scaleZ(z) <= top && scaleZ(z) >= bottom,
  };
}

function axes(scale, sentiment, width, height, margin) {
  const parts = [];
  const bottom = height - margin.bottom;
  for (let power = Math.ceil(scale.low); power <= Math.floor(scale.high); power++) {
    const x = scale.x(10 ** power);
    parts.push(draw("line", { class: "grid", x1: x, x2: x, y1: margin.top, y2: bottom }),
      draw("text", { class: "tick", x, y: bottom + 18, "text-anchor": "middle" }, number(10 ** power)));
  }
  let last = Infinity;
  for (const z of [...TICKS_Z.toReversed(), 0, ...TICKS_Z.map((tick) => -tick)]) {
    const y = scale.y(z);
    if (!scale.has(z) || Math.abs(y - last) < 22) continue;
    last = y;
    parts.push(draw("line", { class: z ? "grid" : "axis", x1: margin.left, x2: width - margin.right, y1: y, y2: y }),
      draw("text", { class: "tick", x: margin.left - 8, y: y + 4, "text-anchor": "end" }, z > 0 ? `+${z}` : z < 0 ? `−${-z}` : "0"));
  }
  parts.push(
    draw("text", { class: "title", x: width - margin.right, y: height - 6, "text-anchor": "end" }, `${say("map_x")} →`),
    draw("text", { class: "title", x: margin.left - 30, y: 14 }, `↑ ${say("map_y", { s: sentiment })}`),
    // Where both titles have no room beside each other, this one is above.
    draw("text", { class: "title", x: margin.left - 30, y: margin.bottom > 42 ? height - 24 : height - 6 }, `↓ ${sentiments.length === 2 ? say("map_y", { s: 1 - sentiment }) : say("map_y_others")}`));
  return draw("g", { class: "axes" }, parts);
}

function drawChart() {
  if (!chart) return;
  const list = lists.words.filter((entry) => entry.total > 0 && !hiddenWords.has(entry.text));
  const sentiment = mapSentiment();
  find("map-note").textContent = say("map_note", { s: sentiment });
  chart.setAttribute("aria-label", say("map_keys", { n: list.length }));
  const width = chart.clientWidth || 1000, narrow = width < 600;
  const height = narrow ? 540 : 680;
  const margin = { left: 40, right: narrow ? 8 : 24, top: 30, bottom: narrow ? 58 : 42 };
  const scale = scales(list, sentiment, width, height, margin);
  dots = list.map((entry) => ({
    word: entry.text,
    own: entry.z[sentiment] > 0 ? sentiment : ownSentiment(entry),
    strong: entry.significant(sentiment),
    x: scale.x((1e6 * entry.total) / allWords),
    y: scale.y(entry.z[sentiment]),
    radius: entry.significant(sentiment) ? 3 : 2,
    // The most telling are those far out in either direction.
    weight: Math.abs(entry.z[sentiment]),
  })).sort((a, b) => b.strong - a.strong || b.weight - a.weight);
  const style = getComputedStyle(chart);
  const size = narrow ? 11.5 : 13;
  const bounds = [margin.left, margin.top - 6, width - margin.right, height - margin.bottom];
  // Words that set nothing apart need no names, the tooltip has them; but a map of few others does.
  const named = dots.slice(0, Math.max(30, dots.filter((dot) => dot.strong).length));
  const labels = placeLabels(named, bounds, `600 ${size}px ${style.fontFamily}`, size + 3, narrow ? 40 : 120);
  chart.replaceChildren(draw("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" },
    axes(scale, sentiment, width, height, margin),
    draw("g", { class: "dots" }, dots.toReversed().map((dot) =>
      draw("circle", { cx: dot.x, cy: dot.y, r: dot.radius, "data-word": dot.word,
        "data-s": dot.strong ? dot.own : null, class: dot.strong ? "strong" : "weak" }))),
    draw("g", { class: "labels", lang: data.language, "font-size": size }, labels.map(({ dot, x, y }) =>
      draw("text", { x, y: y + size * 0.35, "data-word": dot.word,
        "data-s": dot.strong ? dot.own : null }, dot.word)))));
  mark(chart.parentElement);
}

function boxOf(dot) {
  const { left, top } = chart.getBoundingClientRect();
  return { left: left + dot.x - 4, right: left + dot.x + 4, top: top + dot.y - 4, bottom: top + dot.y + 4 };
}

function nearestDot(event) {
  const { left, top } = chart.getBoundingClientRect();
  let best = null, least = 18;
  for (const dot of dots) {
    const distance = Math.hypot(dot.x - (event.clientX - left), dot.y - (event.clientY - top));
    if (distance < least) [best, least] = [dot, distance];
  }
  return best;
}

if (chart) {
  chart.after(pictureButtons(chart, () => `map-${sentimentName(mapSentiment())}`));
  walkable(chart, () => dots.map((dot) => ({ ...dot, box: () => boxOf(dot) })));
  chart.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch" || event.target.closest("[data-word]")) return;
    const dot = nearestDot(event);
    if (!dot) hideTip();
    else if (dot.word !== tipped) showTip(dot.word, boxOf(dot));
  });
  chart.addEventListener("click", (event) => {
    if (event.target.closest("[data-word]")) return;
    const dot = nearestDot(event);
    if (dot) choose(dot.word === chosen ? null : dot.word);
  });
  let drawnWidth = 0;
  new ResizeObserver(() => {
    if (Math.abs(chart.clientWidth - drawnWidth) < 2) return;
    drawnWidth = chart.clientWidth;
    drawChart();
  }).observe(chart);
  for (const input of document.querySelectorAll('input[name="map-sentiment"]')) {
    input.addEventListener("change", drawChart);
  }
  onLanguage.push(drawChart);
  onHidden.push(drawChart);
}
