// Before anything is asked: the state of the market, where figures come from, and three answers of now.
import { node, words } from "./node.js";

const MARKS = { up: "▲", down: "▼", flat: "•" };

function card(found, ask) {
  const press = node("button", { type: "button", className: "live" }, [
    node("span", { className: "question" }, found.question),
    node("span", { className: "finding" }, [
      !found.error && node("span", { className: `mark ${found.direction}`, ariaHidden: "true" }, MARKS[found.direction]),
      words(found.finding)]),
    node("code", {}, found.command),
  ]);
  press.addEventListener("click", () => ask(found.command));
  return node("li", {}, press);
}

export async function home(ask) {
  const found = await fetch("/api/home").then((answer) => answer.ok ? answer.json() : null, () => null);
  const state = document.getElementById("state");
  if (!found) {
    state.replaceChildren("The program cannot be reached just now.");
    document.getElementById("cards").replaceChildren();
    return;
  }
  const open = found.market.startsWith("in progress");
  state.replaceChildren(
    node("span", { className: open ? "phase open" : "phase" }, [node("span", { className: "dot", ariaHidden: "true" }),
      "Market ", words(found.market)]),
    node("span", {}, ["Source: ", words(found.source)]),
    ...(found.sample ? [node("strong", { className: "sample" }, "SAMPLE")] : []),
    node("span", {}, ["Next open ", words(found.next)]));
  document.getElementById("cards").replaceChildren(...found.cards.map((one) => card(one, ask)));
}
