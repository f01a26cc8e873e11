// Labels of the map: as many as fit, the most telling first, none over another.
const pen = document.createElement("canvas").getContext("2d");

class Taken {
  // Boxes already used, in cells so that few have to be compared.
  constructor(size = 40) {
    this.size = size;
    this.cells = new Map();
  }

  *cellsOf([left, top, right, bottom]) {
    for (let x = Math.floor(left / this.size); x <= Math.floor(right / this.size); x++) {
      for (let y = Math.floor(top / this.size); y <= Math.floor(bottom / this.size); y++) {
        yield `${x},${y}`;
      }
    }
  }

  free(box) {
    for (const cell of this.cellsOf(box)) {
      for (const other of this.cells.get(cell) ?? []) {
        if (box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]) {
          return false;
        }
      }
    }
    return true;
  }

  take(box) {
    for (const cell of this.cellsOf(box)) {
      if (!this.cells.has(cell)) this.cells.set(cell, []);
      this.cells.get(cell).push(box);
    }
  }
}

// Return {dot, x, y, anchor} of the labels that fit. Dots have x, y, radius, word.
function placeLabels(dots, bounds, font, height, most) {
  pen.font = font;
  const taken = new Taken(), placed = [];
  const strong = dots.slice(0, most);
  for (const { x, y, radius } of strong) taken.take([x - radius, y - radius, x + radius, y + radius]);
  for (const dot of dots) {
    if (placed.length >= most) break;
    const width = pen.measureText(dot.word).width, gap = dot.radius + 3;
    const places = [
      { x: dot.x + gap, y: dot.y, anchor: "start", left: dot.x + gap },
      { x: dot.x - gap, y: dot.y, anchor: "end", left: dot.x - gap - width },
      { x: dot.x, y: dot.y - gap - height / 2, anchor: "middle", left: dot.x - width / 2 },
      { x: dot.x, y: dot.y + gap + height / 2, anchor: "middle", left: dot.x - width / 2 },
    ];
    for (const place of places) {
      const box = [place.left - 2, place.y - height / 2, place.left + width + 2, place.y + height / 2];
      const within = box[0] >= bounds[0] && box[1] >= bounds[1] && box[2] <= bounds[2] && box[3] <= bounds[3];
      if (within && taken.free(box)) {
        taken.take(box);
        placed.push({ dot, ...place });
        break;
      }
    }
  }
  return placed;
}
