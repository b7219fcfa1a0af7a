-- book: a booking begins to be made on a hold: it lives until the booking's deadline, and is no longer its holder's. Each
-- attempt has a name, and takes its claim back with `unbook` if it fails. Never shortens. The hold is the buyer's from then
-- on, whoever took it (a browser, before it was known whose it is), and counts for them.
-- KEYS    show, channel, answer
-- ARGV    now, hold_id, until_ms, attempt, holder
-- RESULT  OK record | NOT_OPEN | HOLD_EXPIRED
-- INCLUDE fields, clock, record, booked, written_down, current

local at = moment(now)
local head = current(at, record_field(hold_id))
if not head[1] then
  return {NOT_OPEN}
end
local record = record_of(head[5])
if not record then
  return {HOLD_EXPIRED}
end
claim_by(record, attempt, at)
local deadline = moment_of(until_ms)
if deadline > record.deadline then
  record.deadline = deadline
end
local writes = {}
if record.holder ~= holder then
  record.holder = holder
  writes = {"u:" .. holder, written_down("u:" .. holder, hold_id)}
end
local packed = record_pack(record)
redis.call("HSET", show, record_field(hold_id), packed, unpack(writes))
return {OK, packed}
