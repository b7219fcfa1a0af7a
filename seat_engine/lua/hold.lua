-- hold: takes all seats or none for a holder until a deadline. The same request again gets the first answer.
-- This is the path that a big release runs ten thousand times a second. So it makes three calls and no numbers, as the
-- caller has written the record, the notice and the moments; and what the common case does not need is not even defined:
-- making a Lua closure costs as much as looking at a row of seats.
-- `stamp` is the time that the caller believes Redis has. That is good enough to write a deadline, and to see that
-- nothing is due; before any hold is called lapsed, Redis's own clock is asked. Seats come as runs of neighbours: the
-- first one's number, and as many zeros as there are seats. `rules` is empty, or has what else is to be watched over.
-- KEYS    show, channel
-- ARGV    now, stamp, deadline, hold_id, record, notice, rules, run...
-- RESULT  OK record? | NOT_OPEN | NOT_FREE states... | NOT_HOLDER | HOLD_MISMATCH
--         | HOLD_EXPIRED | LIMIT_REACHED scope wait? | WOULD_LEAVE_GAP seat...
-- INCLUDE fields

local BEHIND = 5000 -- milliseconds that a caller's idea of the time may lag before a due hold is seen too late
local own = "h:" .. hold_id

local careful, cared, head, ledgers = rules ~= "", false, nil, nil
if not careful then
  head = redis.call("HMGET", show, EPOCH, VERSION, STATES, NEXT_DUE, own)
  careful = head[5] or (head[4] and head[4] <= stamp)
end

while true do
  if careful then
    cared = true
    -- HERE    hold_with_care
  end
  if not head[1] then
    return {NOT_OPEN}
  end
  local states = head[3]
  for i = first_run, #ARGV, 2 do
    local first, free = ARGV[i], ARGV[i + 1]
    local last = first + #free
    if string.sub(states, first + 1, last) ~= free then
      states = nil
      break
    end
    states = string.sub(states, 1, first) .. string.rep(HELD, #free) .. string.sub(states, last + 1)
  end

  if states then
    local version = string.format("%d", head[2] + 1) -- twice as fast as leaving it to Lua
    local due = head[4] and head[4] <= deadline and head[4] or deadline
    if ledgers then
      redis.call("HSET", show, VERSION, version, STATES, states, own, record, NEXT_DUE, due, unpack(ledgers))
    elseif due == head[4] then
      redis.call("HSET", show, VERSION, version, STATES, states, own, record)
    else
      redis.call("HSET", show, VERSION, version, STATES, states, own, record, NEXT_DUE, due)
    end
    redis.call("PUBLISH", channel, "d " .. head[1] .. " " .. version .. " " .. version .. " " .. notice)
    return {OK}
  end

  if cared or not head[4] or head[4] - stamp > BEHIND then
    local seen = {NOT_FREE}
    for i = first_run, #ARGV, 2 do
      seen[#seen + 1] = string.sub(head[3], ARGV[i] + 1, ARGV[i] + #ARGV[i + 1])
    end
    return seen
  end
  careful = true -- something is due soon by the caller's time, so it may be by Redis's
end
