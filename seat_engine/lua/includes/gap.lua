-- Seats that a choice would leave alone. `gaps` has four seats for each that might be (two bytes each): the seat, its
-- other neighbour, and two beyond those taken; `states` are those after the choice. A seat is left alone if it is
-- free, its other neighbour is not, and one of those beyond is: otherwise whoever takes that many leaves one over.
local function left_alone(states, gaps)
  local alone = {}
  for i = 1, #gaps, 8 do
    local free = {}
    for n = 0, 3 do
      local high, low = string.byte(gaps, i + 2 * n, i + 2 * n + 1)
      free[n] = string.byte(states, high * 256 + low + 1) == 48
    end
    if free[0] and not free[1] and (free[2] or free[3]) then
      local high, low = string.byte(gaps, i, i + 1)
      alone[#alone + 1] = high * 256 + low
    end
  end
  return alone
end
