-- sweep: frees the holds that are past their deadline, at most `limit` of them. Says until when nothing more is due
-- (empty if nothing is, as things stand), and which holds it freed. When nothing is due it costs one read. Two sweepers
-- at once are harmless: the second finds nothing.
-- KEYS    show, channel
-- ARGV    now, limit
-- RESULT  OK until hold_id... | NOT_OPEN
-- INCLUDE fields, clock, lapse

local head = redis.call("HMGET", show, EPOCH, NEXT_DUE)
if not head[1] then
  return {NOT_OPEN}
end
local at = moment(now)
if not head[2] or head[2] > at then
  return {OK, head[2] or ""}
end
local ids, next_due = lapse(at, tonumber(limit))
return {OK, next_due or "", unpack(ids)}
