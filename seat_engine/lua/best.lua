-- best: finds the best seats that are together and holds them, in one step. The same request again gets the first
-- answer. What there is to choose from, and in which order, the caller has worked out: see `wishes.py`.
-- Windows that leave no seat alone come before those that do; whoever may be split gets as few blocks as there must be.
-- When there is no choice the states that were seen are the answer, so that the caller can say how many there are.
-- KEYS    show, channel
-- ARGV    now, hold_id, deadline, created, limit, holder, address, note, rules, plan_size, count, avoid_gaps, pieces,
--         numbers, kept, windows, smaller, kinds, places
-- RESULT  OK record | NOT_OPEN | UNKNOWN_SEAT seat... | NOT_HOLDER | HOLD_EXPIRED | LIMIT_REACHED scope wait?
--         | NOT_ENOUGH_TOGETHER states
-- INCLUDE fields, clock, record, current, rules(), line, split

local at = moment(now)
local own = record_field(hold_id)
local watch = rules ~= "" and make_rules()
local asked = watch and watch.parse(rules)
local head = asked and watch.read(at, own, asked) or current(at, own)
if not head[1] then
  return {NOT_OPEN}
elseif tonumber(plan_size) > #head[3] then
  return {UNKNOWN_SEAT, plan_size - 1}
elseif head[5] and ended_until(head[5]) then
  if ended_until(head[5]) > at then
    return {HOLD_EXPIRED}
  end
elseif head[5] then
  if record_parse(head[5]).holder ~= holder then
    return {NOT_HOLDER}
  end
  return {OK, head[5]}
end

count = tonumber(count)
local ledgers = {}
if asked then
  local limited, writes = watch.watched(asked, head[3], hold_id, at, 0, count, count)
  if limited then
    return limited
  end
  ledgers = writes
end

local line = line_of(head[3])
local window = best_window(line, count, avoid_gaps == "1")
local chosen
if window then
  chosen = seats_at({{window, window + count - 1}})
elseif kinds ~= "" then
  local blocks = split(line, count)
  chosen = blocks and seats_at(blocks)
end
if not chosen then
  return {NOT_ENOUGH_TOGETHER, head[3]}
end

if asked and asked.places_left then
  local taken = 0
  for _, seat in ipairs(chosen) do
    taken = taken + (asked.places[seat] and 1 or 0)
  end
  if taken > asked.places_left then
    return {LIMIT_REACHED, "holder_places", ""}
  end
end

local record = record_pack({
  deadline = deadline, created = created, limit = limit, holder = holder, address = address,
  seats = table.concat(chosen, ","), note = note,
})
local version = head[2] + 1
local writes = {VERSION, version, STATES, with_state(head[3], chosen, 1, HELD), own, record, unpack(ledgers)}
if not head[4] or head[4] > deadline then
  writes[#writes + 1] = NEXT_DUE
  writes[#writes + 1] = deadline
end
redis.call("HSET", show, unpack(writes))
publish_seats(head[1], version, chosen, 1, HELD)
return {OK, record}
