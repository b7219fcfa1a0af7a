-- INCLUDE fields, seat, record
-- Gives a hold another deadline, in its record and in each of its seats. NEXT_DUE stays: a sweep that comes too
-- early finds nothing and looks further. No one sees a difference, so the version stays as well.
local function move_deadline(show, hold_id, record, deadline)
  record.deadline = deadline
  local packed = record_pack(record)
  local mark = held_mark(deadline, hold_id)
  local writes = {record_field(hold_id), packed}
  for seat in string.gmatch(record.seats, "%d+") do
    writes[#writes + 1] = seat
    writes[#writes + 1] = mark
  end
  redis.call("HSET", show, unpack(writes))
  return packed
end
