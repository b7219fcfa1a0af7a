-- A moment is milliseconds since 1970 in 13 digits, so that strings compare as the times do (until the year 2286) and
-- nothing has to be turned into a number and back.
local function moment_of(millis)
  return string.format("%013.0f", millis)
end

-- The server's own time, or the one given: one clock for all callers, and time for tests.
local function moment(given)
  if given ~= "" then
    return given
  end
  local time = redis.call("TIME")
  return moment_of(time[1] * 1000 + math.floor(time[2] / 1000))
end
