// Answers while somebody types: the page of results is fetched and its list shown below the field. Without
// JavaScript, or when the network fails, the button leads to the same list.

const PAUSE = 200; // ms without a key before we ask
const SHORTEST = 3;

const form = document.querySelector("form[data-asks]");
const field = form?.querySelector("input[type=search]");
const place = document.querySelector("[data-answers]");
const began = location.href;
let asked = field?.value.trim();
let waiting;
let request;

async function ask() {
  const words = field.value.trim();
  if (words === asked) return;
  asked = words;
  request?.abort();
  if (words.length < SHORTEST) {
    show(null);
    history.replaceState(null, "", began);
    return;
  }
  request = new AbortController();
  const address = `${form.action}?${new URLSearchParams({ q: words })}`;
  try {
    const answer = await fetch(address, { signal: request.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    show(page.querySelector("[data-answers]"));
    // Who comes back from an answer finds the list again.
    history.replaceState(null, "", address);
  } catch (error) {
    if (error.name !== "AbortError") asked = undefined;
  }
}

// The line that counts stays where it is, so that screen readers say its new words.
function show(found) {
  const count = place.querySelector("[role=status]");
  count.textContent = found?.querySelector("[role=status]").textContent ?? "";
  while (count.nextElementSibling) count.nextElementSibling.remove();
  for (const each of found ? [...found.children] : []) {
    if (each.getAttribute("role") !== "status") place.append(document.adoptNode(each));
  }
}

// The arrow keys lead from the field into the list and back.
function move(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const stops = [field, ...place.querySelectorAll(".ll-results a")];
  const at = stops.indexOf(event.target);
  if (!by || at < 0 || !stops[at + by]) return;
  event.preventDefault();
  stops[at + by].focus();
}

if (form && place) {
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  form.addEventListener("keydown", move);
  place.addEventListener("keydown", move);
}
