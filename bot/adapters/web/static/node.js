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

// What is wider than the page scrolls by itself, by keyboard too; while there is more, a sign says so.
export function scrolling(label, child) {
  const inside = node("div", { className: "scroll", tabIndex: 0, role: "group", ariaLabel: label }, child);
  const outside = node("div", { className: "wider" }, inside);
  const look = () => outside.classList.toggle("more", inside.scrollWidth - inside.clientWidth - inside.scrollLeft > 4);
  inside.addEventListener("scroll", look, { passive: true });
  new ResizeObserver(look).observe(inside);
  return outside;
}

export const colours = () => document.documentElement.dataset.mode;

function kept(next) {
  try {
    if (next) localStorage.setItem("mode", next);
    return localStorage.getItem("mode");
  } catch {
    return null; // private windows keep nothing
  }
}

// Dark or light, as the system wears it until the button says otherwise; then the browser remembers.
export function wear(press, changed) {
  const put = (next) => {
    document.documentElement.dataset.mode = next;
    const other = next === "dark" ? "Light" : "Dark";
    press.textContent = other;
    press.ariaLabel = `${other} colours`;
    changed();
  };
  press.addEventListener("click", () => {
    const next = colours() === "dark" ? "light" : "dark";
    kept(next);
    put(next);
  });
  put(kept() ?? (matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark"));
}
