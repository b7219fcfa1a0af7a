-- change: the holder swaps the seats of a hold for these, all or none, with another note. Seats in both stay held
-- throughout, and the deadline stays.
-- KEYS    show, channel
-- ARGV    now, hold_id, holder, note, seat...
-- RESULT  OK record | NOT_OPEN | UNKNOWN_SEAT seat... | SEATS_TAKEN seat... | HOLD_EXPIRED | NOT_HOLDER
-- INCLUDE fields, clock, refusal, seat, record, lapse, publish

local at = millis(now)
local own = record_field(hold_id)
local head = redis.call("HMGET", show, EPOCH, VERSION, COUNT, FREE_SEATS, own, unpack(ARGV, first_seat))
local refused = refusal(head)
if refused then
  return refused
end
local record = record_live(head[5], at)
if not record then
  return {HOLD_EXPIRED}
elseif record.holder ~= holder then
  return {NOT_HOLDER}
end

local wanted, added, taken, lapsed = {}, {}, {}, {}
for i = first_seat, #ARGV do
  local value = head[6 + i - first_seat]
  local id, deadline = hold_of(value)
  wanted[ARGV[i]] = true
  if not value then
    added[#added + 1] = ARGV[i]
  elseif id and id ~= hold_id and deadline <= at then
    lapsed[id] = true
    added[#added + 1] = ARGV[i]
  elseif id ~= hold_id then
    taken[#taken + 1] = ARGV[i]
  end
end
if #taken > 0 then
  return {SEATS_TAKEN, unpack(taken)}
end

local freed = lapse(show, lapsed)
local dropped = {}
for seat in string.gmatch(record.seats, "%d+") do
  if not wanted[seat] then
    dropped[#dropped + 1] = seat
    freed[#freed + 1] = seat
  end
end
record.seats = table.concat(ARGV, ",", first_seat)
record.note = note
local packed = record_pack(record)
if #added == 0 and #dropped == 0 then
  redis.call("HSET", show, own, packed)
  return {OK, packed}
end

local version = head[2] + 1
local mark = held_mark(record.deadline, hold_id)
local writes = {VERSION, version, FREE_SEATS, head[4] + #freed - #added, own, packed}
for _, seat in ipairs(added) do
  writes[#writes + 1] = seat
  writes[#writes + 1] = mark
end
if #dropped > 0 then
  redis.call("HDEL", show, unpack(dropped))
end
redis.call("HSET", show, unpack(writes))
if #added > 0 then
  publish_seats(channel, head[1], version, freed, added, 1, HELD)
else
  publish_seats(channel, head[1], version, {}, freed, 1, FREE)
end
return {OK, packed}
