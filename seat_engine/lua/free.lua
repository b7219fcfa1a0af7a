-- free: puts sold seats, and seats held by one named hold, back on sale. Any other seat is left as it is:
-- a late or repeated call never takes a seat from the person who got it since.
-- KEYS    show, channel, answer
-- ARGV    now, hold_id, seat...
-- RESULT  OK | NOT_OPEN | UNKNOWN_SEAT seat...
-- INCLUDE fields, clock, refusal, current, seat, record, record_seats, publish

local at = moment(now)
local head = current(at, record_field(hold_id))
local refused = refusal(head)
if refused then
  return refused
end

local record, mine = record_of(head[5]), {}
if record then
  mine = select(2, record_seats(record))
end
local freed, lost = {}, {}
for i = first_seat, #ARGV do
  if mine[ARGV[i]] then
    lost[ARGV[i]] = true
  end
  if mine[ARGV[i]] or state_of(head[3], ARGV[i]) == SOLD then
    freed[#freed + 1] = ARGV[i]
  end
end
if #freed > 0 then
  if next(lost) then
    hold_loses(hold_id, record, lost, at)
  end
  local version = head[2] + 1
  redis.call("HSET", show, VERSION, version, STATES, with_state(head[3], freed, 1, FREE))
  publish_seats(head[1], version, freed, 1, FREE)
end
return {OK}
