// The picture of the flow, in a tree of its own so that its style and the page's do not meet; a box is chosen by a click.

const STYLE = /<style>([^<]*)<\/style>/; // a style element would be inline style, which the page's policy refuses
const HERE = `
  [data-node] { cursor: pointer }
  [data-node].here > .box { stroke: var(--way); stroke-width: 3 }
  [data-node].faulty > .box { stroke: #d1242f; stroke-width: 3; stroke-dasharray: 7 4 }
`;

export class Picture {
  #root;
  #sheet = new CSSStyleSheet();
  #here = null;
  #drawn = "";

  /** `chosen(path)` is told of each box that is clicked: ["menu", "main"]. */
  constructor(frame, chosen) {
    this.frame = frame;
    this.#root = frame.attachShadow({ mode: "open" });
    this.#root.adoptedStyleSheets = [this.#sheet];
    this.#root.addEventListener("click", (click) => {
      const box = click.target.closest?.("[data-node]");
      if (box) chosen(box.dataset.node.split("."));
    });
  }

  show(svg) {
    if (svg === this.#drawn) return;
    this.#drawn = svg;
    const [whole, style] = svg.match(STYLE);
    const drawn = new DOMParser().parseFromString(svg.replace(whole, ""), "image/svg+xml").documentElement;
    this.#sheet.replaceSync(`${style} ${HERE}`);
    this.#root.replaceChildren(document.importNode(drawn, true));
    this.mark(this.#here);
  }

  /** Make a box stand out and bring it into view; an end has none: then the one before stays. */
  mark(path) {
    const boxes = [...this.#root.querySelectorAll("[data-node]")];
    const found = boxes.find((box) => box.dataset.node === path);
    if (!found) return;
    this.#here = path;
    for (const box of boxes) box.classList.toggle("here", box === found);
    this.#reveal(found);
  }

  /** Make the boxes stand out that have a fault: `where` are places of faults, such as "menu.main.keys.5". */
  blame(where) {
    for (const box of this.#root.querySelectorAll("[data-node]")) {
      box.classList.toggle("faulty", where.some((place) => `${place}.`.startsWith(`${box.dataset.node}.`)));
    }
  }

  #reveal(box) {
    const [frame, place] = [this.frame.getBoundingClientRect(), box.getBoundingClientRect()];
    if (place.left < frame.left || place.right > frame.right) this.frame.scrollLeft += place.left - frame.left - 24;
    if (place.top < frame.top || place.bottom > frame.bottom) this.frame.scrollTop += place.top - frame.top - 24;
  }
}
