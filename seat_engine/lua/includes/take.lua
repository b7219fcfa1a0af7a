-- INCLUDE fields, record_seats
-- Takes seats (a set) from whoever holds them, but for the hold `but`. Which hold has a seat stands only in the records,
-- so all are read; that what is recorded elsewhere meets another's hold is rare.
local function take_from_others(wanted, but, at)
  local all = redis.call("HGETALL", show)
  for i = 1, #all, 2 do
    local id = string.sub(all[i], 1, 2) == "h:" and string.sub(all[i], 3)
    local record = id and id ~= but and record_of(all[i + 1])
    if record then
      local _, seats = record_seats(record)
      for seat in pairs(wanted) do
        if seats[seat] then
          hold_loses(id, record, wanted, at)
          break
        end
      end
    end
  end
end
