// The VS Code side of `brandcluster lsp`: finds the program, starts it where a dossier is, and gives the dossier's files
// a language of their own, so that the YAML extension does not report what this one reports.
'use strict';
const vscode = require('vscode');
const { findProgram, inDossier } = require('./program');

const LANGUAGE = 'brandcluster';
const MISSING = '没有找到 brandcluster 程序，申报材料不能边写边检查。先在电脑上安装它（连同编辑器用的部分 brandcluster[editor]）；'
  + '装好了还找不到，就在设置里写明它在哪里。';
const FAILED = 'brandcluster 启动不了。多半是没有装编辑器用的部分：运行 pip install "brandcluster[editor]"，再重新启动检查。详细的话在“输出”里。';
const SETTINGS = '打开设置';
const RETRY = '重试';

let client;

function makeClient(program) {
  const { LanguageClient, TransportKind } = require('vscode-languageclient/node');
  const run = { command: program.command, args: [...program.before, 'lsp'], transport: TransportKind.stdio, options: { cwd: require('node:os').homedir() } };
  return new LanguageClient(LANGUAGE, '申报材料检查', run, {
    documentSelector: [{ scheme: 'file', language: LANGUAGE }],
    initializationOptions: { asksReason: true },
    initializationFailedHandler: () => false,
  });
}

/** Takes the files of dossiers from the YAML language; other YAML files stay what they are. */
async function adopt(document) {
  const { languageId, uri } = document;
  if (!client || languageId !== 'yaml' || uri.scheme !== 'file' || !inDossier(uri.fsPath)) return;
  await vscode.languages.setTextDocumentLanguage(document, LANGUAGE);
}

async function askReason(uri, line, comment, code) {
  const reason = await vscode.window.showInputBox({
    title: `忽略 ${code}`, prompt: '为什么忽略？原因写在注释里，审查的人看得到。', placeHolder: '如：数取自统计年鉴',
    validateInput: (words) => (words.trim() ? undefined : '写明原因才算数。'),
  });
  if (!reason || !reason.trim()) return;
  const edit = new vscode.WorkspaceEdit();
  edit.insert(vscode.Uri.parse(uri), new vscode.Position(line, 0), `${comment}${reason.trim()}\n`);
  await vscode.workspace.applyEdit(edit);
}

async function stop() {
  const running = client;
  client = undefined;
  if (running) await running.stop().catch(() => undefined);
}

async function start(make) {
  await stop();
  const program = findProgram(vscode.workspace.getConfiguration(LANGUAGE).get('path'));
  if (!program) return complain(MISSING, make);
  const made = make(program);
  try {
    await made.start();
  } catch {
    return complain(FAILED, make);
  }
  client = made;
  await Promise.all(vscode.workspace.textDocuments.map(adopt));
  return undefined;
}

function complain(words, make) {
  // Nobody waits for the answer: VS Code has started long before it comes.
  vscode.window.showErrorMessage(words, SETTINGS, RETRY).then((chosen) => {
    if (chosen === SETTINGS) vscode.commands.executeCommand('workbench.action.openSettings', 'brandcluster.path');
    if (chosen === RETRY) start(make);
  });
}

async function activate(context, make = makeClient) {
  context.subscriptions.push(
    vscode.commands.registerCommand('brandcluster.askReason', askReason),
    vscode.commands.registerCommand('brandcluster.restart', () => start(make)),
    vscode.workspace.onDidOpenTextDocument(adopt),
  );
  await start(make);
}

module.exports = { activate, deactivate: stop, makeClient };
