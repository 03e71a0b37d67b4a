// The same reply as Discord gets it, drawn from the adapter's real payload.
import { button, node, scrolling } from "./node.js";
import { picture } from "./picture.js";

// Discord's markdown as our payloads use it: code blocks, **bold**, and a backslash before the rest.
function markdown(text) {
  return text.split(/```\n([^]*?)\n```\n?/).map((part, i) =>
    i % 2 ? scrolling("Table", node("pre", {}, part)) : running(part));
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

const filled = (text) => text && text.trim() ? node("p", {}, markdown(text)) : null;

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

function foot(embed) {
  const time = embed.timestamp && new Date(embed.timestamp).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  const said = [embed.footer?.text, time].filter(Boolean).join(" · ");
  return said && node("p", { className: "context" }, said);
}

function drawn(embed, reply, colours) {
  const box = node("div", { className: "embed" }, [
    embed.author && node("p", { className: "author" }, embed.author.name),
    embed.title && node("p", { className: "title" }, running(embed.title)),
    filled(embed.description),
    embed.fields && node("div", { className: "fields" }, embed.fields.map((field) =>
      node("div", { className: field.inline ? "" : "long" }, [node("strong", {}, running(field.name)), filled(field.value)]))),
    embed.image && reply.picture && picture({ ...reply.picture, alt: embed.image.description }, colours),
    foot(embed),
  ]);
  box.style.setProperty("--edge", `#${(embed.color ?? 0).toString(16).padStart(6, "0")}`);
  return box;
}

export function asDiscord(reply, colours, ask) {
  const message = reply.faces.discord;
  return node("div", { className: "discord" }, [
    node("p", { className: "sender" }, [node("strong", {}, "Bellwether"), " ", node("span", { className: "app" }, "APP")]),
    message.embeds.map((embed) => drawn(embed, reply, colours)),
    message.components.map((row) =>
      node("div", { className: "actions" }, row.components.map((found) => component(found, reply, ask)))),
  ]);
}
