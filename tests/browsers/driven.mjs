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

// With `keyboard` nothing is clicked: what is meant is reached by Tab and worked by keys.
export async function opened(name, path, keyboard = false) {
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

  // Tab until what is meant has the focus, and it is seen that it has it; the page may be shown anew meanwhile.
  const there = (wanted) => {
    const meant = document.querySelector(wanted), now = document.activeElement;
    if (!meant) return "none";
    if (now === meant) return getComputedStyle(meant.closest(".drop") ?? meant).outlineStyle === "none" ? "unseen" : "here";
    return meant.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING ? "behind" : "before";
  };

  async function reach(selector) {
    for (let turn = 0; turn < 1500; turn += 1) {
      const at = await page.evaluate(there, selector);
      if (at === "here") return;
      if (at === "unseen") throw new Error(`nobody sees where the focus is: ${selector}`);
      if (at === "none") await new Promise((go) => setTimeout(go, 250));
      else await page.keyboard.press(at === "behind" ? "Shift+Tab" : "Tab");
    }
    throw new Error(`Tab does not lead there: ${selector}`);
  }

  async function work(selector, reached) {
    let last = "";
    for (let turn = 0; turn < 8; turn += 1) {
      try {
        await reach(selector);
        await page.keyboard.press(await page.evaluate((each) => document.querySelector(each).type === "checkbox", selector) ? "Space" : "Enter");
        if (!reached || await (await page.$(selector)).evaluate(reached)) return;
      } catch (error) {
        last = String(error);
      }
      await new Promise((go) => setTimeout(go, 250));
    }
    throw new Error(`the key does not arrive: ${selector} ${last}`);
  }

  // A list is gone through by its arrow keys.
  async function choose(selector, value) {
    await reach(selector);
    const [at, wanted] = await page.evaluate(([each, option]) => {
      const list = document.querySelector(each);
      return [list.selectedIndex, [...list.options].findIndex((one) => one.value === option)];
    }, [selector, value]);
    for (let left = Math.abs(wanted - at); left > 0; left -= 1) await page.keyboard.press(wanted > at ? "ArrowDown" : "ArrowUp");
  }

  // The system's own window for files is the one thing that is not worked by keys here.
  async function hand(selector, file) {
    let last = "";
    for (let turn = 0; turn < 4; turn += 1) {
      await reach(selector);
      try {
        const [chooser] = await Promise.all([page.waitForEvent("filechooser", { timeout: 5000 }), page.keyboard.press("Enter")]);
        return await chooser.setFiles(file);
      } catch (error) {
        last = String(error); // the page may be shown anew between the two
      }
    }
    throw new Error(`the window for files does not open: ${selector} ${last}`);
  }

  const act = keyboard ? work : click;

  async function type(selector, text) {
    await (keyboard ? reach(selector) : click(selector, focused));
    await page.keyboard.down("Control");
    await page.keyboard.press("a");
    await page.keyboard.up("Control");
    await its.insert(text);
    const typed = await page.evaluate((each) => document.querySelector(each).value, selector);
    if (typed !== text) throw new Error(`typed ${text}, and ${typed} stands there: ${selector}`);
  }

  return {
    ...its,
    complaints,
    wait,
    click: act,
    type,
    value: (expression, given) => page.evaluate(expression, given),
    pick: keyboard ? choose : async (selector, value) => its.choose(await page.$(selector), value),
    upload: keyboard ? hand : async (selector, file) => its.files(await page.$(selector), file),
    follow: async (selector) => {
      await page.evaluate(() => { window.leaving = true; });
      await act(selector);
      await wait(() => !window.leaving && document.readyState === "complete");
    },
  };
}
