-- free_count: how many seats are free at this moment, at the price of one read.
-- KEYS    show, channel
-- ARGV    now
-- RESULT  OK free | NOT_OPEN
-- INCLUDE fields, clock, current

local head = current(moment(now))
if not head[1] then
  return {NOT_OPEN}
end
local _, free = string.gsub(head[3], FREE, "")
return {OK, free}
