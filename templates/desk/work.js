// A page of long work asks how far it is, and shows it; when it is over the page is shown anew. A page without the frame
// of a dossier says that it is still open, and that it closes.
"use strict";
(() => {
  const home = document.body.dataset.home;
  const ask = (path) => fetch(home + path, { credentials: "same-origin", cache: "no-store" });

  if (document.body.classList.contains("bare")) {
    const name = Math.random().toString(36).slice(2);
    const beat = () => ask(`/pulse?page=${name}`).then(() => setTimeout(beat, 1500), () => undefined);
    addEventListener("pagehide", () => navigator.sendBeacon(home + "/leave", JSON.stringify({ page: name })));
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
    beat();
  }

  const job = document.getElementById("job");
  if (!job || !job.dataset.running) return;
  const put = (id, text) => {
    const place = document.getElementById(id);
    if (place && place.textContent !== text) place.textContent = text;
  };
  const look = async () => {
    let found = null;
    try {
      found = await (await ask(`/jobs/${job.dataset.job}/state`)).json();
    } catch {
      put("job-words", "没有回答，程序可能已经结束");
      return;
    }
    if (found.state && found.state !== "running") {
      location.reload();
      return;
    }
    if (found.lines) {
      put("job-seconds", String(found.seconds));
      put("job-lines", found.lines.join("\n"));
    }
    setTimeout(look, 700);
  };
  setTimeout(look, 700);
})();
