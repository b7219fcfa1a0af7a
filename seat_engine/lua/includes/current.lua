-- INCLUDE fields, lapse
-- Reads EPOCH, VERSION, STATES, NEXT_DUE and the fields named, after freeing what is due: whether or not a sweep has
-- run, a hold past its deadline is gone before any verb looks.
local function current(at, ...)
  local head = redis.call("HMGET", show, EPOCH, VERSION, STATES, NEXT_DUE, ...)
  if head[4] and head[4] <= at then
    lapse(at, math.huge)
    head = redis.call("HMGET", show, EPOCH, VERSION, STATES, NEXT_DUE, ...)
  end
  return head
end
