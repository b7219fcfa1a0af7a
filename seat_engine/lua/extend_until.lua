-- extend_until: the house keeps a hold until a moment, past its lifetime if need be. Never shortens.
-- KEYS    show, channel, answer
-- ARGV    now, hold_id, until_ms
-- RESULT  OK record | NOT_OPEN | HOLD_EXPIRED
-- INCLUDE fields, clock, record, current

local head = current(moment(now), record_field(hold_id))
if not head[1] then
  return {NOT_OPEN}
end
local record = record_of(head[5])
if not record then
  return {HOLD_EXPIRED}
end
local deadline = moment_of(until_ms)
if deadline > record.deadline then
  record.deadline = deadline
  local packed = record_pack(record)
  redis.call("HSET", show, record_field(hold_id), packed)
  return {OK, packed}
end
return {OK, head[5]}
