"use strict";
// The script of the page at the desk. Each pause in typing is saved; the answer says what is wrong beside each box.
(() => {
  const body = document.body;
  const home = body.dataset.home;
  const page = {
    name: Array.from(crypto.getRandomValues(new Uint8Array(12)), (each) => each.toString(16).padStart(2, "0")).join(""),
    slug: body.dataset.slug || "",
    path: body.dataset.path || "",
    stamp: body.dataset.stamp || "",
    known: Number(body.dataset.known || "0"),
  };
  const PAUSE = 350, BEAT = 700, AGAIN = 2000;
  const dirty = new Map(); // box → the stamp of the file that it was typed over
  const sent = new Map(); // id of a box → what was sent of it last
  let timer = 0, saving = false, composing = false;
  const $ = (id) => document.getElementById(id);

  // ---- asking ------------------------------------------------------------------------------------------------

  async function ask(path, data, extra) {
    const options = data === undefined ? {} : { method: "POST", ...extra };
    if (data instanceof FormData) options.body = data;
    else if (data !== undefined) {
      options.body = JSON.stringify(data);
      options.headers = { "Content-Type": "application/json" };
      if (options.body.length > 15000) options.keepalive = false; // a browser carries 64 KB beyond the end of a page
    }
    const response = await fetch(home + path, { ...options, credentials: "same-origin", cache: "no-store" });
    if (response.status === 204) return { status: 204 };
    const found = await response.json();
    return { status: response.status, ...found };
  }

  function say(words, bad) {
    const place = $("saved");
    if (!place) return;
    place.textContent = words;
    place.classList.toggle("bad", Boolean(bad));
  }

  function gone() {
    say("没有连上：程序可能已经关掉，刚写的还没有保存", true);
  }

  // ---- what an answer says ---------------------------------------------------------------------------------

  function setHtml(place, html) {
    if (place && place.dataset.was !== html) {
      place.innerHTML = html; // made by our own templates, which escape every value
      place.dataset.was = html;
    }
  }

  function take(answer) {
    if (answer.about) {
      for (const [id, html] of Object.entries(answer.about)) setHtml($(id + "-a"), html);
      markWrong();
    }
    if (answer.next !== undefined) setHtml($("next"), answer.next);
    if (answer.marks) {
      for (const each of document.querySelectorAll(".mark")) {
        const [wrong, empty] = answer.marks[each.dataset.slug] || [0, 0];
        each.textContent = wrong ? `${wrong} 处要改` : empty ? `还差 ${empty}` : "✓";
        each.className = "mark " + (wrong ? "wrong" : empty ? "" : "done");
      }
    }
    for (const name of ["undo", "redo"]) {
      const button = $(name);
      if (button && answer[name] !== undefined) {
        button.disabled = !answer[name];
        button.title = answer[name];
      }
    }
    if (answer.changes !== undefined) page.known = Math.max(page.known, answer.changes);
    if (answer.boxes !== undefined) swap(answer);
    if (answer.stamp !== undefined) page.stamp = answer.stamp;
    if (answer.path) page.path = answer.path;
  }

  function markWrong() {
    for (const box of document.querySelectorAll(".box")) {
      const about = $(box.id + "-a");
      const wrong = Boolean(about && about.querySelector(".remark.error:not(.gap)"));
      box.classList.toggle("wrong", wrong);
      const input = control(box);
      if (input) input.setAttribute("aria-invalid", String(wrong));
    }
    for (const entry of document.querySelectorAll("details.entry")) {
      const faults = entry.querySelectorAll(".remark.error:not(.gap)").length;
      entry.querySelector(".faults").textContent = faults ? `${faults} 处要改` : "";
    }
  }

  function swap(answer) {
    const form = $("boxes");
    if (!form) return;
    const active = document.activeElement, focus = active && active.id;
    const range = active && "selectionStart" in active && active.type !== "date" ? [active.selectionStart, active.selectionEnd] : null;
    const kept = new Map([...dirty].map(([box, stamp]) => [box.id, [valueOf(box), stamp]]));
    const shown = new Map([...form.querySelectorAll("details[id]")].map((each) => [each.id, each.open]));
    form.innerHTML = answer.boxes;
    for (const each of form.querySelectorAll("details[id]")) if (shown.has(each.id)) each.open = shown.get(each.id);
    if (answer.loose !== undefined) $("loose").innerHTML = answer.loose;
    if (answer.documents) $("evidence").replaceChildren(...answer.documents.map((each) => new Option(each, each)));
    dirty.clear();
    for (const [id, [value, stamp]] of kept) {
      const box = $(id);
      if (box && box.dataset.keys) {
        setValue(box, value);
        dirty.set(box, stamp);
      }
    }
    markWrong();
    const again = focus && $(focus);
    if (again) {
      again.focus({ preventScroll: true });
      if (range) try { again.setSelectionRange(range[0], range[1]); } catch { /* a kind without a selection */ }
    }
  }

  // ---- boxes -------------------------------------------------------------------------------------------------

  const control = (box) => $(box.id + "-in");
  const keysOf = (place) => JSON.parse(place.dataset.keys);

  function valueOf(box) {
    if (box.dataset.kind === "choices") return [...box.querySelectorAll("input:checked")].map((each) => each.value);
    const input = control(box);
    return input ? input.value : "";
  }

  function setValue(box, value) {
    if (box.dataset.kind === "choices") {
      for (const each of box.querySelectorAll("input[type=checkbox]")) each.checked = value.includes(each.value);
      return;
    }
    const input = control(box);
    if (!input) return;
    if (input.tagName === "SELECT" && ![...input.options].some((each) => each.value === value)) input.add(new Option(value, value));
    input.value = value;
    count(box);
  }

  function count(box) {
    const place = box.querySelector(".count");
    if (place) place.textContent = `${[...control(box).value.replace(/\s/gu, "")].length} 字`;
  }

  function touch(box, now) {
    if (!dirty.has(box)) dirty.set(box, page.stamp);
    say("正在写…");
    clearTimeout(timer);
    timer = setTimeout(saveAll, now ? 0 : PAUSE);
  }

  let current = Promise.resolve();

  function saveAll() {
    clearTimeout(timer);
    if (!saving && !composing) current = saveEach();
    return current;
  }

  // Before anything else is asked for: what is being saved is, and what was typed since.
  async function settle() {
    await current;
    if (dirty.size) await saveAll();
  }

  function told(box, value, stamp) {
    const after = sent.get(box.id);
    sent.set(box.id, value);
    return { slug: page.slug, path: page.path, keys: keysOf(box), value, stamp, after };
  }

  async function saveEach() {
    saving = true;
    try {
      while (dirty.size) {
        const [box, stamp] = dirty.entries().next().value;
        const value = valueOf(box);
        say("正在保存…");
        const answer = await ask("/save", told(box, value, stamp), { keepalive: true });
        if (!dirty.has(box)) continue;
        const same = JSON.stringify(valueOf(box)) === JSON.stringify(value);
        if (answer.status === 200) {
          const ours = answer.from === stamp;
          dirty.delete(box);
          if (!same) dirty.set(box, answer.stamp);
          if (ours) for (const [other, was] of dirty) if (was === stamp) dirty.set(other, answer.stamp);
          take(answer);
          if (!dirty.size) say("已保存");
          if (!same) break;
        } else {
          dirty.delete(box);
          take(answer);
          if (answer.conflict) conflict(box, answer, value);
          else notice(answer.said, true);
          say("没有保存", true);
        }
      }
    } catch {
      gone();
      timer = setTimeout(saveAll, AGAIN);
      return;
    } finally {
      saving = false;
    }
    if (dirty.size) timer = setTimeout(saveAll, PAUSE);
  }

  // ---- side by side ------------------------------------------------------------------------------------------

  function element(tag, text, attributes) {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
    return made;
  }

  function sides(one, oneText, other, otherText) {
    const made = element("div", undefined, { class: "sides" });
    for (const [head, text] of [[one, oneText], [other, otherText]]) {
      const side = element("div");
      side.append(element("h3", head), document.createTextNode(text || "（空的）"));
      made.append(side);
    }
    return made;
  }

  function button(words, act) {
    const made = element("button", words, { type: "button" });
    made.addEventListener("click", act);
    return made;
  }

  function notice(words, bad) {
    const place = $("notices");
    if (!place || !words) return null;
    const made = element("section", undefined, { class: bad ? "alert" : "notice" });
    made.append(element("p", words));
    made.append(button("知道了", () => made.remove()));
    place.prepend(made);
    return made;
  }

  function conflict(box, answer, value) {
    box.querySelector(".both")?.remove();
    const made = element("section", undefined, { class: "notice both", role: "alert" });
    made.append(element("p", answer.said));
    made.append(sides("这里写的", answer.conflict.mine, "文件里现在的", answer.conflict.theirs));
    const done = async (anyway) => {
      try {
        const sent = anyway
          ? await ask("/save", { slug: page.slug, path: page.path, keys: keysOf(box), value, stamp: page.stamp, anyway: true })
          : await ask(`/form/${page.slug}/boxes`);
        made.remove();
        take(sent);
        if (sent.status !== 200) notice(sent.said, true);
        else say(anyway ? "已保存" : "");
        control(box)?.focus();
      } catch { gone(); }
    };
    made.append(button("用这里写的", () => done(true)), button("用文件里的", () => done(false)));
    box.append(made);
  }

  function outside(changes) {
    for (const change of changes) {
      const here = change.path === page.path;
      const made = notice(`别的程序刚改了${change.name}${here ? "，这一页已经换成新的：" : "。"}`);
      if (!made) continue;
      const read = made.lastChild;
      for (const each of change.places.slice(0, 8)) {
        made.append(element("h2", each.words), sides("原来的", each.before, "现在的", each.now));
      }
      if (change.places.length > 8) made.append(element("p", `还有 ${change.places.length - 8} 处。`));
      made.append(read);
    }
  }

  // ---- staying -----------------------------------------------------------------------------------------------

  async function beat() {
    try {
      const found = await ask(`/pulse?page=${page.name}&known=${page.known}&slug=${encodeURIComponent(page.slug)}`);
      if (found.status === 200) {
        if (found.outside) {
          outside(found.outside);
          take(found);
        }
        const other = found.now && found.now !== page.stamp;
        if (other && !saving && $("boxes")) take(await ask(`/form/${page.slug}/boxes`));
      }
      if ($("saved")?.classList.contains("bad") && !dirty.size && found.status === 200) say("");
      setTimeout(beat, document.hidden ? 7 * BEAT : BEAT);
    } catch {
      gone();
      setTimeout(beat, AGAIN);
    }
  }

  // Left in the middle of a word: each box is sent, and nobody waits for the answer.
  function last() {
    for (const [box, stamp] of dirty) ask("/save", told(box, valueOf(box), stamp), { keepalive: true }).catch(() => {});
  }

  function leave() {
    last();
    navigator.sendBeacon(home + "/leave", JSON.stringify({ page: page.name }));
  }

  // ---- what a person does ------------------------------------------------------------------------------------

  const boxOf = (target) => target.closest?.(".box[data-keys]");

  document.addEventListener("compositionstart", () => { composing = true; });
  document.addEventListener("compositionend", (event) => {
    composing = false;
    const box = boxOf(event.target);
    if (box) touch(box);
  });
  document.addEventListener("input", (event) => {
    const box = boxOf(event.target), target = event.target;
    if (!box || target.type === "file") return;
    if (target.classList.contains("pick")) {
      if (!target.value) return;
      control(box).value = target.value;
    }
    count(box);
    touch(box, target.tagName === "SELECT" || target.type === "checkbox" || target.classList.contains("pick"));
  });
  document.addEventListener("focusout", (event) => {
    const box = boxOf(event.target);
    if (box && dirty.has(box)) touch(box, true);
  });
  document.addEventListener("change", (event) => {
    if (event.target.type === "file" && boxOf(event.target)) hand(boxOf(event.target), event.target.files[0]);
  });

  async function entries(target) {
    const list = target.closest("fieldset.list"), entry = target.closest("details.entry");
    const keys = keysOf(list), act = target.dataset.do;
    if (act !== "add") keys.push(Number(entry.dataset.number));
    await settle();
    const answer = await ask("/entries", { slug: page.slug, path: page.path, keys, do: act, stamp: page.stamp });
    take(answer);
    if (answer.status !== 200) return notice(answer.said, true);
    say("已保存");
    const again = $(list.id);
    const made = again && [...again.querySelectorAll(":scope > details.entry")];
    if (!made) return undefined;
    if (act === "add") made.at(-1).open = true;
    const number = act === "add" ? made.length - 1 : Math.min(keys.at(-1) + (act === "up" ? -1 : act === "down" ? 1 : 0), made.length - 1);
    const next = made[number]?.querySelector(act === "add" ? "input,select,textarea" : `[data-do=${act}]:not(:disabled), .moves button:not(:disabled)`);
    (next || again.querySelector(".add")).focus();
    return undefined;
  }

  async function backward(forward) {
    await settle();
    const answer = await ask("/undo", { slug: page.slug, forward });
    take(answer);
    const onward = document.querySelector("[data-undone]");
    if (answer.status === 200) {
      say(answer.said);
      if (onward) location.replace(home + onward.dataset.undone); // what this page says is not so any more
    } else notice(answer.said, true);
  }

  document.addEventListener("click", async (event) => {
    const target = event.target.closest("button");
    if (!target) return;
    try {
      if (target.dataset.do) await entries(target);
      else if (target.dataset.keep !== undefined) {
        const box = boxOf(target);
        setValue(box, target.dataset.keep);
        control(box)?.focus();
        touch(box, true);
      } else if (target.dataset.mark) {
        await settle();
        const answer = await ask("/fix", { slug: page.slug, path: page.path, keys: [], mark: target.dataset.mark, stamp: page.stamp });
        take(answer);
        if (answer.status === 200) say("已改好");
        else notice(answer.said, true);
      } else if (target.id === "undo" || target.id === "redo") await backward(target.id === "redo");
      else if (target.id === "create") {
        const answer = await ask("/create", { slug: page.slug });
        take(answer);
        if (answer.status === 200) $("missing").remove();
        else notice(answer.said, true);
      } else if (target.id === "ask") asking(!body.classList.contains("asking"));
      else if (target.classList.contains("refer")) await refer(boxOf(target));
      else if (target.id === "references-close") $("references").close();
    } catch { gone(); }
  });

  function asking(on) {
    body.classList.toggle("asking", on);
    const place = $("ask");
    if (place) {
      place.setAttribute("aria-pressed", String(on));
      place.textContent = on ? "不看还差什么" : "看还差什么";
    }
    sessionStorage.setItem("asking", on ? "1" : "");
  }

  // ---- references --------------------------------------------------------------------------------------------

  let wanted = null, found = [];

  async function refer(box) {
    const answer = await ask("/references");
    if (answer.status !== 200) return notice(answer.said, true);
    wanted = box;
    found = answer.references;
    $("references-find").value = "";
    list("");
    $("references").showModal();
    return undefined;
  }

  function list(words) {
    const place = $("references-list");
    place.replaceChildren();
    const terms = words.trim().split(/\s+/u);
    for (const each of found.filter((one) => terms.every((term) => one.name.includes(term))).slice(0, 200)) {
      const item = element("li"), made = button(each.name, () => insert(each.name));
      made.append(element("span", each.value, { class: "value" }));
      item.append(made);
      place.append(item);
    }
    if (!place.children.length) place.append(element("li", "没有这样的数据。"));
  }

  function insert(name) {
    $("references").close();
    const input = control(wanted);
    const at = input.selectionStart, end = input.selectionEnd;
    input.setRangeText(`{{ ${name} }}`, at, end, "end");
    input.focus();
    count(wanted);
    touch(wanted, true);
  }

  $("references-find")?.addEventListener("input", (event) => list(event.target.value));

  // ---- documents ---------------------------------------------------------------------------------------------

  async function hand(box, file) {
    if (!file) return;
    await settle();
    const form = new FormData();
    form.append("where", JSON.stringify({ slug: page.slug, path: page.path, keys: keysOf(box), stamp: page.stamp }));
    form.append("file", file, file.name);
    say(`正在放进 evidence：${file.name}`);
    try {
      const answer = await ask("/evidence", form);
      take(answer);
      if (answer.status === 200) say(answer.said);
      else { say("没有放进去", true); notice(answer.said, true); }
    } catch { gone(); }
  }

  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const place = event.target.closest?.(".drop");
      if (kind !== "dragleave" && event.dataTransfer?.types.includes("Files")) event.preventDefault();
      if (!place) return;
      place.classList.toggle("over", kind === "dragover");
      if (kind === "drop") hand(boxOf(place), event.dataTransfer.files[0]);
    });
  }

  function lead() {
    const place = location.hash && $(location.hash.slice(1));
    if (!place) return;
    for (let each = place.closest("details"); each; each = each.parentElement.closest("details")) each.open = true;
    (control(place) || place.querySelector("input,select,textarea,button") || place).focus({ preventScroll: true });
    place.scrollIntoView({ block: "center" });
  }

  // ---- beginning ---------------------------------------------------------------------------------------------

  // On a wide window there is no line to unfold them by.
  const narrow = matchMedia("(max-width:800px)");
  const fold = () => $("sections")?.toggleAttribute("open", !narrow.matches);
  if (narrow.matches) fold();
  narrow.addEventListener("change", fold);
  if (sessionStorage.getItem("asking")) asking(true);
  markWrong();
  for (const each of document.querySelectorAll("details.entry")) if (each.querySelector(".remark.error:not(.gap)")) each.open = true;
  lead();
  addEventListener("hashchange", lead);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && dirty.size) saveAll(); });
  document.addEventListener("keydown", (event) => {
    const inBox = event.target.matches?.("input,textarea");
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && !inBox) { event.preventDefault(); backward(event.shiftKey); }
  });
  beat();
})();
