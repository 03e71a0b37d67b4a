// An answer as this page shows it: sentence, picture, three figures, buttons; all the rest one press away, in place.
import { figureOf } from "./chart.js";
import { button, node, scrolling, words } from "./node.js";

const MARKS = { up: "▲", down: "▼", flat: "" };
const VERDICTS = { holds: "✓", fails: "✗", partly: "≈", none: "?" };
const LONG = 30; // characters of a figure that wants the whole width
const FOLLOW_UPS = 3; // before the fold

function headline(reply) {
  const mark = reply.error ? "!" : MARKS[reply.direction];
  const kind = reply.error ? "error" : reply.direction;
  const alone = reply.title && reply.headline.startsWith(reply.title) ? reply.title : reply.headline;
  const rest = reply.headline.slice(alone.length);
  return node("h2", {}, [
    mark && node("span", { className: `mark ${kind}`, ariaHidden: "true" }, mark), words(alone),
    rest && node("span", { className: "rest" }, words(rest))]);
}

function periods(reply, instead) {
  const strip = node("div", { className: "periods", role: "group", ariaLabel: "Period" }, reply.periods.map((period) => {
    const press = button(period.label, () => period.current || instead(period.command), period.command);
    press.ariaPressed = String(period.current);
    return press;
  }));
  requestAnimationFrame(() => { // a phone has no room for all of them
    const current = strip.querySelector("[aria-pressed=true]");
    if (current) strip.scrollLeft = current.offsetLeft - (strip.clientWidth - current.clientWidth) / 2;
  });
  return strip;
}

const sign = (value) => value.startsWith("+") ? "up" : value.startsWith("−") ? "down" : "";

function facts(found) {
  return node("dl", {}, found.map((fact) => node("div", { className: fact.value.length > LONG ? "long" : "" }, [
    node("dt", {}, [
      fact.mark && node("span", { className: `verdict ${fact.mark}`, ariaHidden: "true" }, VERDICTS[fact.mark]), fact.label]),
    node("dd", {}, [node("span", { className: `value ${sign(fact.value)}` }, words(fact.value)),
      fact.detail && [" ", node("span", { className: "detail" }, words(fact.detail))],
      fact.own && node("span", { className: "own" }, fact.own)]),
  ])));
}

function table(found) {
  const cells = (tag, texts) => texts.map((text, i) => node(i || tag === "th" ? tag : "th", {
    className: `${found.columns[i].figures ? "figures" : ""} ${found.columns[i].figures ? sign(text) : ""}`.trim(),
    ...(tag === "th" ? { scope: "col" } : i ? {} : { scope: "row" }),
  }, text));
  return scrolling(found.title || "Table", node("table", {}, [
    found.title && node("caption", {}, node("span", {}, found.title)),
    node("thead", {}, node("tr", {}, cells("th", found.columns.map((column) => column.label)))),
    node("tbody", {}, found.rows.map((row) => node("tr", {}, cells("td", row)))),
  ]));
}

const list = (notes) => notes.length > 0 && node("ul", { className: "notes" }, notes.map((note) => node("li", {}, words(note))));

function shown(reply, colours) {
  const figure = figureOf(reply.picture, colours);
  const parts = [node("details", {}, [node("summary", {}, "In words"), node("p", {}, reply.picture.alt)])];
  if (reply.picture.interactive) {
    const values = node("details", {}, node("summary", {}, "Values as a table"));
    values.addEventListener("toggle", () => values.children.length > 1 || values.append(figure.values()));
    const png = node("a", { className: "button quiet", target: "_blank", rel: "noopener" }, "Picture");
    png.addEventListener("click", () => { png.href = `${reply.picture.url}/${document.documentElement.dataset.mode}.png`; });
    png.href = `${reply.picture.url}/${colours}.png`;
    parts.push(values, png);
  }
  figure.append(node("figcaption", {}, parts));
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

function copying(label, text) {
  const made = button(label, async () => {
    await navigator.clipboard.writeText(text).then(() => "Copied", () => "Not allowed to copy")
      .then((word) => { made.textContent = word; });
    setTimeout(() => { made.textContent = label; }, 2000);
  });
  made.className = "quiet";
  return made;
}

// The evidence of this answer, not of what its command would answer now; fetched when it is opened.
function evidence(reply) {
  const room = node("div", { className: "within" }, node("p", { className: "hint" }, "Looking …"));
  const made = node("details", { className: "fold evidence" }, [node("summary", {}, "Show the evidence"), room]);
  made.addEventListener("toggle", async () => {
    if (!made.open || made.found) return;
    const found = await fetch(`/a/${reply.id}/evidence`)
      .then(async (answer) => answer.ok ? answer.json() : { trouble: await answer.text() })
      .catch(() => ({ trouble: "The program cannot be reached." }));
    if (found.trouble) return room.replaceChildren(node("p", { role: "alert" }, found.trouble));
    made.found = found;
    room.replaceChildren(...[
      facts(found.facts), list([...found.notes, ...found.more]),
      found.files.length > 0 && node("div", { className: "actions" }, found.files.map(download))].filter(Boolean));
  });
  return made;
}

const fold = (label, className, children) => node("details", { className: "fold" }, [
  node("summary", {}, label), node("div", { className }, children)]);

// What is folded was asked for with the rest: nothing is asked again.
function rest(reply, more) {
  const found = reply.folded ? reply.facts.slice(reply.shown) : [];
  const figures = [found.length > 0 && facts(found), reply.table && table(reply.table), list(reply.more)].filter(Boolean);
  if (!reply.folded || !figures.length) return [figures, more.length > 0 && fold("More to ask", "within actions", more)];
  return fold("All figures", "within", [figures, more.length > 0 && node("div", { className: "actions" }, more)]);
}

// What asks for the evidence of the answer that this command gives now.
export const behind = (reply) => `/evidence ${reply.command.replace(/^\//, "")}`;

export function asWeb(reply, colours, ask, instead, asked) {
  // A button that repeats what was refused would be refused again.
  const offered = reply.actions.filter(({ command }) => !(reply.error && command === asked));
  const asking = offered.map(({ label, command }) => button(label, () => ask(command), command));
  const why = behind(reply);
  if (reply.evidence && reply.command && !reply.id) asking.push(button("Show the evidence", () => ask(why), why));
  const most = reply.error || !reply.picture ? asking.length : FOLLOW_UPS;
  const front = reply.folded ? reply.facts.slice(0, reply.shown) : reply.facts;
  return node("div", { className: reply.error ? "card apology" : "card" }, [
    reply.private && !reply.error && node("p", { className: "private" }, "Only you see this."),
    reply.reading && node("p", { className: "reading" }, words(reply.reading)),
    headline(reply),
    reply.periods.length > 0 && periods(reply, instead),
    reply.picture && shown(reply, colours),
    front.length > 0 && facts(front),
    list(reply.notes),
    node("div", { className: "actions" }, [
      asking.slice(0, most), reply.files.map(download),
      navigator.clipboard && !reply.error && copying("Copy as text", reply.text),
      reply.id && node("a", { className: "button quiet", href: `/a/${reply.id}`, title: "For whoever may open this console" }, "Link")]),
    rest(reply, asking.slice(most)),
    reply.evidence && reply.id && evidence(reply),
    (reply.sources || reply.sample) && sources(reply),
  ]);
}
