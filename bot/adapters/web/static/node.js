// Elements made from data. Text goes in as text: nothing here reads mark-up.

const ATTRIBUTES = new Set(["role", "scope"]);

export function node(tag, properties = {}, children = []) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (ATTRIBUTES.has(name)) made.setAttribute(name, value);
    else if (name === "dataset") Object.assign(made.dataset, value);
    else made[name] = value;
  }
  for (const child of [children].flat(9)) if (child !== null && child !== undefined && child !== false) made.append(child);
  return made;
}

export function button(label, act, title = "") {
  const made = node("button", { type: "button", title }, label);
  made.addEventListener("click", act);
  return made;
}

// Words whose dates stay on one line: browsers would break them at their hyphens.
export function words(text) {
  return text.split(/(\d{4}-\d\d-\d\d)/).map((part, i) => i % 2 ? node("span", { className: "whole" }, part) : part);
}

// What is wider than the page scrolls by itself, by keyboard too.
export function scrolling(label, child) {
  return node("div", { className: "scroll", tabIndex: 0, role: "group", ariaLabel: label }, child);
}

// The picture of an answer in `colours`; where it cannot be shown, what it says.
export function picture(found, colours) {
  const image = node("img", {
    alt: found.alt, width: found.width, height: found.height, src: `${found.url}/${colours}.png`, dataset: { picture: found.url },
  });
  let tries = 0;
  const trouble = node("p", { className: "trouble", hidden: true });
  const figure = node("figure", { className: "loading" }, [image, trouble]);
  image.addEventListener("load", () => {
    figure.className = "";
    trouble.hidden = true;
  });
  image.addEventListener("error", () => {
    figure.className = "broken";
    trouble.hidden = false;
    const again = button("Try again", () => {
      figure.className = "loading";
      image.src = `${image.src.split("?")[0]}?again=${++tries}`;
    });
    trouble.replaceChildren(`The picture could not be shown. It says: ${found.alt} `, again);
  });
  return figure;
}
