-- INCLUDE record
-- Whose a hold is. From the moment a booking begins to be made on it, it is the booking's, and its holder can neither
-- change it nor give it back. The record's booking line says since when (the last claim's moment), which deadline the
-- hold had before, and who claims it, with spaces between: attempts to book that have not failed, each by its name.
local function claims_of(record)
  local before, since, names = string.match(record.booking, "^(%d+) (%d+)(.*)$")
  local list = {}
  for name in string.gmatch(names or "", "%S+") do
    list[#list + 1] = name
  end
  return {before = before or record.deadline, since = since, names = list}
end

local function claim_by(record, name, at)
  local claims = claims_of(record)
  for _, known in ipairs(claims.names) do
    if known == name then
      name = nil
    end
  end
  claims.names[#claims.names + 1] = name
  record.booking = claims.before .. " " .. at .. " " .. table.concat(claims.names, " ")
end
