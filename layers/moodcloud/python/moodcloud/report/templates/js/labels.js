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

// The places a label is tried at: beside, above, below its dot, then at the corners.
function placesOf({ x, y, radius }, width, height) {
  const gap = radius + 3, up = y - gap - height / 2, under = y + gap + height / 2;
  const right = x + gap, left = x - gap - width, middle = x - width / 2;
  return [[right, y], [left, y], [middle, up], [middle, under],
    [right - 2, up + 4], [right - 2, under - 4], [left + 2, up + 4], [left + 2, under - 4]]
    .map(([start, centre]) => ({ x: start, y: centre }));
}

// Return {dot, x, y} of the labels that fit; x is where a label starts, y its middle.
// Dots have x, y, radius, word; those of the first labels are kept free of others.
function placeLabels(dots, bounds, font, height, most) {
  pen.font = font;
  const taken = new Taken(), placed = [];
  for (const { x, y, radius } of dots.slice(0, most / 2)) {
    taken.take([x - radius, y - radius, x + radius, y + radius]);
  }
  for (const dot of dots) {
    if (placed.length >= most) break;
    const width = pen.measureText(dot.word).width;
    for (const place of placesOf(dot, width, height)) {
      const box = [place.x - 1, place.y - height / 2, place.x + width + 1, place.y + height / 2];
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
