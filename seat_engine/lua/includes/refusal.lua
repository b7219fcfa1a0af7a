-- The answer that ends a verb before it looks at any seat's state, or nil. `head` begins as `current` gives it.
local function refusal(head)
  if not head[1] then
    return {NOT_OPEN}
  end
  local count, unknown = #head[3], {}
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
