-- release: the holder gives back a hold, or those of its seats that are named. A hold that is gone or lapsed has
-- nothing to give back and nothing is wrong. Answers the record of what is left, if anything is.
-- KEYS    show, channel
-- ARGV    now, hold_id, holder, seat...
-- RESULT  OK record? | NOT_OPEN | NOT_HOLDER
-- INCLUDE fields, clock, record, publish

local field = record_field(hold_id)
local head = redis.call("HMGET", show, EPOCH, VERSION, FREE_SEATS, field)
if not head[1] then
  return {NOT_OPEN}
end
local record = record_live(head[4], millis(now))
if not record then
  return {OK}
elseif record.holder ~= holder then
  return {NOT_HOLDER}
end

local whole = #ARGV < first_seat
local named = {}
for i = first_seat, #ARGV do
  named[ARGV[i]] = true
end
local gone, freed = {}, {}
for seat in string.gmatch(record.seats, "%d+") do
  if whole or named[seat] then
    gone[seat] = true
    freed[#freed + 1] = seat
  end
end
if #freed == 0 then
  return {OK, head[4]}
end

local version, free = head[2] + 1, head[3] + #freed
local answer
if record_drop(record, gone) then
  local packed = record_pack(record)
  redis.call("HDEL", show, unpack(freed))
  redis.call("HSET", show, VERSION, version, FREE_SEATS, free, field, packed)
  answer = {OK, packed}
else
  redis.call("HDEL", show, field, unpack(freed))
  redis.call("HSET", show, VERSION, version, FREE_SEATS, free)
  answer = {OK}
end
publish_seats(channel, head[1], version, {}, freed, 1, FREE)
return answer
