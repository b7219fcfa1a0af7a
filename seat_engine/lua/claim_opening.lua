-- claim_opening: lets one at a time load a show that is not open; nobody has to end a claim for it to end.
-- KEYS    show, opening
-- ARGV    token, lease
-- RESULT  OK mine | ALREADY_OPEN
-- INCLUDE fields

if redis.call("HEXISTS", show, EPOCH) == 1 then
  return {ALREADY_OPEN}
end
if redis.call("SET", opening, token, "NX", "PX", lease) then
  return {OK, 1}
end
-- The same claim sent twice is one claim.
return {OK, redis.call("GET", opening) == token and 1 or 0}
