// The same reply as Discord gets it, drawn from the adapter's real payload.
import { button, node, scrolling } from "./node.js";
import { picture } from "./picture.js";

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

// custom_id: bw1, colours of the picture, then the command, or a packed one: then the label finds it.
function follow(id, label, reply, ask) {
  const [, letter, command] = id.match(/^(?:bw1:([dl]):)?(\/[^]*)?/);
  const known = command ?? reply.actions.find((action) => action.label === label)?.command
    ?? `/evidence ${reply.command.replace(/^\//, "")}`;
  return () => ask(known, letter && (letter === "l" ? "light" : "dark"));
}

function component(found, reply, ask) {
  if (found.type !== 3) return button(found.label, follow(found.custom_id, found.label, reply, ask));
  const menu = node("select", { ariaLabel: found.placeholder }, found.options.map((option) =>
    node("option", { value: option.value, selected: option.default }, option.label)));
  menu.addEventListener("change", () => follow(menu.value, menu.selectedOptions[0].label, reply, ask)());
  return menu;
}

const ROW = 1, SECTION = 9, TEXT = 10, GALLERY = 12, FILE = 13, SEPARATOR = 14;

function drawn(part, reply, colours, ask) {
  switch (part.type) {
    case ROW:
      return node("div", { className: "actions" }, part.components.map((found) => component(found, reply, ask)));
    case SECTION:
      return node("div", { className: "section" }, [
        node("div", {}, part.components.map((text) => markdown(text.content))), component(part.accessory, reply, ask)]);
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

function boxed(container, reply, colours, ask) {
  const box = node("div", { className: "box" }, container.components.map((part) => drawn(part, reply, colours, ask)));
  box.style.setProperty("--edge", `#${container.accent_color.toString(16).padStart(6, "0")}`);
  return box;
}

export function asDiscord(reply, colours, ask) {
  return node("div", { className: "discord" }, [
    node("p", { className: "sender" }, [node("strong", {}, "Bellwether"), " ", node("span", { className: "app" }, "APP")]),
    reply.faces.discord.components.map((container) => boxed(container, reply, colours, ask)),
  ]);
}
