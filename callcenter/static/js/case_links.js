// Links from other pages: "/operator#case=260001237" opens that case. They come to this same desk, by its name, so that
// nobody gets a second one (a case's link has target="desk" and rel="opener").

const CASE = /^#case=(\d{9})$/;

export function followLinks(openCase) {
  const follow = () => {
    const [, code] = CASE.exec(location.hash) ?? [];
    if (!code) return;
    history.replaceState(null, "", location.pathname); // so that the same link works again
    openCase(code);
  };
  window.name = "desk";
  addEventListener("hashchange", follow);
  follow();
}
