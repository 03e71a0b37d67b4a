// Bars and dots, a row each: the names left, the figures as the program writes them, the row under the pointer told.
import { node, scrolling } from "./node.js";

const PITCH = 30, PHONE_PITCH = 27, GAP = 10, FONT = "13px system-ui, sans-serif";

// ---- measures

function measure(text) {
  measure.on ??= document.createElement("canvas").getContext("2d");
  measure.on.font = FONT;
  return Math.ceil(measure.on.measureText(text).width);
}

function fitting(row, room) {
  const sign = row.sign ? `${row.sign} ` : "", names = [row.label, ...row.shorter ?? [], row.label.split(/, | \(/)[0]];
  const name = names.find((text) => measure(sign + text) <= room);
  if (name) return sign + name;
  let text = sign + (row.shorter?.at(-1) ?? row.label);
  while (text.length > 2 && measure(`${text}…`) > room) text = text.slice(0, -1);
  return `${text.trimEnd()}…`;
}

// The reach of the values, and the pixels that their figures need on either side.
function reach(panel) {
  const ends = panel.rows.flatMap((row) => [row.start ?? 0, ...row.values.filter((value) => value !== null).map((value) => value + (row.start ?? 0))]);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const wide = (at) => Math.max(...panel.rows.map((row) => row.texts[at] ? measure(row.texts[at]) : 0)) + GAP;
  const right = panel.names.length ? wide(0) + wide(1) + GAP : wide(0);
  return { low, high: high > low ? high : low + 1, left: !panel.names.length && low < 0 ? wide(0) : 0, right };
}

// ---- drawing

function painter(panel, colours, column) {
  return (u) => {
    const { ctx } = u, ratio = devicePixelRatio, zero = u.valToPos(0, "y", true), edge = u.bbox.left + u.bbox.width;
    const thick = Math.abs(u.valToPos(1, "x", true) - u.valToPos(0, "x", true)) * 0.62;
    ctx.save();
    ctx.font = FONT.replace("13px", `${13 * ratio}px`);
    ctx.textBaseline = "middle";
    ctx.fillStyle = colours.grid;
    ctx.fillRect(zero - ratio / 2, u.bbox.top, ratio, u.bbox.height);
    const text = (words, x, y, align, colour) => {
      Object.assign(ctx, { textAlign: align, fillStyle: colour });
      ctx.fillText(words, x, y);
    };
    const dots = (row, y) => {
      const known = row.values.map((value) => value === null ? null : u.valToPos(value, "y", true));
      ctx.lineWidth = 2 * ratio;
      if (known.every((x) => x !== null)) {
        ctx.strokeStyle = colours.faint;
        ctx.beginPath();
        ctx.moveTo(known[0], y);
        ctx.lineTo(known[1], y);
        ctx.stroke();
      }
      const apart = known.every((x) => x !== null) && Math.abs(known[1] - known[0]) > 11 * ratio;
      for (const i of [0, 1]) { // a ring over the dot: where both are one value, both are seen
        const colour = [colours.up, colours.down][i];
        if (known[i] !== null) {
          ctx.beginPath();
          ctx.arc(known[i], y, 5.5 * ratio, 0, 7);
          Object.assign(ctx, { strokeStyle: colour, fillStyle: i ? colours.background : colour });
          if (!i || apart) ctx.fill();
          ctx.stroke();
        }
        text(row.texts[i], edge - (i ? 0 : column * ratio), y, "right", colour);
      }
    };
    const bar = (row, y) => {
      const [value] = row.values;
      if (value === null) return text(row.texts[0], zero + GAP * ratio, y, "left", colours.faint);
      const [from, to] = [row.start ?? 0, (row.start ?? 0) + value].map((end) => u.valToPos(end, "y", true));
      ctx.fillStyle = row.colour || (value >= 0 ? colours.up : colours.down);
      ctx.fillRect(Math.min(from, to), y - thick / 2, Math.max(Math.abs(to - from), ratio), thick);
      if (row.whole) {
        Object.assign(ctx, { strokeStyle: colours.ink, lineWidth: 2 * ratio });
        ctx.strokeRect(Math.min(from, to), y - thick / 2, Math.abs(to - from), thick);
      }
      const left = value < 0 && row.start === undefined;
      text(row.texts[0], (left ? Math.min(from, to) : Math.max(from, to)) + (left ? -6 : 6) * ratio, y, left ? "right" : "left", colours.ink);
    };
    panel.rows.forEach((row, i) => {
      const y = u.valToPos(i, "x", true);
      if (row.values.length) (panel.names.length ? dots : bar)(row, y);
    });
    ctx.restore();
  };
}

function options(panel, colours, width, hover) {
  const pitch = width < 520 ? PHONE_PITCH : PITCH, count = panel.rows.length;
  const labels = panel.rows.map((row) => fitting(row, width * 0.42)), names = Math.max(...labels.map(measure)) + GAP + 4;
  const { low, high, left, right } = reach(panel), scale = (high - low) / Math.max(width - names - left - right - 8, 40);
  const axis = { font: FONT, ticks: { show: false }, grid: { show: false }, gap: GAP };
  const column = panel.names.length ? Math.max(...panel.rows.map((row) => row.texts[1] ? measure(row.texts[1]) : 0)) + GAP : 0;
  return {
    width, height: count * pitch + 6, padding: [3, 8, 3, 0], legend: { show: false },
    scales: { x: { time: false, ori: 1, dir: -1, range: [-0.5, count - 0.5] }, y: { ori: 0, range: [low - left * scale, high + right * scale] } },
    axes: [{ ...axis, side: 3, size: names, stroke: colours.ink, splits: () => labels.map((_label, i) => i), values: () => labels,
      filter: (_u, splits) => splits, align: 2 }, { show: false, side: 2 }],
    series: [{}, { paths: () => null, points: { show: false } }],
    cursor: { x: false, y: false, drag: { x: false, y: false }, points: { show: false } },
    hooks: { draw: [painter(panel, colours, column)], setCursor: [(u) => hover(u.cursor.idx)] },
  };
}

// ---- what a row says

export function told(chart, number, at) {
  const panel = chart.rows[number], row = panel.rows[at];
  const group = panel.key.find(([sign]) => sign === row.sign)?.[1];
  const figures = row.texts.map((text, i) => node("span", {}, [`${panel.names[i] || panel.name} `, node("b", {}, text)]));
  return [node("b", {}, row.label), ...figures, group && node("span", {}, group), row.about && node("span", {}, row.about)].filter(Boolean);
}

export function rowsDrawn(uPlot, chart, room, hover) {
  return chart.rows.map((panel, number) => {
    const pair = panel.names.length ? [["●", "up"], ["○", "down"]].map(([sign, name], i) => {
      const mark = node("i", { className: "sign", ariaHidden: "true" }, sign);
      mark.style.color = chart.colours[name];
      return node("span", {}, [mark, ` ${panel.names[i]}`]);
    }) : [];
    const same = number > 0 && `${panel.names}` === `${chart.rows[number - 1].names}`; // said once
    const key = same ? [] : [...panel.key.map(([sign, group]) => node("span", {}, `${sign} ${group}`)), ...pair];
    const place = node("div", { className: "panel rows" }, [panel.name && node("p", {}, panel.name), key.length > 0 && node("p", { className: "key" }, key)]);
    room.append(place);
    const found = (at) => hover(at === null || at === undefined || !panel.rows[at]?.texts.length ? null : [number, at]);
    return new uPlot(options(panel, chart.colours, room.clientWidth, found), [panel.rows.map((_row, i) => i), panel.rows.map(() => null)], place);
  });
}

export function rowsTable(chart) {
  return chart.rows.map((panel) => scrolling(panel.name || "Values of the chart", node("table", {}, [
    node("thead", {}, node("tr", {}, ["", ...(panel.names.length ? panel.names : [panel.name || "Value"])].map((name, i) =>
      i ? node("th", { scope: "col", className: "figures" }, name) : node("td", {}, name)))),
    node("tbody", {}, panel.rows.filter((row) => row.texts.length).map((row) => node("tr", {}, [
      node("th", { scope: "row" }, row.label), row.texts.map((text) => node("td", { className: "figures" }, text)),
      row.about && node("td", {}, row.about)]))),
  ])));
}
