-- commit: the sale of these seats is recorded elsewhere, so they are sold here, whatever they were: held by this
-- hold (lapsed or not), free, blocked, or held by another, who loses them. What is sold already stays so.
-- KEYS    show, channel
-- ARGV    hold_id, seat...
-- RESULT  OK | NOT_OPEN | UNKNOWN_SEAT seat...
-- INCLUDE fields, refusal, seat, record, publish

local own = record_field(hold_id)
local head = redis.call("HMGET", show, EPOCH, VERSION, COUNT, FREE_SEATS, own, unpack(ARGV, first_seat))
local refused = refusal(head)
if refused then
  return refused
end

local version = head[2] + 1
local sold, writes, losers, free = {}, {}, {}, tonumber(head[4])
for i = first_seat, #ARGV do
  local value = head[6 + i - first_seat]
  if not value then
    free = free - 1
  end
  if value ~= SOLD_MARK then
    sold[#sold + 1] = ARGV[i]
    writes[#writes + 1] = ARGV[i]
    writes[#writes + 1] = SOLD_MARK
    local id = hold_of(value)
    if id then
      losers[id] = losers[id] or {}
      losers[id][ARGV[i]] = true
    end
  end
end
if #sold > 0 then
  for id, gone in pairs(losers) do
    hold_loses(show, id, gone, id == hold_id and head[5])
  end
  redis.call("HSET", show, VERSION, version, FREE_SEATS, free, unpack(writes))
  publish_seats(channel, head[1], version, {}, sold, 1, SOLD)
end
return {OK}
