-- get_hold: reads one hold.
-- KEYS    show
-- ARGV    now, hold_id
-- RESULT  OK record | NOT_OPEN | HOLD_EXPIRED
-- INCLUDE fields, clock, record

local head = redis.call("HMGET", show, EPOCH, record_field(hold_id))
if not head[1] then
  return {NOT_OPEN}
elseif not record_live(head[2], millis(now)) then
  return {HOLD_EXPIRED}
end
return {OK, head[2]}
