// Small comforts for every page. Nothing here is needed to use the platform.

// After a failed submit the list of errors takes the focus, so that screen readers begin there.
document.querySelector("[data-focus]")?.focus();

// An open menu closes with Escape and by a click elsewhere.
const openMenus = () => document.querySelectorAll("details.ll-menu[open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A second press on the same button does nothing while the first is under way.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Print buttons are shown only where there is something to press.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
