// Simulated tasks without reloading the page: what a button inside shows comes from the server, as it does without
// this script; here only the stage is exchanged, and the focus stays where it was.

const form = document.querySelector("[data-stage]")?.closest("form");

async function act(button, focus) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form, button) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const stage = page.querySelector("[data-stage]");
  if (!answer.ok || !stage) return false;
  document.querySelector("[data-stage]").replaceWith(stage);
  document.getElementById(focus)?.focus({ preventScroll: true });
  document.querySelector("[data-said]").textContent = stage.querySelector("[data-say]")?.textContent ?? "";
  return true;
}

form?.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button?.name !== "act") return;
  event.preventDefault();
  // The guard against double presses must not take this for the answer.
  event.stopPropagation();
  const focus = button.hasAttribute("data-default") ? document.activeElement.id : button.id;
  act(button, focus).catch(() => false).then((done) => {
    if (done) return;
    // Offline or signed out: the plain way says so.
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "act", value: button.value });
    form.append(field);
    form.submit();
  });
});

form?.addEventListener("change", (event) => {
  if (event.target.matches("[data-look]")) form.requestSubmit(form.querySelector("[data-default]"));
});
