-- extend_until: the house keeps a hold until a time, past its lifetime if need be. Never shortens.
-- KEYS    show
-- ARGV    now, hold_id, until_ms
-- RESULT  OK record | NOT_OPEN | HOLD_EXPIRED
-- INCLUDE fields, clock, record, deadline

local head = redis.call("HMGET", show, EPOCH, record_field(hold_id))
if not head[1] then
  return {NOT_OPEN}
end
local record = record_live(head[2], millis(now))
if not record then
  return {HOLD_EXPIRED}
end
if tonumber(until_ms) > record.deadline then
  return {OK, move_deadline(show, hold_id, record, tonumber(until_ms))}
end
return {OK, head[2]}
