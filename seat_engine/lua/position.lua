-- position: which life and which version the state is at; what a mirror asks when it has heard nothing for long.
-- KEYS    show
-- ARGV    -
-- RESULT  OK epoch version | NOT_OPEN
-- INCLUDE fields

local head = redis.call("HMGET", show, EPOCH, VERSION)
if not head[1] then
  return {NOT_OPEN}
end
return {OK, head[1], head[2]}
