// A fresh folder filled by clicks and typing, or by keys alone: node fill.mjs BROWSER PROGRAM ADDRESS PLAN [keyboard]. The
// plan (JSON) says what each box is to hold; what was done is counted on the last line.
import { readFileSync } from "node:fs";
import { opened } from "./driven.mjs";

const [name, program, address, planned, keyboard] = process.argv.slice(2);
const plan = JSON.parse(readFileSync(planned, "utf-8"));
const browser = await opened(name, program, Boolean(keyboard));
const done = { typed: 0, picked: 0, ticked: 0, added: 0, handed: 0, pages: 0 };

const place = (keys) => browser.value((wanted) => {
  for (const each of document.querySelectorAll("[data-keys]")) {
    if (JSON.stringify(JSON.parse(each.dataset.keys)) === wanted) return each.id;
  }
  return null;
}, JSON.stringify(keys));

async function found(keys) {
  const id = await place(keys);
  if (!id) throw new Error(`no box ${JSON.stringify(keys)}`);
  await opened_around(id);
  return id;
}

// What is folded is unfolded by its line, from outside in.
async function opened_around(id) {
  for (;;) {
    const folded = await browser.value((inner) => {
      const all = [];
      for (let each = document.getElementById(inner).closest("details"); each; each = each.parentElement.closest("details")) all.unshift(each);
      return all.find((each) => !each.open)?.id ?? null;
    }, id);
    if (!folded) return;
    await browser.click(`#${folded} > summary`, (each) => each.parentElement.open);
  }
}

const saved = () => browser.wait(() => ["已保存", ""].includes(document.getElementById("saved").textContent) || document.getElementById("saved").textContent.startsWith("已"));

async function entries({ keys, count }) {
  const id = await found(keys);
  const there = () => browser.value((list) => document.querySelectorAll(`#${list} > details.entry`).length, id);
  for (let number = await there(); number < count; number += 1) {
    await saved();
    await browser.click(`#${id} > p > button.add`);
    await browser.wait(([list, more]) => document.querySelectorAll(`#${list} > details.entry`).length === more, [id, number + 1]);
    done.added += 1;
  }
}

async function answer({ keys, kind, value, file }) {
  const id = await found(keys);
  const tag = await browser.value((box) => document.getElementById(`${box}-in`)?.tagName ?? "", id);
  if (kind === "choices") {
    for (const each of value) {
      const at = await browser.value(([box, wanted]) => [...document.querySelectorAll(`#${box} input`)].findIndex((one) => one.value === wanted), [id, each]);
      const tick = `#${id} label.tick:nth-of-type(${at + 1}) input`;
      if (!await browser.value((one) => document.querySelector(one).checked, tick)) await browser.click(tick, (one) => one.checked);
      done.ticked += 1;
    }
  } else if (file) {
    await saved();
    await browser.upload(`#${id} input[type=file]`, file);
    await browser.wait(([box, wanted]) => document.getElementById(`${box}-in`).value === wanted, [id, value]);
    done.handed += 1;
  } else if (tag === "SELECT") {
    const offered = () => browser.value(([box, wanted]) => [...document.getElementById(`${box}-in`).options].some((one) => one.value === wanted), [id, value]);
    if (!await offered()) {
      await saved();
      await browser.load(await browser.value(() => location.href));
      await opened_around(id);
    }
    await browser.pick(`#${id}-in`, value);
    done.picked += 1;
  } else {
    await browser.type(`#${id}-in`, value);
    done.typed += 1;
  }
}

const slug = () => browser.value(() => document.body.dataset.slug);

try {
  await browser.load(address);
  await browser.wait(() => document.querySelector("#q-region") !== null);
  for (const [question, value] of Object.entries(plan.questions)) await browser.type(`#q-${question}`, value);
  await browser.follow("form[action$='/new/questions'] button");
  for (const section of plan.sections) {
    if (done.pages === 0) await browser.follow(`nav a[href$='/form/${section.slug}']`);
    else await browser.follow(".onward a.forward");
    if (await slug() !== section.slug) throw new Error(`expected ${section.slug}`);
    for (const step of section.steps) await (step.count === undefined ? answer(step) : entries(step));
    if (!keyboard) await browser.click("h1");
    await saved();
    done.pages += 1;
  }
  await browser.follow("nav a[href$='/handing']");
  await browser.type("#by", plan.by);
  await browser.type("#why", plan.why);
  await browser.follow("form[action$='/handing/commit'] button");
  done.said = await browser.value(() => document.querySelector("main").textContent.replace(/\s+/gu, " ").trim());
  done.complaints = browser.complaints;
  await browser.load("about:blank"); // the last page is closed, and says so
  await new Promise((go) => setTimeout(go, 500));
} catch (error) {
  console.error(error, await browser.value(() => [location.pathname, document.getElementById("notices")?.textContent]), done);
  process.exitCode = 1;
} finally {
  await browser.close();
}
console.log(JSON.stringify(done));
