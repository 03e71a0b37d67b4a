// The same reply as Slack gets it, drawn from the adapter's real payload.
import { behind } from "./answer.js";
import { button, node, scrolling } from "./node.js";
import { picture } from "./picture.js";
import { menu, posted } from "./posted.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const decoded = (text) => text.replace(/&(amp|lt|gt);/g, (entity) => ENTITIES[entity]);

// A text object: in mrkdwn our payloads use *bold* at the start and entities, and nothing else.
function words(object) {
  if (object.type !== "mrkdwn") return object.text;
  const moment = object.text.match(/^<!date\^(\d+)\^[^|]*\|[^>]*>$/);
  if (moment) return new Date(moment[1] * 1000).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  const [, bold, rest] = object.text.match(/^\*([^*\n]+)\*([^]*)$/) ?? [null, "", object.text];
  return [bold && node("strong", {}, decoded(bold)), decoded(rest)];
}

function rich(element) {
  if (element.elements) return element.elements.map(rich);
  return element.style?.bold ? node("strong", {}, element.text) : element.text;
}

function table(block) {
  const cell = (content, column, tag) => node(tag, {
    className: block.column_settings?.[column]?.align === "right" || content.type === "raw_number" ? "figures" : "", ...(tag === "th" ? { scope: "col" } : {}),
  }, content.type.startsWith("raw_") ? content.text : rich(content));
  const [head, ...rows] = block.rows.map((row, i) => node("tr", {}, row.map((content, j) => cell(content, j, i ? "td" : "th"))));
  return scrolling("Table", node("table", {}, [node("thead", {}, head), node("tbody", {}, rows)]));
}

// action_id: kind, audience, colours of the picture, number. A kind that begins with "stored" refers to the kept answer.
function press(element, reply, ask, unfold) {
  const [kind, , colours] = element.action_id.split(":");
  if (kind === "stored-whole") return button(element.text.text, unfold);
  if (element.type === "static_select") {
    return menu(element.placeholder.text, element.options.map(({ text, value }) => (
      { label: text.text, value, selected: value === element.initial_option?.value })), (command) => ask(command, colours));
  }
  const command = kind === "stored-evidence" ? behind(reply) : kind.startsWith("stored") ? reply.command : element.value;
  return button(element.text.text, () => ask(command, colours), command);
}

function drawn(block, reply, colours, ask, unfold) {
  switch (block.type) {
    case "header": return node("p", { className: "title" }, words(block.text));
    case "rich_text": return node("p", {}, rich(block));
    case "section": return [
      block.text && node("p", {}, words(block.text)),
      block.fields && node("div", { className: "fields" }, block.fields.map((field) => node("p", {}, words(field))))];
    case "table": return table(block);
    case "data_table": return [node("p", { className: "context" }, block.caption), table(block)];
    case "data_visualization": return node("p", { className: "context" }, `Bar chart: ${block.title}`);
    case "image": return picture({ ...reply.picture, alt: block.alt_text }, colours);
    case "context": return block.elements.map((element) => node("p", { className: "context" }, words(element)));
    case "actions": return node("div", { className: "actions" }, block.elements.map((element) => press(element, reply, ask, unfold)));
    default: return null;
  }
}

export function asSlack(reply, colours, ask) {
  return posted("slack", reply.faces.slack, (message, unfold) =>
    message.blocks.map((block) => drawn(block, reply, colours, ask, unfold)));
}
