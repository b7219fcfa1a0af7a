-- Tells the watchers of a change, in the form in which they pass it on:
-- "d <epoch> <from> <to> [[seat,state],...]". Each call is one change and takes one version.
local function publish(kind, epoch, version, body)
  redis.call("PUBLISH", channel, kind .. " " .. epoch .. " " .. version .. " " .. version .. " " .. body)
end

local function changes(seats, first, state)
  local mark = "," .. state
  return "[" .. table.concat(seats, mark .. "],[", first) .. mark .. "]"
end

-- The seats in the list from `first` on took a state.
local function publish_seats(epoch, version, seats, first, state)
  publish("d", epoch, version, "[" .. changes(seats, first, state) .. "]")
end
