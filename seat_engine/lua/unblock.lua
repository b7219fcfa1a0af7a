-- unblock: puts blocked seats back on sale; seats that are not blocked are left as they are.
-- KEYS    show, channel, answer
-- ARGV    seat...
-- RESULT  OK | NOT_OPEN | UNKNOWN_SEAT seat...
-- INCLUDE fields, refusal, seat, publish

local head = redis.call("HMGET", show, EPOCH, VERSION, STATES)
local refused = refusal(head)
if refused then
  return refused
end

local freed = {}
for i = first_seat, #ARGV do
  if state_of(head[3], ARGV[i]) == BLOCKED then
    freed[#freed + 1] = ARGV[i]
  end
end
if #freed > 0 then
  local version = head[2] + 1
  redis.call("HSET", show, VERSION, version, STATES, with_state(head[3], freed, 1, FREE))
  publish_seats(head[1], version, freed, 1, FREE)
end
return {OK}
