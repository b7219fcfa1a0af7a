-- The ledger `field` (see limits.lua) with a hold's id in it: from then on the hold counts for that holder or address.
local function written_down(field, id)
  local ledger = redis.call("HGET", show, field) or string.rep("0", 13)
  if not string.find(ledger .. "\n", "\n" .. id .. "\n", 1, true) then
    ledger = ledger .. "\n" .. id
  end
  return ledger
end
