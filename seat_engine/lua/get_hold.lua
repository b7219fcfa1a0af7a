-- get_hold: reads one hold.
-- KEYS    show, channel
-- ARGV    now, hold_id
-- RESULT  OK record | NOT_OPEN | HOLD_EXPIRED
-- INCLUDE fields, clock, record, current

local head = current(moment(now), record_field(hold_id))
if not head[1] then
  return {NOT_OPEN}
elseif not record_of(head[5]) then
  return {HOLD_EXPIRED}
end
return {OK, head[5]}
