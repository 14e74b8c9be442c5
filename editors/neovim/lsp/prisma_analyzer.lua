-- The server prisma-analyzer, for Neovim 0.11 and newer: vim.lsp.enable('prisma_analyzer')
return {
  cmd = { 'prisma-analyzer', 'lsp' },
  filetypes = { 'prisma' },
  root_markers = { { 'prisma.config.ts', 'prisma.config.js', 'prisma.config.mjs' }, 'package.json', '.git' },
  settings = { prismaAnalyzer = vim.empty_dict() },
}
