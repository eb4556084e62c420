// Where the program is. Nothing is run from the opened folder: only what the person's own settings name, a command on
// PATH, or an installed Python, started so that the folder's files shadow none of its modules.
'use strict';
const childProcess = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const PATIENCE = 15000;
const MODULE = ['-P', '-m', 'brandcluster'];

/** The file that a command on PATH is; relative entries of PATH are left out. */
function onPath(name, environment = process.env, platform = process.platform) {
  const variable = Object.keys(environment).find((each) => each.toUpperCase() === 'PATH');
  const endings = platform === 'win32' ? ['.exe'] : [''];
  for (const folder of (environment[variable] || '').split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue;
    for (const ending of endings) {
      const file = path.join(folder, name + ending);
      try {
        if (fs.statSync(file).isFile()) return file;
      } catch {
        // not there
      }
    }
  }
  return undefined;
}

/** Whether a command line is the program. */
function answers(command, before) {
  const done = childProcess.spawnSync(command, [...before, '--version'], {
    cwd: os.homedir(), encoding: 'utf8', timeout: PATIENCE, windowsHide: true, shell: false,
  });
  return done.status === 0 && /^brandcluster /.test(done.stdout || '');
}

/** The program as a command and the arguments before its own; undefined where there is none. */
function findProgram(setting, environment = process.env, platform = process.platform) {
  if (setting) return path.isAbsolute(setting) && answers(setting, []) ? { command: setting, before: [] } : undefined;
  const own = onPath('brandcluster', environment, platform);
  if (own && answers(own, [])) return { command: own, before: [] };
  for (const name of platform === 'win32' ? ['py', 'python'] : ['python3', 'python']) {
    const python = onPath(name, environment, platform);
    if (python && answers(python, MODULE)) return { command: python, before: MODULE };
  }
  return undefined;
}

/** Whether a file stands in a folder with a dossier.yaml at or above it. */
function inDossier(file) {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, 'dossier.yaml'))) return true;
    if (folder === path.dirname(folder)) return false;
  }
}

module.exports = { findProgram, inDossier, onPath };
