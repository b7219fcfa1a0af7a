-- keep: a booking that waits for its money is recorded elsewhere, so its seats are held by its hold until its deadline,
-- whatever they were: free because the hold lapsed or was lost, sold, or held by another, who loses them. Blocked seats
-- stay blocked. Never shortens, and does nothing once the deadline has come.
-- KEYS    show, channel, answer
-- ARGV    now, hold_id, holder, address, until_ms, seat...
-- RESULT  OK | NOT_OPEN | UNKNOWN_SEAT seat...
-- INCLUDE fields, clock, refusal, current, seat, record, record_seats, booked, written_down, take, publish

local at = moment(now)
local own = record_field(hold_id)
local head = current(at, own)
local refused = refusal(head)
if refused then
  return refused
end
local deadline = moment_of(until_ms)
if deadline <= at then
  return {OK}
end

local record, writes = record_of(head[5]), {}
if not record then
  record = {
    deadline = deadline, created = at, limit = deadline, holder = holder, address = address, seats = "",
    booking = "", note = "",
  }
  -- A hold that is made anew counts for its holder and its address, as any other does.
  writes = {"u:" .. holder, written_down("u:" .. holder, hold_id)}
  if address ~= "" then
    writes[3], writes[4] = "a:" .. address, written_down("a:" .. address, hold_id)
  end
end
local had, mine = record_seats(record)
local all, held, others = {}, {}, {}
for _, seat in ipairs(had) do
  all[#all + 1] = tonumber(seat)
end
for i = first_seat, #ARGV do
  local state = state_of(head[3], ARGV[i])
  if not mine[ARGV[i]] and state ~= BLOCKED then
    all[#all + 1] = tonumber(ARGV[i])
    if state == HELD then
      others[ARGV[i]] = true
    else
      held[#held + 1] = ARGV[i]
    end
  end
end
if #all == 0 then
  return {OK}
end
table.sort(all)
if deadline > record.deadline then
  record.deadline = deadline
end
record.seats = table.concat(all, ",")
claim_by(record, "kept", at)
if next(others) then
  take_from_others(others, hold_id, at)
end
writes[#writes + 1] = own
writes[#writes + 1] = record_pack(record)
if not head[4] or head[4] > record.deadline then
  writes[#writes + 1] = NEXT_DUE
  writes[#writes + 1] = record.deadline
end
redis.call("HSET", show, unpack(writes))
if #held > 0 then
  local version = head[2] + 1
  redis.call("HSET", show, VERSION, version, STATES, with_state(head[3], held, 1, HELD))
  publish_seats(head[1], version, held, 1, HELD)
end
return {OK}
