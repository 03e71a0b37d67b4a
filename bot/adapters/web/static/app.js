// The console: a question goes out, an answer comes in, everything is text until proven ours.
import { asDiscord, asSlack, node } from "./faces.js";

const log = document.getElementById("log");
const form = document.getElementById("ask");
const field = document.getElementById("question");
const offers = document.getElementById("offers");
const modeButton = document.getElementById("mode");
const MARKS = { up: "▲", down: "▼", flat: "•" };
const TRIES = ["/smallcaps", "/compare rut ndx", "/chart rut 1y candles", "/help"];
const history = [];
let place = 0, chosen = -1, asking = null;

const mode = () => document.documentElement.dataset.mode;
const face = () => document.querySelector("input[name=face]:checked").value;

function setMode(next) {
  document.documentElement.dataset.mode = next;
  modeButton.textContent = next === "dark" ? "Light" : "Dark";
  modeButton.setAttribute("aria-pressed", String(next === "light"));
  try { localStorage.setItem("mode", next); } catch { /* private windows keep nothing */ }
  for (const image of log.querySelectorAll("img[data-picture]")) image.src = `${image.dataset.picture}/${next}.png`;
}

function kept() {
  try { return localStorage.getItem("mode"); } catch { return null; }
}

function buttons(actions, press = ask) {
  return node("div", { className: "actions" }, actions.map((action) => {
    const button = node("button", { type: "button", title: action.command }, action.label);
    button.addEventListener("click", () => press(action.command));
    return button;
  }));
}

function picture(found) {
  const image = node("img", { alt: found.alt, width: 1200, height: 675, src: `${found.url}/${mode()}.png` });
  image.dataset.picture = found.url;
  const figure = node("figure", {}, [image]);
  image.addEventListener("error", () => {
    if (figure.classList.contains("broken")) return;
    figure.classList.add("broken");
    figure.append(node("figcaption", {}, `The picture could not be shown. It says: ${found.alt}`));
  });
  return figure;
}

function table(found) {
  const cells = (tag, texts) => texts.map((text, i) =>
    node(tag, { className: found.columns[i].figures ? "figures" : "", ...(tag === "th" ? { scope: "col" } : {}) }, text));
  const head = node("thead", {}, [node("tr", {}, cells("th", found.columns.map((c) => c.label)))]);
  const body = node("tbody", {}, found.rows.map((row) => node("tr", {}, cells("td", row))));
  const shown = node("table", {}, [found.title ? node("caption", {}, found.title) : null, head, body]);
  return node("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: found.title || "Table" }, [shown]);
}

function plain(reply) {
  const mark = reply.error ? "!" : MARKS[reply.direction];
  const parts = [node("p", { className: "headline" }, [
    node("span", { className: `mark ${reply.direction}`, ariaHidden: "true" }, mark), reply.headline])];
  if (reply.facts.length) {
    parts.push(node("dl", {}, reply.facts.flatMap((f) => [node("dt", {}, f.label), node("dd", {}, f.text)])));
  }
  if (reply.table) parts.push(table(reply.table));
  if (reply.picture) parts.push(picture(reply.picture));
  if (reply.notes.length) parts.push(node("ul", { className: "notes" }, reply.notes.map((n) => node("li", {}, n))));
  if (reply.sources) {
    parts.push(node("p", { className: "sources" }, [
      reply.sample ? node("span", { className: "sample" }, "SAMPLE") : null, reply.sample ? " " : null, reply.sources]));
  }
  for (const file of reply.files) {
    const link = node("a", { download: file.name }, `Download ${file.name}`);
    link.href = URL.createObjectURL(new Blob([file.content], { type: file.type }));
    parts.push(node("p", {}, [link]));
  }
  return parts;
}

function dressed(reply) {
  if (face() === "slack" && reply.faces.slack) return [asSlack(reply.faces.slack, ask)];
  if (face() === "discord" && reply.faces.discord) return [asDiscord(reply.faces.discord, ask)];
  const actions = [...reply.actions];
  if (reply.evidence && reply.command) {
    actions.push({ label: "Show the evidence", command: `/evidence ${reply.command.replace(/^\//, "")}` });
  }
  return [...plain(reply), actions.length ? buttons(actions) : null];
}

function show(item) {
  item.replaceChildren(...dressed(item.reply).filter(Boolean));
}

async function ask(text) {
  if (asking) return;
  history.push(text);
  place = history.length;
  const answer = node("li", { className: "answer" }, [node("p", { role: "status" }, "Asking …")]);
  log.append(node("li", { className: "asked" }, text), answer);
  answer.scrollIntoView({ block: "end" });
  asking = answer;
  form.querySelector("button").disabled = true;
  try {
    const response = await fetch("/api/ask", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ text }),
    });
    if (!response.ok) throw new Error((await response.text()).slice(0, 200));
    answer.reply = await response.json();
    show(answer);
  } catch (problem) {
    answer.replaceChildren(node("p", { role: "alert" }, `No answer: ${problem.message || "the program is not reachable"}. Try again.`));
  } finally {
    asking = null;
    form.querySelector("button").disabled = false;
    answer.previousElementSibling.scrollIntoView({ block: "start" });
  }
}

function closeOffers() {
  offers.hidden = true;
  chosen = -1;
  field.setAttribute("aria-expanded", "false");
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
  field.value = field.value.slice(0, field.value.length - Number(item.dataset.replaces)) + item.dataset.insert;
  closeOffers();
  field.focus();
  offer();
}

async function offer() {
  const text = field.value;
  if (!text.startsWith("/") || text.includes("\n")) return closeOffers();
  const response = await fetch(`/api/complete?text=${encodeURIComponent(text)}`);
  if (!response.ok || field.value !== text) return;
  const found = await response.json();
  if (!found.length) return closeOffers();
  offers.replaceChildren(...found.map((entry, i) => {
    const item = node("li", { id: `offer-${i}`, role: "option" }, [
      node("span", {}, entry.label), node("span", {}, entry.about)]);
    item.setAttribute("aria-selected", "false");
    Object.assign(item.dataset, { insert: entry.insert, replaces: entry.replaces });
    item.addEventListener("mousedown", (event) => { event.preventDefault(); take(item); });
    return item;
  }));
  offers.hidden = false;
  chosen = -1;
  field.setAttribute("aria-expanded", "true");
}

field.addEventListener("input", () => {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
  offer();
});
field.addEventListener("blur", closeOffers);
field.addEventListener("keydown", (event) => {
  const open = !offers.hidden;
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    if (open && chosen >= 0) take(offers.children[chosen]);
    else form.requestSubmit();
  } else if (event.key === "Tab" && open) {
    event.preventDefault();
    take(offers.children[Math.max(chosen, 0)]);
  } else if (event.key === "Escape") {
    closeOffers();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const step = event.key === "ArrowDown" ? 1 : -1;
    if (open) {
      event.preventDefault();
      choose(chosen < 0 && step < 0 ? -1 : chosen + step);
    } else if (!field.value.includes("\n")) {
      event.preventDefault();
      place = Math.min(Math.max(place + step, 0), history.length);
      field.value = history[place] ?? "";
    }
  }
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text || asking) return;
  field.value = "";
  field.style.height = "auto";
  closeOffers();
  ask(text);
});
for (const radio of document.querySelectorAll("input[name=face]")) {
  radio.addEventListener("change", () => [...log.children].filter((item) => item.reply).forEach(show));
}
modeButton.addEventListener("click", () => setMode(mode() === "dark" ? "light" : "dark"));
setMode(kept() ?? (matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark"));
document.getElementById("tries").replaceChildren(buttons(TRIES.map((t) => ({ label: t, command: t }))));
field.focus();
