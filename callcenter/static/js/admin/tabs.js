// Tabs after the ARIA pattern: arrows choose, one panel is shown.

/** Shows the panels of a tablist; `opened(id of the panel)` is told of each. */
export function tabs(root, opened) {
  const all = [...root.querySelectorAll('[role="tab"]')];
  const choose = (tab, focus) => {
    for (const one of all) {
      const chosen = one === tab;
      one.setAttribute("aria-selected", String(chosen));
      one.tabIndex = chosen ? 0 : -1;
      document.getElementById(one.getAttribute("aria-controls")).hidden = !chosen;
    }
    if (focus) tab.focus();
    opened(tab.getAttribute("aria-controls"));
  };
  for (const tab of all) tab.addEventListener("click", () => choose(tab, false));
  root.addEventListener("keydown", (press) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[press.key];
    if (!step) return;
    press.preventDefault();
    const place = all.indexOf(document.activeElement);
    choose(all[(place + step + all.length) % all.length], true);
  });
  return (id) => choose(all.find((tab) => tab.getAttribute("aria-controls") === id), false);
}
