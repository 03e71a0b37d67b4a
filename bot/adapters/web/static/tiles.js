// A heat map: cells in the picture's places and colours, with as much of their names as has room; the one under the
// pointer told.
const FONT = "system-ui, sans-serif", LEAST = 11, MOST = 22; // pixels: smaller letters are left to the pointer

// The name and figure of a cell in the largest letters that fit, else its name alone, else nothing.
function written(ctx, row, wide, high) {
  for (const [lines, share] of [[2, 0.36], [1, 0.6]]) {
    for (let size = Math.min(Math.floor(high * share), MOST); size >= LEAST; size -= 1) {
      ctx.font = `600 ${size}px ${FONT}`;
      const fits = (text) => ctx.measureText(text).width <= wide - 4;
      const name = [row.label, ...row.shorter].find(fits);
      if (name && (lines === 1 || fits(row.texts[0]))) return [size, lines === 1 ? [name] : [name, row.texts[0]]];
    }
  }
  return [0, []];
}

function painted(canvas, chart, scale, at) {
  const { cells, titles, size } = chart.tiles, { rows } = chart.rows[0], ctx = canvas.getContext("2d"), ratio = devicePixelRatio;
  Object.assign(canvas, { width: size[0] * scale * ratio, height: size[1] * scale * ratio });
  ctx.scale(ratio, ratio);
  Object.assign(ctx, { textBaseline: "middle", textAlign: "center" });
  cells.forEach(([left, top, width, height, fill, on], i) => {
    const [x, y, wide, high] = [left, top, width, height].map((part) => part * scale);
    ctx.fillStyle = fill;
    ctx.fillRect(x + 0.5, y + 0.5, wide - 1, high - 1);
    ctx.fillStyle = on;
    const [letters, lines] = written(ctx, rows[i], wide, high);
    lines.forEach((line, n) => ctx.fillText(line, x + wide / 2, y + high / 2 + (n - (lines.length - 1) / 2) * letters * 1.2));
    if (i === at) {
      Object.assign(ctx, { strokeStyle: chart.colours.ink, lineWidth: 2 });
      ctx.strokeRect(x + 1, y + 1, wide - 2, high - 2);
    }
  });
  Object.assign(ctx, { textAlign: "left", textBaseline: "top", fillStyle: chart.colours.ink, font: `600 ${Math.max(20 * scale, 9)}px ${FONT}` });
  for (const [title, left, top, wide] of titles) ctx.fillText(title, (left + 4) * scale, top * scale, (wide - 8) * scale);
}

export function tilesDrawn(chart, room, hover) {
  const canvas = document.createElement("canvas"), scale = room.clientWidth / chart.tiles.size[0];
  canvas.className = "tiles";
  room.append(canvas);
  let told = null;
  const tell = (at) => {
    if (at === told) return;
    told = at;
    painted(canvas, chart, scale, at);
    hover(at === null ? null : [0, at]);
  };
  const under = (event) => {
    const [x, y] = [event.offsetX / scale, event.offsetY / scale];
    const at = chart.tiles.cells.findIndex(([left, top, wide, high]) => x >= left && x < left + wide && y >= top && y < top + high);
    tell(at < 0 ? null : at);
  };
  canvas.addEventListener("pointermove", under);
  canvas.addEventListener("pointerdown", under);
  canvas.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && tell(null));
  painted(canvas, chart, scale, null);
  return { destroy: () => canvas.remove() };
}
