-- INCLUDE own, clock, record, current, rules()
-- A piece on demand: what `hold` does when a request came before, when holds are due, and when there are rules to watch
-- over. Returns the reply, if there is one already; the head as it is now; and ledgers to write.
local function with_runs_held(states)
  for i = first_run, #ARGV, 2 do
    local first, free = ARGV[i], ARGV[i + 1]
    local last = first + #free
    if string.sub(states, first + 1, last) ~= free then
      return nil
    end
    states = string.sub(states, 1, first) .. string.rep(HELD, #free) .. string.sub(states, last + 1)
  end
  return states
end

local function repeated(first, at)
  if ended_until(first) then
    return ended_until(first) > at and {HOLD_EXPIRED} or nil
  end
  local was, again = record_parse(first), record_parse(record)
  if was.holder ~= again.holder then
    return {NOT_HOLDER}
  elseif was.seats ~= again.seats then
    return {HOLD_MISMATCH}
  end
  return {OK, first}
end

if rules == "" then
  local at = moment(now)
  local head = current(at, own)
  return head[5] and repeated(head[5], at), head
end

local watch = make_rules()
local asked = watch.parse(rules)
local wants = 0
for i = first_run, #ARGV, 2 do
  wants = wants + #ARGV[i + 1]
end

-- Puts the rules to the choice: a refusal, or the ledgers to write; neither if the seats are not free.
local function ruled(before)
  local after = with_runs_held(before)
  if not after then
    return nil, nil
  end
  local alone = watch.left_alone(after, asked.gaps)
  if #alone > 0 then
    return {WOULD_LEAVE_GAP, unpack(alone)}
  end
  return watch.watched(asked, before, hold_id, stamp, 0, wants, wants)
end

local head, at = watch.read(nil, own, asked), nil
if not head[1] then
  return {NOT_OPEN}
elseif head[5] or (head[4] and head[4] <= stamp) then
  at = moment(now)
  head = watch.read(at, own, asked)
  local reply = head[5] and repeated(head[5], at)
  if reply then
    return reply
  end
end
local refused, ledgers = ruled(head[3])
if not ledgers and not at and head[4] and head[4] - stamp <= BEHIND then
  head = watch.read(moment(now), own, asked)
  refused, ledgers = ruled(head[3])
end
return refused, head, ledgers
