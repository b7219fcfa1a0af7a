-- INCLUDE clock, record, current, rules()
-- A piece of `hold`: what it does when a request came before, when holds are due, and when there are rules to watch
-- over. Answers what is to be answered at once; else sets `head` as it is now, and `ledgers` to write.
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

local watch, asked, ruled
if rules ~= "" then
  watch = make_rules()
  asked = watch.parse(rules)
  local wants = 0
  for i = first_run, #ARGV, 2 do
    wants = wants + #ARGV[i + 1]
  end

  -- Puts the rules to the choice: a refusal, or the ledgers to write; neither if the seats are not free.
  function ruled(before)
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
  head = watch.read(nil, own, asked)
end

if head[1] and (head[5] or not asked or (head[4] and head[4] <= stamp)) then
  local at = moment(now)
  head = asked and watch.read(at, own, asked) or current(at, own)
  local answered = head[5] and repeated(head[5], at)
  if answered then
    return answered
  end
end
if head[1] and asked then
  local refused
  refused, ledgers = ruled(head[3])
  if not ledgers and head[4] and head[4] - stamp <= BEHIND then
    head = watch.read(moment(now), own, asked)
    refused, ledgers = ruled(head[3])
  end
  if refused then
    return refused
  end
end
