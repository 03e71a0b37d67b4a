// The same reply as Slack and Discord get it, drawn from their real payloads.

export function node(tag, properties = {}, children = []) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "role" || name === "scope") made.setAttribute(name, value);
    else made[name] = value;
  }
  for (const child of [].concat(children)) if (child !== null && child !== undefined) made.append(child);
  return made;
}

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const decoded = (text) => text.replace(/&(amp|lt|gt);/g, (entity) => ENTITIES[entity]);

// *bold* and **bold** at the start of a line, as our payloads use them; the rest is literal.
function styled(text, marker) {
  return text.split("\n").flatMap((line, i) => {
    const end = line.startsWith(marker) ? line.indexOf(marker, marker.length) : -1;
    const parts = end < 0 ? [line] : [node("strong", {}, line.slice(marker.length, end)), line.slice(end + marker.length)];
    return i ? [node("br"), ...parts] : parts;
  });
}

function press(label, command, ask) {
  const button = node("button", { type: "button", title: command }, label);
  button.addEventListener("click", () => ask(command));
  return button;
}

function payload(value) {
  return node("details", {}, [node("summary", {}, "The payload as it is sent"), node("pre", { tabIndex: 0 }, JSON.stringify(value, null, 1))]);
}

function slackText(element) {
  if (element.elements) return element.elements.map(slackText);
  const text = element.text ?? "";
  return element.style?.bold ? node("strong", {}, text) : text;
}

function slackBlock(block, ask) {
  switch (block.type) {
    case "header": return node("p", { className: "title" }, block.text.text);
    case "rich_text": return block.elements.map((e) => e.type === "rich_text_preformatted"
      ? node("pre", { tabIndex: 0 }, [slackText(e)].flat(3)) : node("p", {}, [slackText(e)].flat(3)));
    case "section": return node("div", {}, [
      block.text ? node("p", {}, styled(decoded(block.text.text), "*")) : null,
      block.fields ? node("div", { className: "fields" }, block.fields.map((f) => node("div", {}, styled(decoded(f.text), "*")))) : null]);
    case "table": return node("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: "Table" }, [node("table", {}, block.rows.map((row, i) =>
      node("tr", {}, row.map((cell, j) => node(i ? "td" : "th", {
        className: block.column_settings?.[j]?.align === "right" ? "figures" : "" }, cell.text ?? [slackText(cell)].flat(3))))))]);
    case "image": return node("figure", {}, [node("img", { src: block.image_url, alt: block.alt_text, width: 1200, height: 675 })]);
    case "context": return block.elements.map((e) => node("p", { className: "context" }, decoded(e.text ?? "")));
    case "actions": return node("div", { className: "actions" }, block.elements.filter((e) => e.value).map((e) => press(e.text.text, e.value, ask)));
    default: return null;
  }
}

export function asSlack(message, ask) {
  const blocks = message.blocks.map((block) => slackBlock(block, ask)).flat();
  return node("div", { className: "face slack" }, [...blocks, payload(message)]);
}

function discordComponent(component, ask) {
  if (component.type === 3) {
    const select = node("select", { ariaLabel: component.placeholder ?? "Choose" }, component.options.map((o) =>
      node("option", { value: o.value, selected: o.default }, o.label)));
    select.addEventListener("change", () => ask(select.value));
    return select;
  }
  const command = (component.custom_id ?? "").replace(/^[^/]*/, "");
  return command ? press(component.label, command, ask) : node("button", { type: "button", disabled: true }, component.label);
}

export function asDiscord(message, ask) {
  const shown = message.embeds.map((embed) => {
    const box = node("div", { className: "face discord" }, [
      embed.author ? node("p", { className: "context" }, embed.author.name) : null,
      embed.title ? node("p", { className: "title" }, embed.title) : null,
      embed.description ? node("p", {}, styled(embed.description, "**")) : null,
      node("div", { className: "fields" }, (embed.fields ?? []).map((f) => node("div", {}, [node("strong", {}, f.name), node("br"), f.value]))),
      embed.image?.url ? node("figure", {}, [node("img", { src: embed.image.url, alt: embed.image.description ?? "", width: 1200, height: 675 })]) : null,
      embed.footer ? node("p", { className: "context" }, embed.footer.text) : null]);
    box.style.setProperty("--edge", `#${(embed.color ?? 0).toString(16).padStart(6, "0")}`);
    return box;
  });
  const rows = message.components.map((row) => node("div", { className: "actions" }, row.components.map((c) => discordComponent(c, ask))));
  return node("div", {}, [...shown, ...rows, node("div", { className: "face" }, [payload(message)])]);
}
