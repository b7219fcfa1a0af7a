-- Tells the watchers of a change, in the form in which they pass it on:
-- "d <epoch> <from> <to> [[seat,state],...]". Each call is one change and takes one version.
local function changes(seats, state, first)
  local mark = "," .. state
  return "[" .. table.concat(seats, mark .. "],[", first) .. mark .. "]"
end

local function publish(channel, kind, epoch, version, body)
  redis.call("PUBLISH", channel, kind .. " " .. epoch .. " " .. version .. " " .. version .. " " .. body)
end

-- Seats in the list `freed` became free; then those of `seats` from `first` on took a state.
local function publish_seats(channel, epoch, version, freed, seats, first, state)
  local body = changes(seats, state, first)
  if #freed > 0 then
    body = changes(freed, FREE, 1) .. "," .. body
  end
  publish(channel, "d", epoch, version, "[" .. body .. "]")
end
