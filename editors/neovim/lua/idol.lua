-- Lets the command `idol` serve buffers of its language, in whatever way this
-- version of Neovim has.

local M = {}

local function settings()
  local given = vim.g.idol or {}
  return {
    name = 'idol',
    cmd = given.cmd or { 'idol', 'lsp' },
    init_options = {
      against = given.against or 'HEAD',
      pedantic = given.pedantic or false,
    },
  }
end

-- The folder of the repository that a file is in, or else its own.
local function root(file)
  local folder = vim.fn.fnamemodify(file, ':p:h')
  local git = vim.fn.finddir('.git', folder .. ';')
  if git == '' then
    return folder
  end
  return vim.fn.fnamemodify(git, ':p:h:h')
end

-- Shows the references that a lens leads to.
local function show_references(command)
  local places = command.arguments and command.arguments[2] or {}
  local items = vim.lsp.util.locations_to_items(places, 'utf-16')
  vim.fn.setqflist({}, ' ', { title = command.title, items = items })
  vim.cmd('copen')
end

-- Servers by their folders, where Neovim does not keep them itself.
local clients = {}

-- Serves the buffer that is open.
function M.attach()
  local buffer = vim.api.nvim_get_current_buf()
  local file = vim.api.nvim_buf_get_name(buffer)
  if vim.bo[buffer].buftype ~= '' then
    return
  end
  local config = settings()
  if vim.fn.executable(config.cmd[1]) == 0 then
    vim.notify_once = vim.notify_once or vim.notify
    vim.notify_once(
      'the command `' .. config.cmd[1] .. '` is not found: '
        .. '`cargo install --path cli` in a checkout of Idol installs it',
      vim.log.levels.WARN
    )
    return
  end
  config.root_dir = root(file)
  config.commands = { ['idol.showReferences'] = show_references }
  vim.lsp.commands['idol.showReferences'] = show_references
  if vim.lsp.start then
    vim.lsp.start(config, { bufnr = buffer })
    return
  end
  local folder = config.root_dir
  if not (clients[folder] and vim.lsp.get_client_by_id(clients[folder])) then
    config.workspace_folders = {
      { uri = vim.uri_from_fname(folder), name = folder },
    }
    clients[folder] = vim.lsp.start_client(config)
  end
  vim.lsp.buf_attach_client(buffer, clients[folder])
end

return M
