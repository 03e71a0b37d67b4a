// A picture's panels, drawn where a pointer can ask them: the same spec, axes and colours as the PNG, which stands in
// where they cannot be drawn. Keyboard and screen reader get its words, and its values as a table.
import { node, scrolling } from "./node.js";
import { formatted } from "./numbers.js";
import { picture } from "./picture.js";
import { rowsDrawn, rowsTable, told } from "./rows.js";
import { tilesDrawn } from "./tiles.js";

const HEIGHT = 330, PHONE = 250; // pixels of the panels together
const AXIS = 24, ROOM = 84; // of the dates; between two of them
const DASHES = { "--": [7, 5], ":": [2, 4] };
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const ROWS = 260; // of the table: the newest sessions; all of them are in the CSV

const day = (iso) => `${Number(iso.slice(8))} ${MONTHS[iso.slice(5, 7) - 1]} ${iso.slice(0, 4)}`;
const month = (iso) => iso.slice(5, 7) === "01" ? iso.slice(0, 4) : MONTHS[iso.slice(5, 7) - 1];

// The first sessions of months or years that have room; of a few sessions, days.
function dates(days, width) {
  const most = Math.max(Math.floor(width / ROOM), 2);
  const firsts = (cut) => days.flatMap((iso, i) => i && iso.slice(0, cut) !== days[i - 1].slice(0, cut) ? [i] : []);
  for (const [cut, label] of [[7, month], [4, (iso) => iso.slice(0, 4)]]) {
    const starts = firsts(cut);
    for (const step of cut === 7 ? [1, 2, 3, 6] : [1, 2, 5, 10, 20, 50]) {
      const kept = starts.filter((i) => (cut === 7 ? Number(days[i].slice(5, 7)) - 1 : Number(days[i].slice(0, 4))) % step === 0);
      if (kept.length >= 2 && kept.length <= most) return kept.map((i) => [i, label(days[i])]);
    }
  }
  const step = Math.ceil(days.length / most);
  return days.flatMap((iso, i) => i % step ? [] : [[i, day(iso).replace(/ \d{4}$/, "")]]);
}

// The names of sessions after an event, from the last one back while there is room.
function after(chart, width) {
  let free = Infinity;
  return chart.steps_named.toReversed().filter(([at]) => {
    const x = at / (chart.steps - 1) * width, fits = x + ROOM * 0.75 <= free;
    if (fits) free = x;
    return fits;
  });
}

// Under the pointer stands a day, or a session after an event.
const length = (chart) => chart.steps ?? chart.days.length;
const named = (chart, at) => chart.moments?.[at] ?? (chart.steps ? (at ? `Session ${at}` : chart.start) : day(chart.days[at]));

// Of series with dates of their own, the last value of each with its date.
function lastOf(chart, panel, at) {
  return panel.lines.map((line) => {
    const found = line.values.slice(0, at + 1).findLastIndex((value) => value !== null);
    const own = found >= 0 && found !== at ? ` (${day(chart.days[found])})` : "";
    return [(line.label || panel.name) + own, line.colour, formatted(found < 0 ? null : line.values[found] - panel.offset, panel.unit)];
  });
}

// What one panel says of a session, by name and colour; `own`: of that day alone.
function said(chart, panel, at, own_day = false) {
  if (panel.spans && !own_day) return lastOf(chart, panel, at);
  const text = (value) => formatted(value === null ? null : value - panel.offset, panel.unit);
  // The last print of a session in progress is no close.
  const own = (name) => name === "close" && panel.running && at === panel.bars.close.length - 1 ? "so far" : name;
  if (panel.bars && panel.bars.open[at] !== null) {
    return [...["open", "high", "low", "close"].map((name) => [own(name), "", text(panel.bars[name][at])]),
      ...panel.lines.slice(0, -1).map((line) => [line.label, line.colour, text(line.values[at])])];
  }
  if (panel.volume) return [[panel.name, "", text(panel.volume[at])]];
  const running = (panel.so_far ?? []).filter((point) => point.at === at).map((point) => [point.label, point.colour, text(point.value)]);
  const lines = panel.lines.filter((line) => !running.length || line.values[at] !== null);
  const range = panel.range && [[panel.range.label, panel.range.colour, `${text(panel.range.low[at])} to ${text(panel.range.high[at])}`]];
  return [...lines.map((line) => [own(line.label || panel.name), line.colour, text(line.values[at])]), ...range ?? [], ...running];
}

function readout(chart, at) {
  return [node("b", {}, named(chart, at)), ...chart.panels.flatMap((panel) => said(chart, panel, at)).map(([name, colour, text]) => {
    const swatch = node("i", { ariaHidden: "true" });
    if (colour) swatch.style.background = colour;
    return node("span", {}, [colour && swatch, `${name} `, node("b", {}, text)]);
  })];
}

// ---- what uPlot does not draw by itself

function candles(panel, colours) {
  return (u) => {
    const { ctx } = u, { open, high, low, close } = panel.bars, ratio = devicePixelRatio;
    const width = Math.max(Math.min(u.bbox.width / close.length * 0.68, 14 * ratio), ratio);
    ctx.save();
    ctx.lineWidth = Math.max(ratio, Math.min(width / 4, 2 * ratio));
    close.forEach((value, i) => {
      if (value === null || open[i] === null) return;
      const [x, o, h, l, c] = [u.valToPos(i, "x", true), ...[open, high, low, close].map((part) => u.valToPos(part[i], "y", true))];
      const top = Math.min(o, c), tall = Math.max(Math.abs(o - c), ratio);
      ctx.strokeStyle = value >= open[i] ? colours.up : colours.down;
      ctx.fillStyle = value >= open[i] ? colours.background : colours.down;
      ctx.setLineDash(panel.running && i === close.length - 1 ? [2 * ratio, 2 * ratio] : []);
      ctx.beginPath();
      ctx.moveTo(x, h);
      ctx.lineTo(x, l);
      ctx.stroke();
      ctx.fillRect(x - width / 2, top, width, tall);
      ctx.strokeRect(x - width / 2, top, width, tall);
    });
    ctx.restore();
  };
}

function volume(panel, colours) {
  return (u) => {
    const width = Math.max(u.bbox.width / panel.volume.length * 0.68, devicePixelRatio), ground = u.valToPos(0, "y", true);
    u.ctx.fillStyle = colours.faint;
    panel.volume.forEach((value, i) => {
      if (value === null) return;
      const top = u.valToPos(value, "y", true);
      u.ctx.fillRect(u.valToPos(i, "x", true) - width / 2, top, width, ground - top);
    });
  };
}

// A bar from zero for each value of the line; one beyond the axis ends at its edge.
function columns(panel, colours) {
  return (u) => {
    const { values } = panel.lines[0], known = values.flatMap((value, i) => value === null ? [] : [i]), zero = u.valToPos(0, "y", true);
    const step = Math.min(...known.slice(1).map((at, i) => at - known[i]), values.length), unit = u.bbox.width / values.length;
    const wide = Math.max(unit * step * 0.72, devicePixelRatio);
    for (const i of known) {
      const y = Math.min(Math.max(u.valToPos(values[i], "y", true), u.bbox.top), u.bbox.top + u.bbox.height);
      Object.assign(u.ctx, { fillStyle: values[i] < 0 ? colours.down : colours.up, globalAlpha: i === known.at(-1) ? 1 : 0.55 });
      u.ctx.fillRect(u.valToPos(i, "x", true) - wide / 2, Math.min(y, zero), wide, Math.max(Math.abs(zero - y), devicePixelRatio));
    }
    u.ctx.globalAlpha = 1;
  };
}

function across(panel, colours) {
  return (u) => {
    for (const [value, colour, dash] of [[panel.base, colours.faint, []], [panel.rule?.value, panel.rule?.colour, [6, 5]]]) {
      if (value === null || value === undefined) continue;
      const y = u.valToPos(value, "y", true);
      u.ctx.save();
      u.ctx.strokeStyle = colour;
      u.ctx.setLineDash(dash.map((part) => part * devicePixelRatio));
      u.ctx.lineWidth = devicePixelRatio;
      u.ctx.beginPath();
      u.ctx.moveTo(u.bbox.left, y);
      u.ctx.lineTo(u.bbox.left + u.bbox.width, y);
      u.ctx.stroke();
      u.ctx.restore();
    }
  };
}

function bands(chart) {
  return (u) => {
    u.ctx.fillStyle = chart.colours.band;
    for (const [first, last] of chart.bands ?? []) {
      const [from, to] = [u.valToPos(first - 0.5, "x", true), u.valToPos(last + 0.5, "x", true)];
      u.ctx.fillRect(from, u.bbox.top, to - from, u.bbox.height);
    }
  };
}

// Every path after an event, thin, over the band in which most of them lie.
function paths(panel) {
  return (u) => {
    const { ctx } = u, at = (value, i) => [u.valToPos(i, "x", true), u.valToPos(value, "y", true)];
    const known = (values) => values.flatMap((value, i) => value === null ? [] : [at(value, i)]);
    ctx.save();
    if (panel.range) {
      ctx.fillStyle = panel.range.colour;
      const edge = [...known(panel.range.low), ...known(panel.range.high).reverse()];
      ctx.fill(new Path2D(edge.map(([x, y], i) => `${i ? "L" : "M"}${x} ${y}`).join("")));
    }
    Object.assign(ctx, { strokeStyle: panel.paths.colour, lineWidth: devicePixelRatio * 0.6 });
    for (const values of panel.paths.values) ctx.stroke(new Path2D(known(values).map(([x, y], i) => `${i ? "L" : "M"}${x} ${y}`).join("")));
    ctx.restore();
  };
}

function points(panel, colours) {
  return (u) => {
    const { ctx } = u, ratio = devicePixelRatio, closes = panel.lines[0]?.values;
    if (panel.marks) ctx.fillStyle = panel.marks.colour;
    const size = (panel.marks?.at.length > 40 ? 1.8 : 3) * ratio;
    for (const i of panel.marks?.at ?? []) {
      const [x, y] = [u.valToPos(i, "x", true), u.valToPos(closes[i], "y", true)];
      ctx.fill(new Path2D(`M${x - size} ${y}L${x} ${y - size}L${x + size} ${y}L${x} ${y + size}Z`));
    }
    for (const point of panel.so_far ?? []) {
      ctx.beginPath();
      ctx.arc(u.valToPos(point.at, "x", true), u.valToPos(point.value, "y", true), 4 * ratio, 0, 7);
      Object.assign(ctx, { strokeStyle: point.colour, fillStyle: colours.background, lineWidth: 2 * ratio });
      ctx.fill();
      ctx.stroke();
    }
  };
}

function options(chart, panel, last, size, hover) {
  const { colours } = chart, { scale } = panel, xs = chart.steps ? after(chart, size.width - 82) : dates(chart.days, size.width - 60), edge = panel.columns ? length(chart) * 0.02 : panel.bars || panel.volume ? 0.8 : 0;
  const axis = { stroke: colours.faint, font: "12px system-ui, sans-serif", ticks: { show: false }, grid: { stroke: colours.grid, width: 1 } };
  const lines = panel.lines.map((line) => ({
    stroke: line.filled ? undefined : line.colour, width: line.width / 2, dash: DASHES[line.style], spanGaps: Boolean(panel.spans), points: { show: false },
    ...(line.style === "none" ? { paths: () => null } : {}), ...(line.filled ? { fill: line.colour, fillTo: () => 0 } : {}) }));
  const draws = [panel.bars && candles(panel, colours), panel.volume && volume(panel, colours), panel.columns && columns(panel, colours), across(panel, colours), points(panel, colours)];
  return {
    width: size.width, height: size.height + (last ? AXIS : 0), padding: [8, chart.steps ? 24 : 16, last ? 0 : 6, 0], legend: { show: false },
    scales: { x: { time: false, range: [-edge, length(chart) - 1 + edge] },
      y: { range: [scale.low, scale.high], distr: scale.log ? 3 : 1 } },
    axes: [
      { ...axis, show: last, size: AXIS, grid: { show: false }, splits: () => xs.map(([i]) => i), values: () => xs.map(([, label]) => label), gap: 4 },
      { ...axis, size: 58, splits: () => panel.ticks, values: () => panel.labels, gap: 6, filter: (_u, splits) => splits },
    ],
    series: [{}, ...lines, ...(lines.length ? [] : [{ paths: () => null, points: { show: false } }])],
    cursor: { y: false, drag: { x: false, y: false }, sync: { key: chart.key }, points: { size: 7, width: 2 } },
    hooks: { drawClear: [bands(chart), panel.paths && paths(panel)].filter(Boolean), draw: draws.filter(Boolean), setCursor: [(u) => hover(u.cursor.idx)] },
  };
}

// ---- one chart

// Sessions do not all say the same: each value stands under its own name.
function table(chart) {
  const every = Array.from({ length: length(chart) }, (_none, at) => [chart.steps ? named(chart, at) : chart.days[at], at]);
  const newest = chart.steps ? every : every.slice(-ROWS).reverse();
  const rows = newest.map(([iso, at]) => [iso, chart.panels.map((panel) => new Map(said(chart, panel, at, true).map(([name, , text]) => [name, text])))]);
  const columns = chart.panels.flatMap((_panel, i) =>
    [...new Set(rows.toReversed().flatMap(([, found]) => [...found[i].keys()]))].map((name) => [name, i]));
  return scrolling("Values of the chart", node("table", {}, [
    node("thead", {}, node("tr", {}, [["Session"], ...columns].map(([name], i) => node("th", { scope: "col", className: i ? "figures" : "" }, name)))),
    node("tbody", {}, rows.map(([iso, found]) => node("tr", {}, [
      node("th", { scope: "row" }, iso), columns.map(([name, i]) => node("td", { className: "figures" }, found[i].get(name) ?? ""))])))]));
}

function drawn(uPlot, chart, room, hover, hoverRow) {
  const phone = room.clientWidth < 520, total = chart.panels.reduce((sum, panel) => sum + panel.height, 0);
  const high = (phone ? PHONE : HEIGHT) + (chart.panels.length - 1) * 60;
  return [...chart.panels.map((panel, i) => {
    const place = node("div", { className: "panel" }, [panel.name && node("p", {}, panel.name), panel.absent && node("p", {}, panel.absent)]);
    room.append(place);
    const size = { width: room.clientWidth, height: Math.round(high * panel.height / total) };
    const xs = Array.from({ length: length(chart) }, (_none, at) => at), values = panel.lines.map((line) => line.values);
    return new uPlot(options(chart, panel, i === chart.panels.length - 1, size, hover), [xs, ...(values.length ? values : [panel.volume])], place);
  }), ...chart.tiles ? [tilesDrawn(chart, room, hoverRow)] : rowsDrawn(uPlot, chart, room, hoverRow)];
}

async function fetched(found, mode) {
  const [answer, library] = await Promise.all([fetch(`${found.url}/${mode}.json`), import("./uplot.js")]);
  if (!answer.ok) throw new Error(await answer.text());
  const chart = await answer.json();
  return [{ ...chart, key: `${found.url}${Math.random()}` }, library.default];
}

// The figure of an answer: panels where they can be drawn, else the picture.
export function figureOf(found, colours) {
  if (!found.interactive) return picture(found, colours);
  const values = node("output", { className: "readout", ariaHidden: "true" });
  const room = node("div", { className: "plot", role: "img", ariaLabel: found.alt });
  const figure = node("figure", { className: "chart loading" }, [node("p", { className: "about" }), values, room]);
  let plots = [], chart = null, paper = null, width = 0, worn = "", draw = () => {}, settle = () => {};
  const loaded = new Promise((resolve) => { settle = resolve; });
  const end = () => length(chart) ? readout(chart, length(chart) - 1) : told(chart, 0, 0);
  const hover = (at) => values.replaceChildren(...(at === null || at === undefined ? end() : readout(chart, at)));
  const hoverRow = (found) => values.replaceChildren(...(found ? told(chart, ...found) : end()));
  figure.end = () => plots.forEach((plot) => plot.destroy());
  figure.wear = async (mode) => {
    worn = mode;
    try {
      const [made, uPlot] = await fetched(found, mode);
      if (worn !== mode) return; // other colours were chosen meanwhile
      chart = paper = made;
      if (mode === "dark") fetched(found, "light").then(([light]) => { paper = light; }, () => {});
      settle();
      if (chart.tiles && room.clientWidth < 520) throw new Error("the upright picture can be read there, and the map cannot");
      draw = (shown = chart) => {
        figure.end();
        room.replaceChildren();
        plots = drawn(uPlot, shown, room, hover, hoverRow);
        width = room.clientWidth;
      };
      figure.className = "chart";
      figure.firstChild.replaceChildren(chart.subtitle, ...(chart.sample ? [node("strong", { className: "sample" }, ["SAMPLE", node("span", { className: "wide" }, " DATA")])] : []));
      hover(null);
      if (room.clientWidth) draw();
    } catch {
      const instead = picture(found, mode);
      instead.append(...figure.querySelectorAll(":scope > figcaption"));
      figure.replaceWith(instead);
      settle();
    }
  };
  figure.fit = (wide) => {
    room.style.width = wide;
    if (room.clientWidth) draw(wide ? paper : chart);
  };
  new ResizeObserver(() => room.clientWidth && room.clientWidth !== width && draw()).observe(room);
  figure.values = () => {
    const place = node("div", {}, node("p", {}, "Loading the values …"));
    loaded.then(() => place.replaceChildren(chart
      ? node("div", {}, [length(chart) > 0 && table(chart), rowsTable(chart)])
      : node("p", {}, "The values could not be loaded; ask again.")));
    return place;
  };
  figure.wear(colours);
  return figure;
}

// Paper is white, and as wide whatever the window is: the panels are drawn for it, and again for the window afterwards.
for (const [event, wide] of [["beforeprint", "16cm"], ["afterprint", ""]]) {
  addEventListener(event, () => document.querySelectorAll("figure.chart").forEach((figure) => figure.fit(wide)));
}
