-- close: the show is over; forgets its state and tells the watchers. Closing a closed show is no error.
-- KEYS    show, channel
-- ARGV    -
-- RESULT  OK
-- INCLUDE fields, publish

local head = redis.call("HMGET", show, EPOCH, VERSION)
if head[1] then
  redis.call("DEL", show)
  publish("c", head[1], head[2] + 1, "")
end
return {OK}
