-- INCLUDE record
-- Frees lapsed holds whole and forgets them; `ids` is a set. Returns the seats freed.
-- Whole, because a hold that lost only the seat someone wants would leave a record that names a stranger's seat.
local function lapse(show, ids)
  local freed, fields = {}, {}
  for id in pairs(ids) do
    local record = record_parse(redis.call("HGET", show, record_field(id)))
    fields[#fields + 1] = record_field(id)
    for seat in string.gmatch(record.seats, "%d+") do
      freed[#freed + 1] = seat
      fields[#fields + 1] = seat
    end
  end
  if #fields > 0 then
    redis.call("HDEL", show, unpack(fields))
  end
  return freed
end
