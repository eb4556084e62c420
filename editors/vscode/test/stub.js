// As much of the API of VS Code as the extension and its library ask for; what is asked for beside is an empty class.
'use strict';
const Module = require('node:module');

const said = { errors: [], languages: [], commands: {}, edits: [], opened: [], settings: {}, documents: [], reason: undefined };
const event = () => ({ dispose() {} });

class WorkspaceEdit {
  insert(uri, position, text) { this.inserted = { uri: uri.toString(), line: position.line, text }; }
}
class Position { constructor(line, character) { this.line = line; this.character = character; } }

class EventEmitter {
  event = event;
  fire() {}
  dispose() {}
}

const known = {
  EventEmitter,
  version: '1.95.0',
  WorkspaceEdit,
  Position,
  Uri: { parse: (text) => ({ toString: () => text }), file: (file) => ({ scheme: 'file', fsPath: file, toString: () => `file://${file}` }) },
  commands: {
    registerCommand: (name, run) => { said.commands[name] = run; return { dispose() {} }; },
    executeCommand: (...given) => { said.opened.push(given); },
  },
  languages: { setTextDocumentLanguage: async (document, language) => { document.languageId = language; said.languages.push(document.uri.fsPath); } },
  window: {
    showErrorMessage: async (words) => { said.errors.push(words); return undefined; },
    showInputBox: async (options) => { said.asked = options; return said.reason; },
  },
  workspace: {
    getConfiguration: () => ({ get: (name) => said.settings[name] }),
    get textDocuments() { return said.documents; },
    onDidOpenTextDocument: (run) => { said.open = run; return { dispose() {} }; },
    applyEdit: async (edit) => { said.edits.push(edit.inserted); return true; },
  },
};

/** What is known, events that never come for `on…`, things to be disposed of for `create…` and `register…`, classes. */
function loose(target) {
  return new Proxy(target, {
    get(from, name) {
      if (name in from) return from[name];
      if (typeof name !== 'string' || name === 'then') return undefined;
      if (/^on[A-Z]/.test(name)) return event;
      if (/^(?:create|register)[A-Z]/.test(name)) return () => loose({ dispose() {} });
      return (from[name] = loose(class { static dispose() {} }));
    },
  });
}

for (const name of ['commands', 'languages', 'window', 'workspace']) known[name] = loose(known[name]);
Object.assign(known.workspace, { workspaceFolders: undefined, notebookDocuments: [], tabGroups: undefined });
Object.assign(known.window, { visibleTextEditors: [], tabGroups: { all: [] } });
known.env = { language: 'zh-cn', appName: 'stub' };

const load = Module._load;
Module._load = function stubbed(request, ...rest) {
  return request === 'vscode' ? loose(known) : load.call(this, request, ...rest);
};

module.exports = { said, event };
