// Says what is wrong with pages as they would be printed, one line a fault: what one can only press on a screen and is
// printed, what one reads and is not, and letters too faint for paper. In Debian's Chromium. Usage: node paper.mjs PAGE…
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const program = process.env.COPYDESK_CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] });
let looked = 0;
try {
  // Whoever reads in the dark prints on white paper all the same.
  for (const scheme of ["light", "dark"]) {
    const context = await browser.newContext({ bypassCSP: true, colorScheme: scheme });
    const page = await context.newPage();
    await page.emulateMedia({ media: "print", colorScheme: scheme });
    for (const file of process.argv.slice(2)) {
      await page.goto(pathToFileURL(file).href);
      const found = await page.evaluate(() => {
        const shown = (element) =>
          element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
        const name = (element) => element.outerHTML.slice(0, element.outerHTML.indexOf(">") + 1);
        const faults = [];
        for (const element of document.querySelectorAll("nav, form, input, textarea, button, .skip")) {
          if (shown(element)) faults.push(`printed: ${name(element)}`);
        }
        for (const element of document.querySelectorAll("main h1, .body > p, .standfirst")) {
          if (!shown(element)) faults.push(`not printed: ${name(element)}`);
        }
        // How bright a colour is, of 255.
        const bright = (colour) => Math.max(...(colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number));
        const paper = getComputedStyle(document.documentElement).backgroundColor;
        for (const element of document.querySelectorAll("main h1, .body > p")) {
          if (bright(getComputedStyle(element).color) > 60) faults.push(`faint: ${name(element)}`);
        }
        for (const ground of [paper, getComputedStyle(document.body).backgroundColor]) {
          if (!/, 0\)$/.test(ground) && bright(ground) < 250) faults.push(`dark paper: ${ground}`);
        }
        return faults;
      });
      for (const fault of found) console.log(`${file} (${scheme}): ${fault}`);
      looked += 1;
    }
    await context.close();
  }
} finally {
  await browser.close();
}
if (looked === 0) {
  console.error("no page was looked at");
  process.exit(2);
}
