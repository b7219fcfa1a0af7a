-- unbook: an attempt to book a hold has failed. With the last of them gone the hold is its holder's again, until the
-- deadline that it had before. Without an attempt's name all claims go, if the last was made at `before` or earlier:
-- for what a process that died left behind.
-- KEYS    show, channel, answer
-- ARGV    now, hold_id, attempt, before_ms
-- RESULT  OK | NOT_OPEN
-- INCLUDE fields, clock, record, booked, current

local head = current(moment(now), record_field(hold_id))
if not head[1] then
  return {NOT_OPEN}
end
local record = record_of(head[5])
if not record or record.booking == "" then
  return {OK}
end
local claims, left = claims_of(record), {}
if attempt ~= "" then
  for _, name in ipairs(claims.names) do
    if name ~= attempt then
      left[#left + 1] = name
    end
  end
  if #left == #claims.names then
    return {OK}
  end
elseif claims.since > moment_of(before_ms) then
  return {OK}
end

if #left > 0 then
  record.booking = claims.before .. " " .. claims.since .. " " .. table.concat(left, " ")
else
  record.booking = ""
  record.deadline = claims.before
end
redis.call("HSET", show, record_field(hold_id), record_pack(record))
if not head[4] or head[4] > record.deadline then
  redis.call("HSET", show, NEXT_DUE, record.deadline)
end
return {OK}
