-- open: loads a show once from the caller's truth and starts a new epoch; whoever comes second changes nothing.
-- Each hold is five arguments: id, holder, deadline, seats joined by commas, note. Its holder cannot extend it
-- (its lifetime is the deadline given); the house can.
-- KEYS    show, channel
-- ARGV    now, epoch, count, sold, blocked, hold...
-- RESULT  OK | ALREADY_OPEN
-- INCLUDE fields, clock, seat, record, publish

if redis.call("HEXISTS", show, EPOCH) == 1 then
  return {ALREADY_OPEN}
end
-- Nothing of an earlier life may stay behind, should only part of it have been lost.
redis.call("DEL", show)

local at = millis(now)
local writes = {EPOCH, epoch, VERSION, 1, COUNT, count}
local free = tonumber(count)
local function mark_seats(seats, mark)
  for seat in string.gmatch(seats, "%d+") do
    free = free - 1
    writes[#writes + 1] = seat
    writes[#writes + 1] = mark
  end
end

mark_seats(sold, SOLD_MARK)
mark_seats(blocked, BLOCKED_MARK)
local due
for i = first_hold, #ARGV, 5 do
  local id, holder, deadline, seats, note = unpack(ARGV, i, i + 4)
  deadline = tonumber(deadline)
  mark_seats(seats, held_mark(deadline, id))
  redis.call("HSET", show, record_field(id), record_pack({
    deadline = deadline, created = at, limit = deadline, holder = holder, seats = seats, note = note,
  }))
  due = math.min(deadline, due or deadline)
end
writes[#writes + 1] = FREE_SEATS
writes[#writes + 1] = free
if due then
  writes[#writes + 1] = NEXT_DUE
  writes[#writes + 1] = due
end
redis.call("HSET", show, unpack(writes))
publish(channel, "o", epoch, 1, "")
return {OK}
