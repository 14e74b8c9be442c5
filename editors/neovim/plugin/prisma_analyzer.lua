-- Starts prisma-analyzer for Prisma schemas. Settings go into vim.g.prisma_analyzer before this is read, such as
--   vim.g.prisma_analyzer = { codeLens = { enable = true } }
vim.filetype.add({ extension = { prisma = 'prisma' } })

local settings = { prismaAnalyzer = vim.g.prisma_analyzer or vim.empty_dict() }

if vim.lsp.config then
  vim.lsp.config('prisma_analyzer', { settings = settings })
  vim.lsp.enable('prisma_analyzer')
else
  -- Neovim 0.8 to 0.10.
  vim.api.nvim_create_autocmd('FileType', {
    pattern = 'prisma',
    callback = function(event)
      local marks = { 'prisma.config.ts', 'prisma.config.js', 'prisma.config.mjs', 'package.json', '.git' }
      local file = vim.api.nvim_buf_get_name(event.buf)
      local found = vim.fs.find(marks, { path = vim.fs.dirname(file), upward = true })[1]
      vim.lsp.start({
        name = 'prisma_analyzer',
        cmd = { 'prisma-analyzer', 'lsp' },
        root_dir = found and vim.fs.dirname(found) or vim.fs.dirname(file),
        settings = settings,
      })
    end,
  })
end

-- Lenses on the other side of a relation and on references are carried out by the editor.
vim.lsp.commands = vim.lsp.commands or {}
vim.lsp.commands['prismaAnalyzer.goTo'] = function(command, context)
  local uri, position = unpack(command.arguments)
  local client = vim.lsp.get_client_by_id(context.client_id)
  local place = { uri = uri, range = { start = position, ['end'] = position } }
  if vim.lsp.util.show_document then
    vim.lsp.util.show_document(place, client.offset_encoding, { focus = true })
  else
    vim.lsp.util.jump_to_location(place, client.offset_encoding)
  end
end
vim.lsp.commands['prismaAnalyzer.showReferences'] = function(command, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  local items = vim.lsp.util.locations_to_items(command.arguments[3], client.offset_encoding)
  vim.fn.setqflist({}, ' ', { title = 'References', items = items })
  vim.cmd('copen')
end

-- Colours by the grammar, where its parser is installed.
vim.api.nvim_create_autocmd('FileType', {
  pattern = 'prisma',
  callback = function(event)
    vim.bo[event.buf].commentstring = '// %s'
    vim.bo[event.buf].shiftwidth = 2
    vim.bo[event.buf].expandtab = true
    pcall(vim.treesitter.start, event.buf, 'prisma')
  end,
})
