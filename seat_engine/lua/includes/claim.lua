-- INCLUDE fields, clock, refusal, seat, record, lapse, publish
-- Gives ARGV's seats a mark, all or none: free seats and those of lapsed holds take it, seats that have it keep
-- it, and any other stands in the way. The whole of `sell` and of `block`.
local function claim(at, mark, state)
  local head = redis.call("HMGET", show, EPOCH, VERSION, COUNT, FREE_SEATS, unpack(ARGV, first_seat))
  local refused = refusal(head)
  if refused then
    return refused
  end
  local claimed, taken, lapsed = {}, {}, {}
  for i = first_seat, #ARGV do
    local value = head[5 + i - first_seat]
    local id, deadline = hold_of(value)
    if not value or (id and deadline <= at) then
      claimed[#claimed + 1] = ARGV[i]
      if id then
        lapsed[id] = true
      end
    elseif value ~= mark then
      taken[#taken + 1] = ARGV[i]
    end
  end
  if #taken > 0 then
    return {SEATS_TAKEN, unpack(taken)}
  end
  if #claimed == 0 then
    return {OK}
  end
  local freed = lapse(show, lapsed)
  local version = head[2] + 1
  local writes = {VERSION, version, FREE_SEATS, head[4] + #freed - #claimed}
  for i = 1, #claimed do
    writes[#writes + 1] = claimed[i]
    writes[#writes + 1] = mark
  end
  redis.call("HSET", show, unpack(writes))
  publish_seats(channel, head[1], version, freed, claimed, 1, state)
  return {OK}
end
