-- What a person sees in Neovim who followed editors/neovim/README.md: nvim --headless -S check.lua, with FOLDER in the environment.
local folder = os.getenv('FOLDER')
local failed = false

local function check(what, is_good, more)
  io.stdout:write(is_good and 'ok: ' or 'not ok: ', what, is_good and '' or ('\n' .. vim.inspect(more)), '\n')
  failed = failed or not is_good
end

local function wait(what, question)
  check(what, vim.wait(60000, question, 20))
end

local start = vim.uv.hrtime()
vim.cmd('edit ' .. folder .. '/base.prisma')
local buffer = vim.api.nvim_get_current_buf()
check('the filetype is prisma', vim.bo.filetype == 'prisma', vim.bo.filetype)

wait('a broken schema has a diagnostic', function() return #vim.diagnostic.get(buffer) > 0 end)
io.stdout:write(('   from opening to the first diagnostic: %d ms\n'):format((vim.uv.hrtime() - start) / 1e6))
local found = vim.diagnostic.get(buffer)[1]
check('it is where the mistake is', found.lnum == 7 and found.col == 8 and found.code == 'type-unknown', found)

local client = vim.lsp.get_clients({ bufnr = buffer })[1]
local function ask(method, line, column, more)
  local params = { textDocument = { uri = vim.uri_from_bufnr(buffer) }, position = { line = line, character = column } }
  params = vim.tbl_extend('force', params, more or {})
  -- Before 0.11 it was no method.
  local is_method = vim.fn.has('nvim-0.11') == 1
  local answer = is_method and client:request_sync(method, params, 60000, buffer)
    or not is_method and client.request_sync(method, params, 60000, buffer)
  return answer and answer.result, answer and answer.err
end

local hover, problem = ask('textDocument/hover', 5, 7)
check('hover tells of a model', hover and hover.contents.value:find('model User', 1, true), problem or hover)

vim.api.nvim_buf_set_text(buffer, 7, 8, 7, 13, { 'String' })
wait('the diagnostic goes with the mistake', function() return #vim.diagnostic.get(buffer) == 0 end)

-- The page's `init.lua` switches hints on, and lays out what is written.
wait('there are inlay hints', function() return #vim.lsp.inlay_hint.get({ bufnr = buffer }) > 0 end)
local hints = vim.tbl_map(function(hint)
  local label = hint.inlay_hint.label
  return type(label) == 'string' and label or label[1].value
end, vim.lsp.inlay_hint.get({ bufnr = buffer }))
check('they name column types', table.concat(hints, ' '):find('@db.Text', 1, true), hints)

vim.lsp.buf.format({ bufnr = buffer, timeout_ms = 60000 })
local line = vim.api.nvim_buf_get_lines(buffer, 7, 8, false)[1]
check('formatting lays it out', line == '  email String  @unique', line)

vim.api.nvim_buf_set_text(buffer, 7, 7, 7, 8, { '       ' })
vim.cmd('silent write')
local written = vim.fn.readfile(folder .. '/base.prisma')[8]
check('writing does, too', written == '  email String  @unique', written)

vim.api.nvim_win_set_cursor(0, { 6, 7 })
vim.lsp.buf.rename('Account')
wait('renaming changes the model', function()
  return vim.api.nvim_buf_get_lines(buffer, 5, 6, false)[1] == 'model Account {'
end)
local other = vim.fn.bufnr(folder .. '/posts.prisma')
local field = other > 0 and vim.api.nvim_buf_get_lines(other, 4, 5, false)[1] or 'the file was not touched'
check('and its use in the other file', field:find('Account +@relation'), field)

local at = ask('textDocument/implementation', 10, 3)
at = at and (at[1] or at)
check('a relation leads to its other side', at and (at.uri or at.targetUri):find('posts.prisma', 1, true), at)

-- Older ones do not read parsers of our version.
if vim.fn.has('nvim-0.11') == 0 then
  io.stdout:write('   colours by the grammar need 0.11\n')
elseif vim.treesitter.language.add('prisma') then
  local captures = vim.tbl_map(function(one) return one.capture end, vim.treesitter.get_captures_at_pos(buffer, 5, 1))
  check('the grammar colours keywords', vim.tbl_contains(captures, 'keyword.type'), captures)
  check('highlighting is on', vim.treesitter.highlighter.active[buffer] ~= nil)
  for _, kind in ipairs({ 'highlights', 'folds', 'indents', 'injections', 'locals', 'textobjects' }) do
    local is_good, why = pcall(vim.treesitter.query.get, 'prisma', kind)
    check('the query ' .. kind .. ' fits', is_good, why)
  end
else
  check('the parser is installed', false)
end

vim.cmd(failed and 'cquit!' or 'qall!')
