-- A hold's record, in a field of the show's hash: deadline, created and limit (ms), holder and seats, each on a
-- line, then the note. It names exactly the seats whose value names the hold, and goes when the last one does.
local function record_field(id)
  return "h:" .. id
end

local function record_pack(record)
  return table.concat(
    {record.deadline, record.created, record.limit, record.holder, record.seats, record.note}, "\n"
  )
end

local function record_parse(packed)
  local deadline, created, limit, holder, seats, note =
    string.match(packed, "^(%d+)\n(%d+)\n(%d+)\n([^\n]*)\n([%d,]*)\n(.*)$")
  return {
    deadline = tonumber(deadline), created = tonumber(created), limit = tonumber(limit),
    holder = holder, seats = seats, note = note,
  }
end

-- The record of a hold that still lives, or nil.
local function record_live(packed, at)
  local record = packed and record_parse(packed)
  if record and record.deadline > at then
    return record
  end
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

-- A hold loses the seats in the set `gone`, whose fields the caller changes. `packed` is its record, if known.
local function hold_loses(show, id, gone, packed)
  local field = record_field(id)
  local record = record_parse(packed or redis.call("HGET", show, field))
  if record_drop(record, gone) then
    redis.call("HSET", show, field, record_pack(record))
  else
    redis.call("HDEL", show, field)
  end
end
