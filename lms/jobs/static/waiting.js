// Asks how far a job is and loads the page again when it is done, and once before where there is a preview to show.

const SHORTEST = 1000;
const LONGEST = 8000;

async function follow(box) {
  const told = box.querySelector("[data-told]");
  const bar = box.querySelector("progress");
  const previewed = Number(box.dataset.previewed ?? Infinity);
  for (let pause = SHORTEST; ; pause = Math.min(pause * 1.3, LONGEST)) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (document.visibilityState !== "visible") continue;
    let standing;
    try {
      const answer = await fetch(box.dataset.job, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      standing = await answer.json();
    } catch {
      continue;
    }
    if (!standing.open || standing.progress >= previewed) return location.reload();
    bar.value = standing.progress;
    if (standing.told && standing.told !== told.textContent) told.textContent = standing.told;
  }
}

document.querySelectorAll("[data-job]").forEach(follow);
