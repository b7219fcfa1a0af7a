-- free: puts sold seats, and seats held by one named hold, back on sale. Any other seat is left as it is:
-- a late or repeated call never takes a seat from the person who got it since.
-- KEYS    show, channel
-- ARGV    hold_id, seat...
-- RESULT  OK | NOT_OPEN | UNKNOWN_SEAT seat...
-- INCLUDE fields, refusal, seat, record, publish

local head = redis.call("HMGET", show, EPOCH, VERSION, COUNT, FREE_SEATS, unpack(ARGV, first_seat))
local refused = refusal(head)
if refused then
  return refused
end

local freed, lost = {}, {}
for i = first_seat, #ARGV do
  local value = head[5 + i - first_seat]
  local held = hold_of(value) == hold_id and hold_id ~= ""
  if held then
    lost[ARGV[i]] = true
  end
  if held or value == SOLD_MARK then
    freed[#freed + 1] = ARGV[i]
  end
end
if #freed > 0 then
  local version = head[2] + 1
  if next(lost) then
    hold_loses(show, hold_id, lost)
  end
  redis.call("HDEL", show, unpack(freed))
  redis.call("HSET", show, VERSION, version, FREE_SEATS, head[4] + #freed)
  publish_seats(channel, head[1], version, {}, freed, 1, FREE)
end
return {OK}
