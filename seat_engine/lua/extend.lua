-- extend: the holder asks for more time, up to the lifetime the hold was given. Never shortens.
-- KEYS    show
-- ARGV    now, hold_id, holder, ttl
-- RESULT  OK record | NOT_OPEN | HOLD_EXPIRED | NOT_HOLDER | LIMIT_REACHED
-- INCLUDE fields, clock, record, deadline

local at = millis(now)
local head = redis.call("HMGET", show, EPOCH, record_field(hold_id))
if not head[1] then
  return {NOT_OPEN}
end
local record = record_live(head[2], at)
if not record then
  return {HOLD_EXPIRED}
elseif record.holder ~= holder then
  return {NOT_HOLDER}
end

local wanted = at + tonumber(ttl)
local deadline = math.min(wanted, record.limit)
if deadline > record.deadline then
  return {OK, move_deadline(show, hold_id, record, deadline)}
elseif wanted > record.deadline then
  return {LIMIT_REACHED}
end
return {OK, head[2]}
