// Refusals of this tab: the program keeps none, and a reload finds them here in the place where they stood.
const NAME = "refused", MOST = 20;

function refusals() {
  try {
    return JSON.parse(sessionStorage.getItem(NAME)) ?? [];
  } catch {
    return []; // private windows keep nothing
  }
}

// `after`: the root of the answer above it; empty for none.
export function keepRefusal(after, asked, reply) {
  const root = crypto.randomUUID?.() ?? String(Math.random());
  try {
    sessionStorage.setItem(NAME, JSON.stringify([...refusals(), { after, asked, reply: { ...reply, root } }].slice(-MOST)));
  } catch {
    return ""; // no room, or a private window
  }
  return root;
}

// Who erases what is stored about them erases what they typed here, too.
export function forgetRefusals() {
  try {
    sessionStorage.removeItem(NAME);
  } catch {} // a private window has none
}

// The conversation with them; one whose neighbour is gone is gone too.
export function withRefusals(answers) {
  const all = [...answers];
  for (const { after, asked, reply } of refusals()) {
    const above = after ? all.findIndex(({ root }) => root === after) : -1;
    if (!after || above >= 0) all.splice(above + 1, 0, { ...reply, asked });
  }
  return all;
}
