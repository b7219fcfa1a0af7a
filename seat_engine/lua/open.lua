-- open: loads a show once from the caller's truth and starts a new epoch; whoever comes second changes nothing.
-- Holds and whose they are come as fields with their values, and `due` is the earliest of the holds' deadlines, empty
-- if there is none.
-- KEYS    show, channel
-- ARGV    epoch, states, due, field...
-- RESULT  OK | ALREADY_OPEN
-- INCLUDE fields, publish

if redis.call("HEXISTS", show, EPOCH) == 1 then
  return {ALREADY_OPEN}
end
-- Nothing of an earlier life may stay behind, should only part of it have been lost.
redis.call("DEL", show)
local writes = {EPOCH, epoch, VERSION, 1, STATES, states}
if due ~= "" then
  writes[#writes + 1] = NEXT_DUE
  writes[#writes + 1] = due
end
redis.call("HSET", show, unpack(writes))
for i = first_field, #ARGV, 2 do
  redis.call("HSET", show, ARGV[i], ARGV[i + 1])
end
publish("o", epoch, 1, "")
return {OK}
