// What the server knew when it made the page: who sits here, the phone account, and the lists of choices.

export const boot = Object.freeze(JSON.parse(document.getElementById("boot").textContent));
