-- INCLUDE fields
-- The answer that ends a verb before it looks at any seat, or nil. `head` begins with EPOCH, VERSION and COUNT.
local function refusal(head)
  if not head[1] then
    return {NOT_OPEN}
  end
  local count, unknown = tonumber(head[3]), {}
  for i = first_seat, #ARGV do
    local seat = tonumber(ARGV[i])
    if seat < 0 or seat >= count then
      unknown[#unknown + 1] = ARGV[i]
    end
  end
  if #unknown > 0 then
    return {UNKNOWN_SEAT, unpack(unknown)}
  end
end
