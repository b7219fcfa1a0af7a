-- inspect: the states of a show and its live holds at one moment, for whoever compares them with the caller's truth.
-- KEYS    show, channel
-- ARGV    now
-- RESULT  OK epoch states field... | NOT_OPEN
-- INCLUDE fields, clock, record, current

local head = current(moment(now))
if not head[1] then
  return {NOT_OPEN}
end
local found = {OK, head[1], head[3]}
local all = redis.call("HGETALL", show)
for i = 1, #all, 2 do
  if string.sub(all[i], 1, 2) == "h:" and record_of(all[i + 1]) then
    found[#found + 1] = string.sub(all[i], 3)
    found[#found + 1] = all[i + 1]
  end
end
return found
