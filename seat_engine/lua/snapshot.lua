-- snapshot: the whole state, one character per seat; a lapsed hold's seats are free. Changes nothing.
-- KEYS    show
-- ARGV    now
-- RESULT  OK epoch version states prices | NOT_OPEN
-- INCLUDE fields, clock, seat, scan

local head = redis.call("HMGET", show, EPOCH, VERSION, COUNT, PRICES)
if not head[1] then
  return {NOT_OPEN}
end
local at = millis(now)
local values = all_seats(show, tonumber(head[3]))
-- Made strings once: joining twelve hundred numbers would print each of them.
local free, held, sold, blocked = tostring(FREE), tostring(HELD), tostring(SOLD), tostring(BLOCKED)
local states = {}
for index = 1, #values do
  local value = values[index]
  if not value then
    states[index] = free
  elseif value == SOLD_MARK then
    states[index] = sold
  elseif value == BLOCKED_MARK then
    states[index] = blocked
  else
    local _, deadline = hold_of(value)
    states[index] = deadline <= at and free or held
  end
end
return {OK, head[1], head[2], table.concat(states), head[4] or ""}
