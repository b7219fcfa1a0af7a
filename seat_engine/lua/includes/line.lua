-- The hall as one line of states, section after section with a wall (4) between them, and windows in it.

local function number_at(packed, position)
  local high, low = string.byte(packed, 2 * position - 1, 2 * position)
  return high * 256 + low
end

local function line_of(states)
  local parts = {"4"}
  for i = 1, #pieces, 4 do
    local a, b, c, d = string.byte(pieces, i, i + 3)
    if a < 128 then
      parts[#parts + 1] = "4"
    else
      a = a - 128
    end
    parts[#parts + 1] = string.sub(states, a * 256 + b + 1, c * 256 + d + 1)
  end
  parts[#parts + 1] = "44"
  return table.concat(parts)
end

local function is_kept(position)
  return string.byte(kept, position) == 107
end

-- Whether taking the window would leave a single seat beside it. Places kept for those who need them do not count.
local function leaves_one(line, first, last)
  local before, left = string.byte(line, first - 2, first - 1)
  local right, after = string.byte(line, last + 1, last + 2)
  return left == 48 and before ~= 48 and not is_kept(first) and not is_kept(first - 1)
    or right == 48 and after ~= 48 and not is_kept(last) and not is_kept(last + 1)
end

-- The first position of the best free window, or nil.
local function best_window(line, size, avoiding)
  local free, second = string.rep(FREE, size), nil
  if not string.find(line, free, 1, true) then
    return nil
  end
  for n = 1, #windows / 2 do
    local first = number_at(windows, n)
    if string.sub(line, first, first + size - 1) == free then
      if not avoiding or not leaves_one(line, first, first + size - 1) then
        return first
      end
      second = second or first
    end
  end
  return second
end

-- The seats of blocks (pairs of first and last position), ascending.
local function seats_at(blocks)
  local seats = {}
  for _, block in ipairs(blocks) do
    for position = block[1], block[2] do
      seats[#seats + 1] = number_at(numbers, position)
    end
  end
  table.sort(seats)
  return seats
end
