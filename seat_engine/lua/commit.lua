-- commit: the sale of these seats is recorded elsewhere, so they are sold here, whatever they were: held by this
-- hold, free because it lapsed, blocked, or held by another, who loses them. What is sold already stays so.
-- KEYS    show, channel, answer
-- ARGV    now, hold_id, seat...
-- RESULT  OK | NOT_OPEN | UNKNOWN_SEAT seat...
-- INCLUDE fields, clock, refusal, current, seat, record, record_seats, publish

-- Takes seats from whoever holds them. Which hold has a seat stands only in the records, so all are read; that a sale
-- meets another's hold is rare.
local function take_from_others(wanted, at)
  local all = redis.call("HGETALL", show)
  for i = 1, #all, 2 do
    local record = string.sub(all[i], 1, 2) == "h:" and record_of(all[i + 1])
    if record then
      local _, seats = record_seats(record)
      for seat in pairs(wanted) do
        if seats[seat] then
          hold_loses(string.sub(all[i], 3), record, wanted, at)
          break
        end
      end
    end
  end
end

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
  take_from_others(others, at)
end
if #sold > 0 then
  local version = head[2] + 1
  redis.call("HSET", show, VERSION, version, STATES, with_state(head[3], sold, 1, SOLD))
  publish_seats(head[1], version, sold, 1, SOLD)
end
return {OK}
