'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');
const { said } = require('./stub');
const { findProgram, inDossier, onPath } = require('../src/program');
const extension = require('../src/extension');

const place = fs.mkdtempSync(path.join(os.tmpdir(), 'brandcluster-'));
const dossier = path.join(place, '甲 申报');
fs.mkdirSync(path.join(dossier, 'application'), { recursive: true });
fs.writeFileSync(path.join(dossier, 'dossier.yaml'), '格式: 1\n');
test.after(() => fs.rmSync(place, { recursive: true }));

const PROGRAM = path.join(place, 'bin', 'brandcluster');
fs.mkdirSync(path.dirname(PROGRAM));
fs.writeFileSync(PROGRAM, '#!/bin/sh\necho "brandcluster 0.1.0"\n', { mode: 0o755 });

function client(fails) {
  return { started: 0, stopped: 0, async start() { if (fails) throw new Error('x'); this.started += 1; }, async stop() { this.stopped += 1; } };
}
function file(name, languageId = 'yaml') {
  return { languageId, uri: { scheme: 'file', fsPath: name } };
}
function fresh() {
  Object.assign(said, { errors: [], languages: [], edits: [], documents: [], reason: undefined, settings: { path: PROGRAM } });
  return { subscriptions: [] };
}

test('the program is found on PATH, and nowhere in the folder', () => {
  assert.equal(onPath('brandcluster', { PATH: `.${path.delimiter}${path.dirname(PROGRAM)}` }), PROGRAM);
  assert.equal(onPath('brandcluster', { PATH: '.' }), undefined);
  assert.deepEqual(findProgram('', { PATH: path.dirname(PROGRAM) }), { command: PROGRAM, before: [] });
  assert.equal(findProgram('', { PATH: '' }), undefined);
  assert.equal(findProgram('bin/brandcluster'), undefined);
  assert.equal(findProgram(path.join(place, 'none')), undefined);
});

test('a Python that has it does as well', () => {
  const bin = path.join(place, 'python');
  fs.mkdirSync(bin);
  fs.writeFileSync(path.join(bin, 'python3'), '#!/bin/sh\n[ "$1$2$3" = "-P-mbrandcluster" ] && echo "brandcluster 0.1.0"\n', { mode: 0o755 });
  assert.deepEqual(findProgram('', { PATH: bin }).before, ['-P', '-m', 'brandcluster']);
});

test('files of a dossier, and others', () => {
  assert.ok(inDossier(path.join(dossier, 'application', 'plan.yaml')));
  assert.ok(!inDossier(path.join(place, 'x.yaml')));
});

test('it starts, and takes the files of dossiers from the YAML language', async () => {
  const context = fresh();
  const made = client(false);
  const other = file(path.join(place, 'x.yaml'));
  const open = file(path.join(dossier, 'dossier.yaml'));
  said.documents = [open, other, file(path.join(dossier, 'README.md'), 'markdown')];
  await extension.activate(context, (program) => { assert.equal(program.command, PROGRAM); return made; });
  assert.equal(made.started, 1);
  assert.equal(open.languageId, 'brandcluster');
  assert.equal(other.languageId, 'yaml');
  const later = file(path.join(dossier, 'application', 'plan.yaml'));
  await said.open(later);
  assert.equal(later.languageId, 'brandcluster');
  assert.deepEqual(said.errors, []);
  assert.equal(context.subscriptions.length, 3);
  await said.commands['brandcluster.restart']();
  assert.deepEqual([made.started, made.stopped], [2, 1]);
  await extension.deactivate();
  assert.equal(made.stopped, 2);
});

test('without the program it says so in Chinese, and leaves the files to the YAML extension', async () => {
  const context = fresh();
  said.settings = { path: path.join(place, 'none') };
  const open = file(path.join(dossier, 'dossier.yaml'));
  said.documents = [open];
  await extension.activate(context, () => assert.fail('nothing to start'));
  assert.match(said.errors[0], /没有找到 brandcluster 程序/);
  assert.equal(open.languageId, 'yaml');
});

test('a program that does not start is said too', async () => {
  const context = fresh();
  await extension.activate(context, () => client(true));
  assert.match(said.errors[0], /启动不了/);
});

test('a reason is asked for and written into the comment', async () => {
  const context = fresh();
  await extension.activate(context, () => client(false));
  const ask = said.commands['brandcluster.askReason'];
  await ask('file:///x', 4, '  # brandcluster: ignore X105 ', 'X105');
  assert.deepEqual(said.edits, []);
  assert.equal(said.asked.validateInput(' '), '写明原因才算数。');
  said.reason = ' 数取自年鉴 ';
  await ask('file:///x', 4, '  # brandcluster: ignore X105 ', 'X105');
  assert.deepEqual(said.edits, [{ uri: 'file:///x', line: 4, text: '  # brandcluster: ignore X105 数取自年鉴\n' }]);
  await extension.deactivate();
});

test('the bundle loads, says what is missing, and makes the real client', async () => {
  const bundle = require('../dist/extension.js');
  const context = fresh();
  said.settings = { path: path.join(place, 'none') };
  await bundle.activate(context);
  assert.match(said.errors[0], /没有找到/);
  const made = bundle.makeClient({ command: PROGRAM, before: [] });
  assert.equal(made.clientOptions.documentSelector[0].language, 'brandcluster');
});
