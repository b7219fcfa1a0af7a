-- The value of a seat's field: "S" sold, "B" blocked, or "H", the deadline in 13 digits and the hold's id.
-- A free seat has no field. 13 digits of milliseconds last until the year 2286.
local SOLD_MARK, BLOCKED_MARK = "S", "B"

local function held_mark(deadline, id)
  return string.format("H%013.0f", deadline) .. id
end

-- The id and deadline (ms) of the hold that a seat's value names, or nil.
local function hold_of(value)
  if value and string.byte(value) == 72 then
    return string.sub(value, 15), tonumber(string.sub(value, 2, 14))
  end
end
