-- snapshot: the whole state at one moment, at the price of one read.
-- KEYS    show, channel
-- ARGV    now
-- RESULT  OK epoch version states prices | NOT_OPEN
-- INCLUDE fields, clock, current

local head = current(moment(now), PRICES)
if not head[1] then
  return {NOT_OPEN}
end
return {OK, head[1], head[2], head[3], head[5] or ""}
