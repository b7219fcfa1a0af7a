-- A hold's record, in a field of the show's hash: deadline, created and limit (moments), holder, address, seats
-- (ascending) and booking, each on a line, then the note. It names exactly the seats that are held by it.
-- The booking's line is empty while the hold is its holder's (`includes/booked.lua`).
-- When the last of them is given back or sold, an `x` and a moment take the record's place: until then the id makes no
-- hold again, so that a request which comes late does not take the seats a second time. A hold that lapsed leaves none.
local function record_field(id)
  return "h:" .. id
end

local function record_pack(record)
  return table.concat(
    {
      record.deadline, record.created, record.limit, record.holder, record.address, record.seats,
      record.booking or "", record.note,
    },
    "\n"
  )
end

local function record_parse(packed)
  local deadline, created, limit, holder, address, seats, booking, note =
    string.match(packed, "^(%d+)\n(%d+)\n(%d+)\n([^\n]*)\n([^\n]*)\n([%d,]*)\n([^\n]*)\n(.*)$")
  return {
    deadline = deadline, created = created, limit = limit, holder = holder, address = address, seats = seats,
    booking = booking, note = note,
  }
end

-- The moment until which an ended hold's id stays taken, or nil if this is a record.
local function ended_until(packed)
  return string.byte(packed) == 120 and string.sub(packed, 2) or nil
end

-- The hold that a record's field tells of, if it is one.
local function record_of(packed)
  if packed and not ended_until(packed) then
    return record_parse(packed)
  end
end
