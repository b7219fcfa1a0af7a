-- Seats in the string of states. A seat's number counts from 0, its character from 1.
local function state_of(states, seat)
  return string.sub(states, seat + 1, seat + 1)
end

-- The states with each of `seats` (ascending) from `first` on in another state.
local function with_state(states, seats, first, state)
  local pieces, from = {}, 1
  for i = first, #seats do
    pieces[#pieces + 1] = string.sub(states, from, seats[i])
    pieces[#pieces + 1] = state
    from = seats[i] + 2
  end
  pieces[#pieces + 1] = string.sub(states, from)
  return table.concat(pieces)
end
