-- INCLUDE fields
-- The values of all seats of a show, at index seat + 1; a free seat's is false.
local function all_seats(show, count)
  local fields = {}
  for seat = 0, count - 1 do
    fields[seat + 1] = seat
  end
  return redis.call("HMGET", show, unpack(fields))
end
