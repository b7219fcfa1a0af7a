-- hold: takes all seats or none for a holder until a deadline. The same request again gets the first answer.
-- KEYS    show, channel
-- ARGV    now, hold_id, holder, ttl, max_life, note, seat...
-- RESULT  OK record | NOT_OPEN | UNKNOWN_SEAT seat... | SEATS_TAKEN seat... | NOT_HOLDER | HOLD_MISMATCH
-- INCLUDE fields, clock, refusal, seat, record, lapse, publish

local at = millis(now)
local own = record_field(hold_id)
local head = redis.call("HMGET", show, EPOCH, VERSION, COUNT, FREE_SEATS, NEXT_DUE, own, unpack(ARGV, first_seat))
local refused = refusal(head)
if refused then
  return refused
end

local seats = table.concat(ARGV, ",", first_seat)
local lapsed = {}
if head[6] then
  local first = record_live(head[6], at)
  if not first then
    lapsed[hold_id] = true
  elseif first.holder ~= holder then
    return {NOT_HOLDER}
  elseif first.seats ~= seats then
    return {HOLD_MISMATCH}
  else
    return {OK, head[6]}
  end
end

local taken = {}
for i = first_seat, #ARGV do
  local value = head[7 + i - first_seat]
  local id, deadline = hold_of(value)
  if id and deadline <= at then
    lapsed[id] = true
  elseif value then
    taken[#taken + 1] = ARGV[i]
  end
end
if #taken > 0 then
  return {SEATS_TAKEN, unpack(taken)}
end

local freed = lapse(show, lapsed)
local version = head[2] + 1
local limit = at + tonumber(max_life)
local deadline = math.min(at + tonumber(ttl), limit)
local record = record_pack({
  deadline = deadline, created = at, limit = limit, holder = holder, seats = seats, note = note,
})
local mark = held_mark(deadline, hold_id)
local due = math.min(deadline, tonumber(head[5]) or deadline)
local free = head[4] + #freed - (#ARGV - first_seat + 1)
local writes = {VERSION, version, FREE_SEATS, free, NEXT_DUE, due, own, record}
for i = first_seat, #ARGV do
  writes[#writes + 1] = ARGV[i]
  writes[#writes + 1] = mark
end
redis.call("HSET", show, unpack(writes))
publish_seats(channel, head[1], version, freed, ARGV, first_seat, HELD)
return {OK, record}
