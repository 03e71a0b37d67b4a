// What Slack's and Discord's messages have in common as the console draws them.
import { node } from "./node.js";

// A message with what is seen at once; "All figures" puts the whole in its place, as the platforms do.
// `drawn`: its parts, from a payload and from what that press does.
export function posted(face, { front, whole }, drawn) {
  const made = node("div", { className: face, tabIndex: -1 });
  const show = (message) => made.replaceChildren(...[
    node("p", { className: "sender" }, [node("strong", {}, "Bellwether"), " ", node("span", { className: "app" }, "APP")]),
    ...drawn(message, unfold)].flat(9).filter(Boolean));
  function unfold() {
    show(whole);
    made.focus({ preventScroll: true }); // the button that was pressed is gone
  }
  show(front);
  return made;
}

export function menu(placeholder, options, chosen) {
  const none = !options.some(({ selected }) => selected) && node("option", { disabled: true, selected: true }, placeholder);
  const made = node("select", { ariaLabel: placeholder }, [none, options.map(({ label, value, selected }) =>
    node("option", { value, selected }, label))]);
  made.addEventListener("change", () => chosen(made.value, made.selectedOptions[0].label));
  return made;
}
