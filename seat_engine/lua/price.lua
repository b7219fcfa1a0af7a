-- price: passes a price notice on to the watchers, as a change with a version of its own, and keeps the last one.
-- KEYS    show, channel, answer
-- ARGV    notice
-- RESULT  OK version | NOT_OPEN
-- INCLUDE fields, publish

local head = redis.call("HMGET", show, EPOCH, VERSION)
if not head[1] then
  return {NOT_OPEN}
end
local version = head[2] + 1
redis.call("HSET", show, VERSION, version, PRICES, notice)
publish("p", head[1], version, notice)
return {OK, version}
