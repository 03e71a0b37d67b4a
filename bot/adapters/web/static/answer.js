// An answer as this page shows it.
import { button, node, picture, scrolling, words } from "./node.js";

const MARKS = { up: "▲", down: "▼", flat: "" };
const LONG = 30; // characters of a figure that wants the whole width

function headline(reply) {
  const mark = reply.error ? "!" : MARKS[reply.direction];
  const kind = reply.error ? "error" : reply.direction;
  return node("h2", {}, [mark && node("span", { className: `mark ${kind}`, ariaHidden: "true" }, mark), words(reply.headline)]);
}

function facts(found) {
  return node("dl", {}, found.map((fact) => node("div", { className: fact.value.length > LONG ? "long" : "" }, [
    node("dt", {}, fact.label),
    node("dd", {}, [node("span", { className: "value" }, words(fact.value)),
      fact.detail && [" ", node("span", { className: "detail" }, words(`(${fact.detail})`))],
      fact.own && node("span", { className: "own" }, fact.own)]),
  ])));
}

function table(found) {
  const cells = (tag, texts) => texts.map((text, i) => node(tag,
    { className: found.columns[i].figures ? "figures" : "", ...(tag === "th" ? { scope: "col" } : {}) }, text));
  return scrolling(found.title || "Table", node("table", {}, [
    found.title && node("caption", {}, found.title),
    node("thead", {}, node("tr", {}, cells("th", found.columns.map((column) => column.label)))),
    node("tbody", {}, found.rows.map((row) => node("tr", {}, cells("td", row)))),
  ]));
}

function shown(reply, colours) {
  const figure = picture(reply.picture, colours);
  const full = node("a", { href: `${reply.picture.url}/${colours}.png`, target: "_blank", rel: "noopener" }, "Full size");
  full.dataset.picture = reply.picture.url;
  figure.append(node("figcaption", {}, [
    node("details", {}, [node("summary", {}, "In words"), node("p", {}, reply.picture.alt)]), full]));
  return figure;
}

function sources(reply) {
  return node("p", { className: "sources" }, [
    reply.sample && node("strong", { className: "sample" }, "SAMPLE"), reply.sample && " ", words(reply.sources)]);
}

function download(file) {
  file.url ??= URL.createObjectURL(
    new Blob([Uint8Array.from(atob(file.base64), (character) => character.charCodeAt(0))], { type: file.type }));
  return node("a", { className: "button", href: file.url, download: file.name }, `Download ${file.name}`);
}

function copying(reply) {
  const made = button("Copy as text", async () => {
    await navigator.clipboard.writeText(reply.text).then(() => "Copied", () => "Not allowed to copy")
      .then((word) => { made.textContent = word; });
    setTimeout(() => { made.textContent = "Copy as text"; }, 2000);
  });
  return made;
}

function buttons(reply, ask) {
  const followUps = reply.actions.map(({ label, command }) => button(label, () => ask(command), command));
  const evidence = `/evidence ${reply.command.replace(/^\//, "")}`;
  return node("div", { className: "actions" }, [
    ...followUps,
    reply.evidence && reply.command && button("Show the evidence", () => ask(evidence), evidence),
    ...reply.files.map(download),
    navigator.clipboard && !reply.error && copying(reply),
  ]);
}

export function asWeb(reply, colours, ask) {
  return node("div", { className: reply.error ? "card apology" : "card" }, [
    reply.private && !reply.error && node("p", { className: "private" }, "Only you see this."),
    reply.reading && node("p", { className: "reading" }, words(reply.reading)),
    headline(reply),
    reply.picture && shown(reply, colours),
    reply.facts.length > 0 && facts(reply.facts),
    reply.table && table(reply.table),
    reply.notes.length > 0 && node("ul", { className: "notes" }, reply.notes.map((note) => node("li", {}, words(note)))),
    (reply.sources || reply.sample) && sources(reply),
    buttons(reply, ask),
  ]);
}
