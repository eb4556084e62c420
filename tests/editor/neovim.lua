-- What Neovim 0.7.2 does with `brandcluster lsp`: diagnostics, a fix, a rename; said in lines that the test reads.
local root, program = os.getenv('DOSSIER'), os.getenv('PYTHON')
local function say(...) io.stdout:write(table.concat({ ... }, ' ') .. '\n') end
local function finish(code) io.stdout:flush(); vim.cmd(code == 0 and 'qa!' or 'cq!') end
local function wait(what, ready)
  if not vim.wait(30000, ready, 50) then say('没有等到', what); finish(1) end
end

vim.cmd('edit ' .. vim.fn.fnameescape(root .. '/dossier.yaml'))
local client = vim.lsp.start_client({ name = 'brandcluster', cmd = { program, '-m', 'brandcluster', 'lsp' }, root_dir = root })
vim.lsp.buf_attach_client(0, client)
wait('initialize', function() return vim.lsp.buf_get_clients(0)[client] ~= nil end)

local function line_of(words)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    if line:find(words, 1, true) then return number - 1, line:find(words, 1, true) - 1, line end
  end
end

-- diagnostics: a day as people write it
local at, _, line = line_of('申报日期: 2014-04-18')
vim.api.nvim_buf_set_lines(0, at, at + 1, false, { '申报日期: 2014年4月18日' })
wait('diagnostics', function() return #vim.diagnostic.get(0) > 0 end)
for _, each in ipairs(vim.diagnostic.get(0)) do
  say('diagnostic', each.code or each.user_data.lsp.code, each.lnum + 1, each.col)
end

-- the fix
local params = { textDocument = vim.lsp.util.make_text_document_params(0),
  range = { start = { line = at, character = 6 }, ['end'] = { line = at, character = 6 } }, context = { diagnostics = {} } }
local answers = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 10000)
for _, action in ipairs(answers[client].result) do
  if action.isPreferred then vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16') end
end
wait('fix', function() return #vim.diagnostic.get(0) == 0 end)
say('fixed', (vim.api.nvim_buf_get_lines(0, at, at + 1, false)[1]))

-- rename
local where, column = line_of('名称: 特种陶瓷')
vim.api.nvim_win_set_cursor(0, { where + 1, column + #'名称: ' })
vim.lsp.buf.rename('新陶瓷')
wait('rename', function() return line_of('名称: 新陶瓷') ~= nil end)
local files = 0
for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
  if table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n'):find('新陶瓷', 1, true) then files = files + 1 end
end
say('renamed in', files, 'files')
vim.lsp.stop_client(client)
finish(0)
