// Figures as the program writes them (market/formatting.py): a missing one is a dash, never a zero.

// Rounded as Python does: half to even, by the number itself (its 40 decimals) and not by its shortest spelling.
const grouped = (value, decimals) => new Intl.NumberFormat("en-US", {
  minimumFractionDigits: decimals, maximumFractionDigits: decimals, roundingMode: "halfEven" }).format(Math.abs(value).toFixed(40));
const minus = (value, text) => value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
const signed = (value, text) => value > 0 && /[1-9]/.test(text) ? `+${text}` : minus(value, text);

function level(value) {
  const size = Math.abs(value);
  const decimals = size >= 1 || value === 0 ? 2 : size >= 0.01 ? 4 : Math.min(3 - Math.floor(Math.log10(size)), 12);
  return minus(value, grouped(value, decimals));
}

const WRITTEN = {
  level,
  change: (value) => `${signed(value, grouped(value * 100, 2))}%`,
  share: (value) => `${minus(value, grouped(value * 100, 1))}%`,
  rate: (value) => `${minus(value, grouped(value * 100, 2))}%`,
  lead: (value) => `${signed(value, grouped(value * 100, 2))} points`,
  count: (value) => minus(value, grouped(value, 0)),
  ratio: (value) => minus(value, grouped(value, 2)),
};

export function formatted(value, unit) {
  return value === null || value === undefined ? "–" : (WRITTEN[unit] ?? level)(value);
}
