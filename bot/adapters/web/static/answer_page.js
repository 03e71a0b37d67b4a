// One answer at its own address: as it was given, with its evidence, asking nothing.
import { asWeb } from "./answer.js";
import { colours, node, wear } from "./node.js";

const log = document.getElementById("log");

function shown(reply) {
  const again = `/?text=${encodeURIComponent(reply.command)}`;
  const card = asWeb({ ...reply, periods: [], actions: [] }, colours(), () => {}, () => {}, "");
  for (const fold of card.querySelectorAll("details.fold")) fold.open = true;
  return [
    node("p", { className: "asked" }, reply.command), node("article", { className: "answer", ariaLabel: "Answer" }, card),
    node("p", { className: "hint" }, [
      "This answer does not change. ", node("a", { className: "button", href: again }, "Ask for the figures of now")])];
}

wear(document.getElementById("mode"), () => {
  for (const figure of log.querySelectorAll("figure")) figure.wear?.(colours());
});
fetch(`${location.pathname.replace(/\/$/, "")}/answer.json`)
  .then(async (answer) => {
    if (answer.status !== 401) return answer;
    location.replace(location.href); // from here the cookies go along, or the form comes
    return new Promise(() => {});
  }).then(async (answer) => answer.ok ? shown(await answer.json()) : [node("p", { role: "alert" }, await answer.text())],
    () => [node("p", { role: "alert" }, "The program cannot be reached.")])
  .then((parts) => log.replaceChildren(...parts));
