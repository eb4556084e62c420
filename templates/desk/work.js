// A page of long work asks how far it is, and shows it; when it is over the page is shown anew.
"use strict";
(() => {
  const job = document.getElementById("job");
  if (!job || !job.dataset.running) return;
  const home = document.body.dataset.home;
  const put = (id, text) => {
    const place = document.getElementById(id);
    if (place && place.textContent !== text) place.textContent = text;
  };
  const ask = async () => {
    let found = null;
    try {
      const answer = await fetch(`${home}/jobs/${job.dataset.job}/state`, { credentials: "same-origin", cache: "no-store" });
      found = await answer.json();
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
    setTimeout(ask, 700);
  };
  setTimeout(ask, 700);
})();
