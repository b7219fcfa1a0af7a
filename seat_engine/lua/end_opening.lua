-- end_opening: ends a claim to load a show, if it is still the caller's.
-- KEYS    opening
-- ARGV    token
-- RESULT  OK

if redis.call("GET", opening) == token then
  redis.call("DEL", opening)
end
return {OK}
