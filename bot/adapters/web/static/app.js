// The console: a question goes out, an answer comes in, and can be seen as each face shows it.
import { asWeb } from "./answer.js";
import { asDiscord } from "./discord.js";
import { listen, remember } from "./field.js";
import { button, node } from "./node.js";
import { asSlack } from "./slack.js";

const log = document.getElementById("log");
const send = document.querySelector("#ask [type=submit]");
const modeButton = document.getElementById("mode");
const faces = document.querySelectorAll("input[name=face]");
const FACES = { web: asWeb, slack: asSlack, discord: asDiscord };
const TRIES = [
  ["Are small caps leading?", "/smallcaps"],
  ["Russell 2000 or Nasdaq-100?", "/compare rut ndx"],
  ["Is the move broad?", "/breadth"],
  ["Where is the money going?", "/rotation"],
  ["What followed the last records?", "/history record rut"],
  ["The whole index on one page", "/heatmap"],
];
let asking = false;

const mode = () => document.documentElement.dataset.mode;
const face = () => [...faces].find((radio) => radio.checked).value;

function setMode(next) {
  document.documentElement.dataset.mode = next;
  const other = next === "dark" ? "Light" : "Dark";
  modeButton.textContent = other;
  modeButton.ariaLabel = `${other} colours`;
  for (const answer of log.querySelectorAll(".answer")) answer.colours = next;
  for (const shown of log.querySelectorAll("[data-picture]")) {
    shown[shown.tagName === "A" ? "href" : "src"] = `${shown.dataset.picture}/${next}.png`;
  }
}

function kept() {
  try {
    return localStorage.getItem("mode");
  } catch {
    return null; // private windows keep nothing
  }
}

function switchMode() {
  setMode(mode() === "dark" ? "light" : "dark");
  try {
    localStorage.setItem("mode", mode());
  } catch { /* as above */ }
}

function payload(reply) {
  const sent = reply.faces[face()];
  return sent && node("details", { className: "payload" }, [
    node("summary", {}, "The message as it would be sent"),
    node("pre", { tabIndex: 0 }, JSON.stringify(sent, null, 1)),
  ]);
}

function show(answer) {
  const { reply, colours } = answer;
  answer.replaceChildren(...[FACES[face()](reply, colours, ask), payload(reply)].filter(Boolean));
}

async function fetched(text, colours) {
  const response = await fetch("/api/ask", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ text, mode: colours }),
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

// False while another answer is under way.
function ask(text, colours = mode()) {
  if (asking) return false;
  remember(text);
  const question = node("p", { className: "asked" }, text);
  const answer = node("article", { className: "answer", ariaLabel: `Answer to ${text.slice(0, 80)}` },
    node("p", { className: "waiting", role: "status" }, "Asking …"));
  log.append(question, answer);
  if (question.scrollHeight > question.clientHeight) question.tabIndex = 0; // a long one scrolls by itself
  question.scrollIntoView({ block: "start" });
  busy(true);
  fetched(text, colours).then((reply) => {
    Object.assign(answer, { reply, colours });
    show(answer);
  }).catch((problem) => {
    answer.replaceChildren(node("div", { className: "card apology" }, [
      node("p", { role: "alert" }, `No answer: ${problem.message}`), button("Ask again", () => ask(text))]));
  }).finally(() => {
    busy(false);
    question.scrollIntoView({ block: "start" });
  });
  return true;
}

for (const radio of faces) {
  radio.addEventListener("change", () => [...log.children].filter((item) => item.reply).forEach(show));
}
modeButton.addEventListener("click", switchMode);
setMode(kept() ?? (matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark"));
document.getElementById("tries").replaceChildren(...TRIES.map(([words, command]) => {
  const press = button("", () => ask(command));
  press.append(node("span", {}, words), node("code", {}, command));
  return node("li", {}, press);
}));
listen(ask);
