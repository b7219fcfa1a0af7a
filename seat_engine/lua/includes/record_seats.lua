-- INCLUDE clock, record
-- The seats of a record, and taking some of them away.
local ENDED_FOR = 600000 -- milliseconds

-- The seats that a record names, as a list and as a set.
local function record_seats(record)
  local list, set = {}, {}
  for seat in string.gmatch(record.seats, "%d+") do
    list[#list + 1] = seat
    set[seat] = true
  end
  return list, set
end

-- Takes the seats in the set `gone` away from a record; true when seats are left.
local function record_drop(record, gone)
  local rest = {}
  for seat in string.gmatch(record.seats, "%d+") do
    if not gone[seat] then
      rest[#rest + 1] = seat
    end
  end
  record.seats = table.concat(rest, ",")
  return #rest > 0
end

-- Writes a live hold back without the seats in the set `gone`, or ends it when none is left.
local function hold_loses(id, record, gone, at)
  if record_drop(record, gone) then
    redis.call("HSET", show, record_field(id), record_pack(record))
  else
    redis.call("HSET", show, record_field(id), "x" .. moment_of(at + ENDED_FOR))
  end
end
