-- free_count: how many seats are free, at the price of one read; seats of lapsed holds count once they are swept.
-- KEYS    show
-- ARGV    -
-- RESULT  OK free | NOT_OPEN
-- INCLUDE fields

local states = redis.call("HGET", show, STATES)
if not states then
  return {NOT_OPEN}
end
local _, free = string.gsub(states, FREE, "")
return {OK, free}
