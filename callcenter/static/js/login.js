// The hint that saves the night shift a call to the supervisor.

const hint = document.getElementById("caps");
for (const event of ["keydown", "keyup"]) {
  document.getElementById("password").addEventListener(event, (press) => {
    if (press.getModifierState) hint.hidden = !press.getModifierState("CapsLock");
  });
}
