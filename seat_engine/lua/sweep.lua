-- sweep: frees the holds that are past their deadline, at most `limit` of them, and says which. When nothing is
-- due it costs one read. Two sweepers at once are harmless: the second finds nothing.
-- KEYS    show, channel
-- ARGV    now, limit
-- RESULT  OK hold_id... | NOT_OPEN
-- INCLUDE fields, clock, seat, record, scan, publish

local head = redis.call("HMGET", show, EPOCH, VERSION, COUNT, NEXT_DUE, FREE_SEATS)
if not head[1] then
  return {NOT_OPEN}
end
local due = tonumber(head[4])
local at = millis(now)
if not due or due > at then
  return {OK}
end

local values = all_seats(show, tonumber(head[3]))
local next_due, freed, ids, seen = nil, {}, {}, {}
for index = 1, #values do
  local id, deadline = hold_of(values[index])
  if id then
    if deadline <= at and not seen[id] and #ids < tonumber(limit) then
      seen[id] = true
      ids[#ids + 1] = id
    end
    if seen[id] then
      freed[#freed + 1] = tostring(index - 1)
    else
      next_due = math.min(deadline, next_due or deadline)
    end
  end
end

local gone = {}
for i = 1, #ids do
  gone[i] = record_field(ids[i])
end
if next_due then
  redis.call("HSET", show, NEXT_DUE, next_due)
else
  gone[#gone + 1] = NEXT_DUE
end
for i = 1, #freed do
  gone[#gone + 1] = freed[i]
end
if #gone > 0 then
  redis.call("HDEL", show, unpack(gone))
end
if #freed > 0 then
  local version = head[2] + 1
  redis.call("HSET", show, VERSION, version, FREE_SEATS, head[5] + #freed)
  publish_seats(channel, head[1], version, {}, freed, 1, FREE)
end
return {OK, unpack(ids)}
