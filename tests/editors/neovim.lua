-- Drives Neovim as a person does, with the lines that docs/editors.md has people write: opens an article, reads its findings, points
-- at one, and makes every safe repair. Arguments: the article, what it is to become, and how many findings it has.
local article, wanted, count = _G.arg_article, _G.arg_wanted, tonumber(_G.arg_count)

local function fail(words)
  io.stderr:write("neovim: " .. words .. "\n")
  vim.cmd("cquit 1")
end

local function wait_for(what, is_there)
  if not vim.wait(60000, is_there, 50) then
    fail("timeout: " .. what)
  end
end

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("*a")
  file:close()
  return text
end

local function request(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 60000) or {}
  for _, answer in pairs(answers) do
    return answer.result
  end
end

vim.cmd("edit " .. vim.fn.fnameescape(article))
vim.bo.fileformat = "unix"
wait_for("findings", function() return #vim.diagnostic.get(0) == count end)
local first = vim.diagnostic.get(0)[1]
for _, found in ipairs(vim.diagnostic.get(0)) do
  if found.lnum < first.lnum then first = found end
end
if first.code ~= "quotes/misdirected" then fail("the first finding is " .. vim.inspect(first)) end

vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
local hover = request("textDocument/hover", vim.lsp.util.make_position_params())
if not (hover and hover.contents.value:find("لماذا", 1, true)) then fail("no reason is given: " .. vim.inspect(hover)) end

local function actions(kinds)
  local params = vim.lsp.util.make_range_params()
  params.context = { diagnostics = {}, only = kinds }
  return request("textDocument/codeAction", params) or {}
end
local quick = actions({ "quickfix" })
if #quick ~= 2 then fail("a repair and a way to ignore the finding are offered, not " .. vim.inspect(quick)) end

local all = actions({ "source.fixAll" })
if #all ~= 1 then fail("all repairs are one action, not " .. vim.inspect(all)) end
vim.lsp.util.apply_workspace_edit(all[1].edit, "utf-16")
local now = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), "\n") .. "\n"
if now ~= read(wanted) then fail("the repaired article is\n" .. now) end
wait_for("findings of the repaired article", function() return #vim.diagnostic.get(0) == count - 3 end)
print("neovim: " .. count .. " findings, hover, actions, 3 repairs")
vim.cmd("qall!")
