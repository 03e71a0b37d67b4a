// The field: completion from the program's memory, and what was asked before.
import { node } from "./node.js";

const field = document.getElementById("question");
const form = document.getElementById("ask");
const offers = document.getElementById("offers");
// Scrolling the list with the mouse must not take the focus from the field, which would close it.
offers.addEventListener("mousedown", (event) => event.preventDefault());
const offered = document.getElementById("offered");
const asked = [];
let place = 0, draft = "", chosen = -1;

function write(text) {
  field.value = text;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

function close() {
  offers.hidden = true;
  chosen = -1;
  offered.textContent = "";
  field.removeAttribute("aria-activedescendant");
}

function choose(index) {
  const items = [...offers.children];
  chosen = (index + items.length) % items.length;
  items.forEach((item, i) => item.setAttribute("aria-selected", String(i === chosen)));
  items[chosen].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", items[chosen].id);
}

function take(item) {
  const { insert, replaces } = item.dataset;
  write(field.value.slice(0, field.value.length - Number(replaces)) + insert);
  close();
  field.focus();
  offer();
}

function option(entry, i) {
  const item = node("li", { id: `offer-${i}`, role: "option", ariaSelected: "false",
    dataset: { insert: entry.insert, replaces: entry.replaces } }, [node("span", {}, entry.label), node("span", {}, entry.about)]);
  item.addEventListener("mousedown", (event) => {
    event.preventDefault();
    take(item);
  });
  return item;
}

async function offer() {
  const text = field.value;
  if (!text.startsWith("/") || text.includes("\n") || text.length > 600) return close();
  const found = await fetch(`/api/complete?text=${encodeURIComponent(text)}`)
    .then((response) => response.ok ? response.json() : [], () => []);
  if (field.value !== text || document.activeElement !== field) return;
  close();
  if (!found.length) return;
  offers.replaceChildren(...found.map(option));
  offers.hidden = false;
  offers.scrollTop = 0;
  offered.textContent = `${found.length} completion${found.length === 1 ? "" : "s"}`;
}

function recall(step) {
  if (place === asked.length) draft = field.value;
  place = Math.min(Math.max(place + step, 0), asked.length);
  write(asked[place] ?? draft);
}

function submit() {
  if (field.value.trim()) form.requestSubmit();
}

function arrow(event, step) {
  if (!offers.hidden) choose(chosen < 0 && step < 0 ? -1 : chosen + step);
  else if (field.value.includes("\n")) return;
  else recall(step);
  event.preventDefault();
}

const KEYS = {
  ArrowDown: (event) => arrow(event, 1),
  ArrowUp: (event) => arrow(event, -1),
  Escape: close,
  Tab: (event) => {
    if (offers.hidden || event.shiftKey) return;
    event.preventDefault();
    take(offers.children[Math.max(chosen, 0)]);
  },
  Enter: (event) => {
    if (event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!offers.hidden && chosen >= 0) take(offers.children[chosen]);
    else submit();
  },
};

// `ask(text)` answers false while it is busy: then the question stays in the field.
export function listen(ask, begun) {
  field.addEventListener("input", () => {
    write(field.value);
    offer();
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => KEYS[event.key]?.(event));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text || !ask(text)) return;
    write("");
    draft = "";
    close();
  });
  field.focus();
  if (begun) write(begun);
}

export function remember(text) {
  if (asked.at(-1) !== text) asked.push(text);
  place = asked.length;
}

// What was asked before the page was loaded.
export function recalled(texts) {
  asked.unshift(...texts.filter((text, i) => text !== texts[i - 1]));
  place = asked.length;
}
