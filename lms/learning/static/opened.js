// Tells the platform that this step is really in front of somebody: not while it is only prefetched or in the
// background. Without JavaScript the opening is recorded with the first button that is pressed.

const form = document.querySelector("form[data-opened]");

async function tell() {
  if (document.visibilityState !== "visible" || form.dataset.told) return;
  form.dataset.told = "yes";
  try {
    await fetch(form.dataset.opened, { method: "POST", body: new FormData(form), keepalive: true });
  } catch {
    delete form.dataset.told;
  }
}

if (form) {
  document.addEventListener("visibilitychange", tell);
  if (document.prerendering) document.addEventListener("prerenderingchange", tell);
  else tell();
}
