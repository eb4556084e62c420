// Chromium through Playwright and Firefox through Puppeteer (WebDriver BiDi), under one set of verbs: what a person does
// with a mouse and a keyboard. Nothing here sets a value or sends an event that a person could not.
const WAIT = 20000;

async function chromium(path) {
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({ executablePath: path, args: ["--no-sandbox", "--disable-gpu"] });
  const page = await browser.newPage({ viewport: { width: 1366, height: 900 } });
  return {
    page,
    insert: (text) => page.keyboard.insertText(text),
    files: (handle, path) => handle.setInputFiles(path),
    choose: (handle, value) => handle.selectOption(value),
    load: (address) => page.goto(address, { waitUntil: "load" }),
    close: () => browser.close(),
  };
}

async function firefox(path) {
  const { default: puppeteer } = await import("puppeteer-core");
  const browser = await puppeteer.launch({ browser: "firefox", executablePath: path, headless: true });
  const page = await browser.newPage();
  await page.setViewport({ width: 1366, height: 900 });
  return {
    page,
    insert: (text) => page.keyboard.type(text),
    files: (handle, path) => handle.uploadFile(...[path].flat()),
    choose: (handle, value) => handle.select(value),
    load: (address) => page.goto(address, { waitUntil: "load" }),
    close: () => browser.close(),
  };
}

export async function opened(name, path) {
  const its = await { chromium, firefox }[name](path);
  const { page } = its;
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (said) => { if (said.type() === "error") complaints.push(said.text()); });

  // The page may move below the mouse, or show its boxes anew, when an answer to what was typed before arrives: then it
  // is clicked again.
  async function click(selector, reached) {
    let last = "";
    for (let turn = 0; turn < 8; turn += 1) {
      try {
        const handle = await page.$(selector);
        if (!handle) throw new Error("it is not there");
        await handle.evaluate((each) => each.scrollIntoView({ block: "center" }));
        await handle.click();
        if (!reached || await handle.evaluate(reached)) return;
      } catch (error) {
        last = String(error);
      }
      await new Promise((go) => setTimeout(go, 250));
    }
    throw new Error(`the click does not arrive: ${selector} ${last}`);
  }

  // Asked again and again: the page's own policy forbids what the libraries would have it evaluate.
  async function wait(test, given) {
    for (const end = Date.now() + WAIT; Date.now() < end; await new Promise((go) => setTimeout(go, 40))) {
      try {
        if (await page.evaluate(test, given)) return;
      } catch (error) {
        if (!/context|navigat|destroyed|realm/iu.test(String(error))) throw error; // the page is just being left
      }
    }
    throw new Error(`does not come: ${test}`);
  }

  const focused = (each) => document.activeElement === each;

  async function type(selector, text) {
    await click(selector, focused);
    await page.keyboard.down("Control");
    await page.keyboard.press("a");
    await page.keyboard.up("Control");
    await its.insert(text);
    const there = await page.evaluate((each) => document.querySelector(each).value, selector);
    if (there !== text) throw new Error(`typed ${text}, and ${there} stands there: ${selector}`);
  }

  return {
    ...its,
    complaints,
    wait,
    click,
    type,
    value: (expression, given) => page.evaluate(expression, given),
    pick: async (selector, value) => its.choose(await page.$(selector), value),
    upload: async (selector, file) => its.files(await page.$(selector), file),
    follow: async (selector) => {
      await page.evaluate(() => { window.leaving = true; });
      await click(selector);
      await wait(() => !window.leaving && document.readyState === "complete");
    },
  };
}
