-- unblock: puts blocked seats back on sale; seats that are not blocked are left as they are.
-- KEYS    show, channel
-- ARGV    seat...
-- RESULT  OK | NOT_OPEN | UNKNOWN_SEAT seat...
-- INCLUDE fields, refusal, seat, publish

local head = redis.call("HMGET", show, EPOCH, VERSION, COUNT, FREE_SEATS, unpack(ARGV, first_seat))
local refused = refusal(head)
if refused then
  return refused
end

local freed = {}
for i = first_seat, #ARGV do
  if head[5 + i - first_seat] == BLOCKED_MARK then
    freed[#freed + 1] = ARGV[i]
  end
end
if #freed > 0 then
  local version = head[2] + 1
  redis.call("HDEL", show, unpack(freed))
  redis.call("HSET", show, VERSION, version, FREE_SEATS, head[4] + #freed)
  publish_seats(channel, head[1], version, {}, freed, 1, FREE)
end
return {OK}
