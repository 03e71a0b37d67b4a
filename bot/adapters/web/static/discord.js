// The same reply as Discord gets it, drawn from the adapter's real payload.
import { behind } from "./answer.js";
import { button, node, scrolling } from "./node.js";
import { picture } from "./picture.js";
import { menu, posted } from "./posted.js";

// Discord's markdown as our payloads use it: code blocks, headings, small type, **bold**, a moment in the reader's own
// zone, and a backslash before the rest.
function markdown(text) {
  return text.split(/```\n([^]*?)\n```\n?/).map((part, i) =>
    i % 2 ? scrolling("Table", node("pre", {}, part)) : part.split("\n").filter((line) => line.trim()).map(paragraph));
}

const CLASSES = { "###": "title", "-#": "context" };

function paragraph(line) {
  const [, mark, rest] = line.match(/^(?:(###|-#) )?([^]*)$/);
  const timed = rest.replace(/(^| · )<t:(\d+):f>(?=$| · )/, (_whole, before, seconds) =>
    before + new Date(seconds * 1000).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }));
  return node("p", { className: CLASSES[mark] ?? "" }, running(timed));
}

function running(text) {
  const parts = [];
  let plain = "", bold = null;
  const flush = () => { if (plain) (bold ?? parts).push(plain); plain = ""; };
  for (const [token] of text.matchAll(/\\[^]|\*\*|[^\\*]+|[^]/g)) {
    if (token !== "**") {
      plain += token.startsWith("\\") ? token.slice(1) : token;
      continue;
    }
    flush();
    if (bold) parts.push(node("strong", {}, bold));
    bold = bold ? null : [];
  }
  flush();
  return [...parts, ...(bold ?? [])];
}

const COLOURS = { d: "dark", l: "light" };

// A custom_id, or the value of a menu's option: bw1, colours of the picture, then the command, or a packed one: then
// the label finds it. Or bw2, what is wanted of the kept answer, and its id.
function follow(id, label, reply, ask, unfold) {
  const [, stored] = id.match(/^bw2:(.)/) ?? [];
  if (stored === "w") return unfold;
  if (stored) return () => ask(stored in COLOURS ? reply.command : behind(reply), COLOURS[stored]);
  const [, letter, command] = id.match(/^(?:bw1:([dl]):)?(\/[^]*)?/);
  const known = command ?? reply.actions.find((action) => action.label === label)?.command ?? behind(reply);
  return () => ask(known, COLOURS[letter]);
}

function component(found, reply, ask, unfold) {
  if (found.type !== 3) return button(found.label, follow(found.custom_id, found.label, reply, ask, unfold));
  const options = found.options.map(({ label, value, default: selected }) => ({ label, value, selected }));
  return menu(found.placeholder, options, (value, label) => follow(value, label, reply, ask)());
}

const ROW = 1, SECTION = 9, TEXT = 10, GALLERY = 12, FILE = 13, SEPARATOR = 14;

function drawn(part, reply, colours, ask, unfold) {
  switch (part.type) {
    case ROW:
      return node("div", { className: "actions" }, part.components.map((found) => component(found, reply, ask, unfold)));
    case SECTION:
      return node("div", { className: "section" }, [
        node("div", {}, part.components.map((text) => markdown(text.content))), component(part.accessory, reply, ask, unfold)]);
    case TEXT:
      return node("div", {}, markdown(part.content));
    case GALLERY:
      return reply.picture && picture({ ...reply.picture, alt: part.items[0].description }, colours);
    case FILE:
      return node("p", { className: "context" }, part.file.url.replace("attachment://", "File: "));
    case SEPARATOR:
      return node("hr");
  }
}

function boxed(container, reply, colours, ask, unfold) {
  const parts = container.components.map((part) => drawn(part, reply, colours, ask, unfold));
  const box = node("div", { className: "box" }, parts);
  box.style.setProperty("--edge", `#${container.accent_color.toString(16).padStart(6, "0")}`);
  return box;
}

export function asDiscord(reply, colours, ask) {
  return posted("discord", reply.faces.discord, (message, unfold) =>
    message.components.map((container) => boxed(container, reply, colours, ask, unfold)));
}
