-- free_count: how many seats are free, at the price of one read; seats of lapsed holds count once they are swept.
-- KEYS    show
-- ARGV    -
-- RESULT  OK free | NOT_OPEN
-- INCLUDE fields

local free = redis.call("HGET", show, FREE_SEATS)
if not free then
  return {NOT_OPEN}
end
return {OK, tonumber(free)}
