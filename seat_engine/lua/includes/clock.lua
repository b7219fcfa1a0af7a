-- Milliseconds since 1970 by the server's clock, or as given: one clock for all callers, and time for tests.
local function millis(given)
  if given ~= "" then
    return tonumber(given)
  end
  local time = redis.call("TIME")
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
