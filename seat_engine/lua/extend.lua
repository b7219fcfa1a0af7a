-- extend: the holder asks for more time, up to the lifetime the hold was given. Never shortens. NEXT_DUE stays: a look
-- that comes too early finds nothing and learns the next time. Nobody sees a difference, so the version stays as well.
-- KEYS    show, channel, answer
-- ARGV    now, hold_id, holder, ttl
-- RESULT  OK record | NOT_OPEN | HOLD_EXPIRED | NOT_HOLDER | HOLD_BOOKED | LIMIT_REACHED scope
-- INCLUDE fields, clock, record, current

local at = moment(now)
local head = current(at, record_field(hold_id))
if not head[1] then
  return {NOT_OPEN}
end
local record = record_of(head[5])
if not record then
  return {HOLD_EXPIRED}
elseif record.holder ~= holder then
  return {NOT_HOLDER}
elseif record.booking ~= "" then
  return {HOLD_BOOKED}
end

local wanted = moment_of(at + ttl)
local deadline = wanted < record.limit and wanted or record.limit
if deadline > record.deadline then
  record.deadline = deadline
  local packed = record_pack(record)
  redis.call("HSET", show, record_field(hold_id), packed)
  return {OK, packed}
elseif wanted > record.deadline then
  return {LIMIT_REACHED, "life"}
end
return {OK, head[5]}
