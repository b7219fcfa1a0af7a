-- change: the holder swaps the seats of a hold for these, all or none, with another note. Seats in both stay held
-- throughout, and the deadline stays. `rules` is empty, or has what else is asked to be watched over; the address is
-- then the one that the hold was taken from.
-- KEYS    show, channel, answer
-- ARGV    now, hold_id, holder, note, rules, seat...
-- RESULT  OK record | NOT_OPEN | UNKNOWN_SEAT seat... | SEATS_TAKEN seat... | HOLD_EXPIRED | NOT_HOLDER | HOLD_BOOKED
--         | LIMIT_REACHED scope wait? | WOULD_LEAVE_GAP seat...
-- INCLUDE fields, clock, refusal, current, seat, record, record_seats, publish, rules()

local at = moment(now)
local own = record_field(hold_id)
local watch = rules ~= "" and make_rules()
local asked = watch and watch.parse(rules)
local head = asked and watch.read(at, own, asked) or current(at, own)
local refused = refusal(head)
if refused then
  return refused
end
local record = record_of(head[5])
if not record then
  return {HOLD_EXPIRED}
elseif record.holder ~= holder then
  return {NOT_HOLDER}
elseif record.booking ~= "" then
  return {HOLD_BOOKED}
end

local had, mine = record_seats(record)
local wanted, added, taken = {}, {}, {}
for i = first_seat, #ARGV do
  wanted[ARGV[i]] = true
  if not mine[ARGV[i]] then
    local list = state_of(head[3], ARGV[i]) == FREE and added or taken
    list[#list + 1] = ARGV[i]
  end
end
if #taken > 0 then
  return {SEATS_TAKEN, unpack(taken)}
end
local dropped = {}
for _, seat in ipairs(had) do
  if not wanted[seat] then
    dropped[#dropped + 1] = seat
  end
end

record.seats = table.concat(ARGV, ",", first_seat)
record.note = note
local packed = record_pack(record)
if #added == 0 and #dropped == 0 then
  redis.call("HSET", show, own, packed)
  return {OK, packed}
end
local version = head[2] + 1
local states = with_state(with_state(head[3], dropped, 1, FREE), added, 1, HELD)
local ledgers = {}
if asked then
  local alone = watch.left_alone(states, asked.gaps)
  if #alone > 0 then
    return {WOULD_LEAVE_GAP, unpack(alone)}
  end
  local ledger = asked.watch_address(record.address)
  if ledger then
    ledger.value = redis.call("HGET", show, ledger.field)
  end
  local limited, writes = watch.watched(asked, head[3], hold_id, at, #had, #ARGV - first_seat + 1, #added)
  if limited then
    return limited
  end
  ledgers = writes
end
redis.call("HSET", show, VERSION, version, STATES, states, own, packed, unpack(ledgers))
local told = {}
if #dropped > 0 then
  told[#told + 1] = changes(dropped, 1, FREE)
end
if #added > 0 then
  told[#told + 1] = changes(added, 1, HELD)
end
publish("d", head[1], version, "[" .. table.concat(told, ",") .. "]")
return {OK, packed}
