// The picture of an answer in its colours: upright on phones; where it cannot be shown, why, what it says, and another try.
import { button, node } from "./node.js";

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
    trouble.replaceChildren(
      node("p", {}, await reason(image.currentSrc || image.src)), node("p", {}, `It says: ${found.alt}`), again);
  });
  figure.wear(colours);
  return figure;
}
