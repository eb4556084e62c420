// The rest of the work by clicks and typing: node work.mjs BROWSER PROGRAM ADDRESS PLAN. The plan (JSON) says what is to be
// done and with which files; what was seen is said on the last line.
import { readFileSync } from "node:fs";
import { opened } from "./driven.mjs";

const [name, program, address, planned] = process.argv.slice(2);
const plan = JSON.parse(readFileSync(planned, "utf-8"));
const browser = await opened(name, program);
const seen = {};

const said = () => browser.value(() => document.querySelector("main").textContent.replace(/\s+/gu, " ").trim());
const follow = (selector) => browser.follow(selector);
const kept = (selector) => browser.value(async (one) => {
  const answer = await fetch(document.querySelector(one).href, { credentials: "same-origin" });
  return [answer.status, (await answer.arrayBuffer()).byteLength, answer.headers.get("content-disposition") ?? ""];
}, selector);

async function tick(selector, wanted = true) {
  if (await browser.value((one) => document.querySelector(one).checked, selector) !== wanted) {
    await browser.click(selector, wanted ? (one) => one.checked : (one) => !one.checked);
  }
}

async function word() {
  await follow("nav a[href$='/import']");
  await browser.upload("#papers", plan.papers);
  await follow("form[action$='/import'] button");
  seen.proposed = await said();
  // What somebody wrote otherwise: the form's side is taken.
  await browser.click("fieldset.differs input[value=yes]", (one) => one.checked);
  await follow("form[action$='/import/take'] .act button");
  seen.imported = await said();
  await browser.click("#undo");
  await browser.wait(() => location.pathname.endsWith("/import") && document.querySelector("#papers") !== null);
  await browser.upload("#papers", plan.papers);
  await follow("form[action$='/import'] button");
  await browser.click("fieldset.differs input[value=yes]", (one) => one.checked);
  await follow("form[action$='/import/take'] .act button");
}

async function letters() {
  await follow("nav a[href$='/letters']");
  for (const each of await browser.value(() => [...document.querySelectorAll("input[name^='office:']")].map((one) => one.name))) {
    await tick(`input[name="${each}"]`, each === `office:${plan.office}`);
  }
  // As a person types a day: its parts one after the other.
  await browser.value((days) => {
    for (const [id, day] of Object.entries(days)) document.getElementById(id).value = day;
  }, plan.days);
  await follow("form[action$='/letters/make'] button");
  seen.made = await said();
  seen.kept = [await kept("a[href$='.docx']"), await kept("a[href$='.xlsx']")];
  await follow("nav a[href$='/letters']");
  await browser.upload("#answers", plan.answers);
  await follow("form[action$='/letters/answers'] button");
  seen.answers = await said();
  await follow("form[action$='/letters/take'] .act button");
  seen.refused = await said();
  await browser.click("fieldset.differs input[value=new]", (one) => one.checked);
  await browser.pick("select[name^='into:']", await browser.value((words) => [...document.querySelectorAll("select[name^='into:'] option")].find((one) => one.textContent.includes(words)).value, plan.into));
  await follow("form[action$='/letters/take'] .act button");
  seen.taken = await said();
  await follow("nav a[href$='/letters']");
  seen.standing = await said();
}

async function sums() {
  await follow("nav a[href$='/form/statistics']");
  seen.wanted = await browser.value(() => document.querySelector("button[form=sums]").closest(".remark").textContent);
  await follow("button[form=sums]");
  await browser.wait(() => document.querySelector("#job") && !document.querySelector("#job").dataset.running);
  seen.job = await said();
  await follow(".onward a");
  seen.left = await browser.value(() => document.querySelectorAll("button[form=sums]").length);
}

async function silent() {
  await follow("nav a[href$='/returns']");
  await browser.type("#standing-year", plan.year);
  await follow("form[action$='/returns/standing'] button");
  await browser.upload("#roster", plan.roster);
  await follow("form[action$='/returns/standing'] button");
  seen.silent = await said();
  seen.list = await kept("a[href*='/returns/standing/list']");
}

async function judge() {
  await follow("#next a");
  seen.chosen = await browser.value(() => [document.getElementById("clause").value, location.pathname.split("/").pop()]);
  await browser.click("input[name=conclusion]", (one) => one.checked);
  await browser.type("#by", "王五");
  await browser.type("#unit", "管委会");
  await browser.click("input[name^='document:']", (one) => one.checked);
  await follow("form[action$='/judging'] button");
  seen.next = await browser.value(() => document.querySelector("#next a").textContent);
}

const works = { word, letters, sums, silent, judge };
try {
  await browser.load(address);
  await browser.wait(() => document.querySelector("nav a[href$='/start']") !== null);
  for (const each of plan.works) await works[each]();
  seen.complaints = browser.complaints;
  await browser.load("about:blank");
  await new Promise((go) => setTimeout(go, 500));
} catch (error) {
  console.error(error, await browser.value(() => [location.pathname, document.querySelector("main")?.textContent]), seen);
  process.exitCode = 1;
} finally {
  await browser.close();
}
console.log(JSON.stringify(seen));
