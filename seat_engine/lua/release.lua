-- release: the holder gives back a hold, or those of its seats that are named, unless a booking stands on it; the house
-- does so whoever holds it. A hold that is gone or lapsed has nothing to give back and nothing is wrong. Answers the
-- record of what is left, if anything is.
-- KEYS    show, channel, answer
-- ARGV    now, hold_id, holder, house, seat...
-- RESULT  OK record? | NOT_OPEN | NOT_HOLDER | HOLD_BOOKED
-- INCLUDE fields, clock, record, record_seats, current, seat, publish

local at = moment(now)
local head = current(at, record_field(hold_id))
if not head[1] then
  return {NOT_OPEN}
end
local record = record_of(head[5])
if not record then
  return {OK}
elseif house ~= "1" and record.holder ~= holder then
  return {NOT_HOLDER}
elseif house ~= "1" and record.booking ~= "" then
  return {HOLD_BOOKED}
end

local whole, named = #ARGV < first_seat, {}
for i = first_seat, #ARGV do
  named[ARGV[i]] = true
end
local freed, gone = {}, {}
for _, seat in ipairs((record_seats(record))) do
  if whole or named[seat] then
    gone[seat] = true
    freed[#freed + 1] = seat
  end
end
if #freed == 0 then
  return {OK, head[5]}
end

hold_loses(hold_id, record, gone, at)
local version = head[2] + 1
redis.call("HSET", show, VERSION, version, STATES, with_state(head[3], freed, 1, FREE))
publish_seats(head[1], version, freed, 1, FREE)
if record.seats == "" then
  return {OK}
end
return {OK, record_pack(record)}
