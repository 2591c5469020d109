// The only ways this page makes and finds elements. Text always goes in as text: a caller's name is never markup.

/** The element with this id; a missing one is our mistake and must be loud. */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`no element #${id}`);
  return node;
}

/** h("button", { class: "quiet", onclick: f, hidden: true }, "Lưu", icon("save")) */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** Put new children in the place of the old ones. */
export function fill(node, ...children) {
  node.replaceChildren(...children.filter((child) => child !== null && child !== undefined && child !== ""));
}

const SVG = "http://www.w3.org/2000/svg";

/** One of the symbols of templates/icons.html. Decoration only: the words beside it say the same. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** Set a text only when it changed: a live region must not repeat itself each second. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
