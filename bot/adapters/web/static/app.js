// The console: a question goes out, an answer comes in, and can be seen as each face shows it.
import { asWeb } from "./answer.js";
import { asDiscord } from "./discord.js";
import { listen, recalled, remember } from "./field.js";
import { home } from "./home.js";
import { button, colours as mode, node, wear } from "./node.js";
import { forgetRefusals, keepRefusal, withRefusals } from "./refused.js";
import { asSlack } from "./slack.js";

const log = document.getElementById("log");
const send = document.querySelector("#ask [type=submit]");
const faces = document.querySelectorAll("input[name=face]");
const FACES = { web: asWeb, slack: asSlack, discord: asDiscord };
const TRIES = [
  ["Russell 2000 or Nasdaq-100?", "/compare rut ndx"],
  ["What followed the last records?", "/history record rut"],
  ["The whole index on one page", "/heatmap"],
];
let asking = false;

const face = () => [...faces].find((radio) => radio.checked).value;

function payload(reply) {
  const sent = reply.faces[face()]?.front;
  return sent && node("details", { className: "payload" }, [
    node("summary", {}, "The message as it would be sent"),
    node("pre", { tabIndex: 0 }, JSON.stringify(sent, null, 1)),
  ]);
}

function show(answer) {
  const { reply, colours, question } = answer;
  const instead = (command) => ask(command, colours, answer);
  const card = FACES[face()](reply, colours, ask, instead, question.textContent);
  for (const figure of answer.querySelectorAll("figure")) figure.end?.();
  answer.replaceChildren(...[card, payload(reply)].filter(Boolean));
}

// The place for a question and its answer: at the end of the conversation, or before a question of it.
function place(text, before = null) {
  const question = node("p", { className: "asked" }, text);
  const answer = node("article", { className: "answer" });
  Object.assign(answer, { question });
  log.insertBefore(question, before);
  log.insertBefore(answer, before);
  name(answer, text);
  return answer;
}

function name(answer, text) {
  answer.question.textContent = text;
  answer.ariaLabel = `Answer to ${text.slice(0, 80)}`;
  if (answer.question.scrollHeight > answer.question.clientHeight) answer.question.tabIndex = 0; // a long one scrolls by itself
}

async function fetched(text, colours, follows) {
  const response = await fetch("/api/ask", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ text, mode: colours, follows }),
  }).catch(() => { throw new Error("the program cannot be reached. Is it running?"); });
  if (response.status === 401) throw new Error("the token is no longer taken. Reload the page.");
  if (!response.ok) throw new Error((await response.text()).slice(0, 200));
  return response.json();
}

function busy(now) {
  asking = now;
  send.disabled = now;
  log.ariaBusy = String(now);
}

// The root of the nearest answer above that a reload finds; empty where there is none.
function above(answer) {
  const before = [...log.querySelectorAll(".answer")];
  return before.slice(0, before.indexOf(answer)).findLast(({ root }) => root)?.root ?? "";
}

// False while another answer is under way. `instead`: the answer whose place it takes.
function ask(text, colours = mode(), instead = null) {
  if (asking) return false;
  remember(text);
  const answer = instead ?? place(text);
  const waiting = node("p", { className: "waiting", role: "status" }, "Asking …");
  if (instead) answer.prepend(waiting);
  else answer.replaceChildren(waiting);
  if (!instead) answer.question.scrollIntoView({ block: "start" });
  busy(true);
  fetched(text, colours, instead?.root).then((reply) => {
    if (!reply.error && /^\/?privacy erase yes\b/i.test(text)) forgetRefusals();
    const root = instead?.root || reply.id || (reply.error ? keepRefusal(above(answer), text, reply) : "");
    if (instead) name(answer, text);
    Object.assign(answer, { reply, colours, root });
    show(answer);
    if (instead) answer.querySelector("[aria-pressed=true]")?.focus();
  }).catch((problem) => {
    answer.replaceChildren(node("div", { className: "card apology" }, [
      node("p", { role: "alert" }, `No answer: ${problem.message}`), button("Ask again", () => ask(text))]));
  }).finally(() => {
    busy(false);
    if (!instead) answer.question.scrollIntoView({ block: "start" });
  });
  return true;
}

// What this session was answered before the page was loaded.
async function resume() {
  const kept = await fetch("/api/conversation").then((answer) => answer.ok ? answer.json() : [], () => []);
  const there = new Set([...log.querySelectorAll(".answer")].map(({ root }) => root)); // what was asked meanwhile
  const answers = withRefusals(kept).filter(({ root }) => !there.has(root));
  const asked = log.querySelector(".asked"); // since then
  recalled(answers.map((reply) => reply.asked ?? reply.command));
  for (const reply of answers) {
    const answer = place(reply.asked ?? reply.command, asked);
    Object.assign(answer, { reply, colours: mode(), root: reply.root });
    show(answer);
  }
  if (answers.length && !asked) log.scrollTop = log.scrollHeight;
}

// Paper has no fold: all of every answer is printed.
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...log.querySelectorAll("details.fold:not([open]):not(.evidence)")];
  for (const fold of opened) fold.open = true;
});
addEventListener("afterprint", () => opened.forEach((fold) => { fold.open = false; }));

for (const radio of faces) {
  radio.addEventListener("change", () => [...log.children].filter((item) => item.reply).forEach(show));
}
wear(document.getElementById("mode"), () => {
  for (const answer of log.querySelectorAll(".answer")) answer.colours = mode();
  for (const figure of log.querySelectorAll("figure")) figure.wear?.(mode());
});
document.getElementById("tries").replaceChildren(...TRIES.map(([words, command]) => {
  const press = button("", () => ask(command));
  press.append(node("span", {}, words), node("code", {}, command));
  return node("li", {}, press);
}));
home(ask);
listen(ask, new URLSearchParams(location.search).get("text") ?? ""); // of a link: written there, asked by nobody yet
resume();
