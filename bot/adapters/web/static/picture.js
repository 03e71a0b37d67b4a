// The picture of an answer in its colours: upright on phones; where it cannot be shown, why, what it says, and another try.
import { button, node, words } from "./node.js";

const PHONE = "(max-width: 34rem)";
const address = (found, colours, upright) => `${found.url}/${colours}${upright ? "-phone" : ""}.png`;

async function reason(source) {
  const said = await fetch(source).then((answer) => answer.ok ? "" : answer.text(), () => "");
  return said.trim() || "The picture could not be shown.";
}

export function picture(found, colours) {
  const image = node("img", { alt: found.alt, width: found.width, height: found.height });
  const upright = found.upright && node("source", { media: PHONE, width: 1080, height: 1350 });
  const trouble = node("div", { className: "trouble", hidden: true });
  const figure = node("figure", { className: "loading" }, [node("picture", {}, [upright, image]), trouble]);
  let tries = 0;
  figure.wear = (mode) => {
    const again = tries ? `?again=${tries}` : "";
    if (upright) upright.srcset = address(found, mode, true) + again;
    image.src = address(found, mode) + again;
    colours = mode;
  };
  image.addEventListener("load", () => {
    figure.className = "";
    if (trouble.contains(document.activeElement)) (figure.querySelector("summary") ?? document.getElementById("log")).focus();
    trouble.hidden = true;
  });
  image.addEventListener("error", async () => {
    figure.className = "broken";
    trouble.hidden = false;
    const again = button("Try again", () => {
      figure.className = "loading";
      tries += 1;
      figure.wear(colours);
    });
    const said = await reason(image.currentSrc || image.src), held = trouble.contains(document.activeElement);
    trouble.replaceChildren(node("p", {}, said), node("p", {}, words(`It says: ${found.alt}`)), again);
    if (held) again.focus();
  });
  figure.wear(colours);
  return figure;
}
