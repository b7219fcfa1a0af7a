-- INCLUDE line
-- Seats for a party that cannot sit together: as few blocks as possible, and those near to each other.
-- A run is a stretch of free seats of one kind. Of one kind all blocks are. The number of blocks is what the longest
-- runs need; which runs, is tried from each of them in turn: to it come the nearest that are long enough, rows counting
-- before sides. What is too much is left at the worse end of the last.
local MOST_RUNS = 32 -- that are tried from: enough for any hall in which people still sit near each other
local ROW = 100000 -- a row apart, in tenths of a seat: more than any hall is wide

local function place_of(position)
  return number_at(places, 3 * position - 2), number_at(places, 3 * position - 1), number_at(places, 3 * position)
end

local function badness(first, last)
  local sum = 0
  for position = first, last do
    sum = sum + number_at(places, 3 * position)
  end
  return sum
end

local function run_of(first, last)
  local row, from = place_of(first)
  local _, to = place_of(last)
  return {
    first = first, last = last, size = last - first + 1, row = row, middle = (from + to) / 2,
    bad = badness(first, last),
  }
end

-- All runs by kind; halves of a pair count as one kind, and only whole pairs.
local function runs_by_kind(line)
  local by_kind, position = {}, 1
  while position <= #kinds do
    local kind = string.byte(kinds, position)
    local together = kind == 41 and 40 or kind
    if kind == 45 or string.byte(line, position) ~= 48 then
      position = position + 1
    else
      local first = position
      repeat
        position = position + 1
        kind = string.byte(kinds, position)
      until (kind == 41 and 40 or kind) ~= together or string.byte(line, position) ~= 48
      local last = position - 1
      if string.byte(kinds, first) == 41 then
        first = first + 1
      end
      if string.byte(kinds, last) == 40 then
        last = last - 1
      end
      if first <= last then
        by_kind[together] = by_kind[together] or {}
        table.insert(by_kind[together], run_of(first, last))
      end
    end
  end
  return by_kind
end

-- How many of the runs (longest first) are needed, or nil if all are too few.
local function blocks_needed(runs, need)
  local sum = 0
  for n, run in ipairs(runs) do
    sum = sum + run.size
    if sum >= need then
      return n
    end
  end
end

-- The most that `n` more runs can add.
local function most_of(runs, used, n)
  local sum = 0
  for _, run in ipairs(runs) do
    if n == 0 then
      break
    elseif not used[run] then
      sum, n = sum + run.size, n - 1
    end
  end
  return sum
end

-- Adds the nearest runs to those in `picked` until there are `n`; the total distance, or nil if that is too few seats.
local function gather(runs, anchor, picked, n, need)
  local used, far, got = {}, 0, 0
  for _, run in ipairs(picked) do
    used[run] = true
    got = got + run.size
  end
  while #picked < n do
    local nearest, least
    for _, run in ipairs(runs) do
      if not used[run] then
        local distance = ROW * math.abs(run.row - anchor.row) + math.abs(run.middle - anchor.middle)
        if not least or distance < least then
          used[run] = true
          if got + run.size + most_of(runs, used, n - #picked - 1) >= need then
            nearest, least = run, distance
          end
          used[run] = nil
        end
      end
    end
    if not nearest then
      return nil
    end
    picked[#picked + 1] = nearest
    used[nearest] = true
    got, far = got + nearest.size, far + least
  end
  return got >= need and far or nil
end

-- The blocks that runs give, the last cut to what is needed.
local function cut(picked, need)
  local blocks = {}
  for n, run in ipairs(picked) do
    local first, last = run.first, run.last
    if n == #picked and need < run.size then
      if badness(first, first + need - 1) <= badness(last - need + 1, last) then
        last = first + need - 1
      else
        first = last - need + 1
      end
    end
    need = need - (last - first + 1)
    blocks[n] = {first, last}
  end
  return blocks
end

-- The best choice among runs of one kind: blocks, their number and their distance from each other.
local function choose(runs, need, anchor)
  table.sort(runs, function(a, b)
    if a.size ~= b.size then
      return a.size > b.size
    elseif a.bad ~= b.bad then
      return a.bad < b.bad
    end
    return a.first < b.first
  end)
  local n = blocks_needed(runs, need)
  if not n then
    return nil
  end
  while #runs > math.max(MOST_RUNS, n) do
    table.remove(runs)
  end
  local chosen, least, worst
  for _, run in ipairs(anchor and {anchor} or runs) do
    local picked = anchor and {} or {run}
    local far = gather(runs, run, picked, n, need)
    local bad = 0
    for _, pick in ipairs(picked) do
      bad = bad + pick.bad
    end
    if far and (not least or far < least or far == least and bad < worst) then
      chosen, least, worst = picked, far, bad
    end
  end
  return chosen and cut(chosen, need), n, least
end

local function nearest_blocks(line, need, anchor)
  local blocks, fewest, least
  local by_kind = runs_by_kind(line)
  for kind = 33, 126 do
    if by_kind[kind] and (kind ~= 40 or need % 2 == 0) then
      local found, n, far = choose(by_kind[kind], need, anchor)
      if found and (not fewest or n < fewest or n == fewest and far < least) then
        blocks, fewest, least = found, n, far
      end
    end
  end
  return blocks
end

-- Blocks for `need` seats, or nil. A party with a wheelchair takes its largest window first, and the rest beside it.
local function split(line, need)
  if smaller == "" then
    return nearest_blocks(line, need)
  end
  for n = 1, #smaller / 4 do
    local size, first = number_at(smaller, 2 * n - 1), number_at(smaller, 2 * n)
    local last = first + size - 1
    if string.sub(line, first, last) == string.rep(FREE, size) then
      local rest = string.sub(line, 1, first - 1) .. string.rep(HELD, size) .. string.sub(line, last + 1)
      local blocks = nearest_blocks(rest, need - size, run_of(first, last))
      if blocks then
        blocks[#blocks + 1] = {first, last}
        return blocks
      end
    end
  end
end
