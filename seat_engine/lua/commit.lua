-- commit: the sale of these seats is recorded elsewhere, so they are sold here, whatever they were: held by this
-- hold, free because it lapsed, blocked, or held by another, who loses them. What is sold already stays so.
-- KEYS    show, channel, answer
-- ARGV    now, hold_id, seat...
-- RESULT  OK | NOT_OPEN | UNKNOWN_SEAT seat...
-- INCLUDE fields, clock, refusal, current, seat, record, record_seats, take, publish

local at = moment(now)
local head = current(at, record_field(hold_id))
local refused = refusal(head)
if refused then
  return refused
end

local record, mine = record_of(head[5]), {}
if record then
  mine = select(2, record_seats(record))
end
local sold, own, others = {}, {}, {}
for i = first_seat, #ARGV do
  local state = state_of(head[3], ARGV[i])
  if state ~= SOLD then
    sold[#sold + 1] = ARGV[i]
    if mine[ARGV[i]] then
      own[ARGV[i]] = true
    elseif state == HELD then
      others[ARGV[i]] = true
    end
  end
end
if next(own) then
  hold_loses(hold_id, record, own, at)
end
if next(others) then
  take_from_others(others, hold_id, at)
end
if #sold > 0 then
  local version = head[2] + 1
  redis.call("HSET", show, VERSION, version, STATES, with_state(head[3], sold, 1, SOLD))
  publish_seats(head[1], version, sold, 1, SOLD)
end
return {OK}
