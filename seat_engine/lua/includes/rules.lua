-- INCLUDE gap, limits
-- A piece on demand: it is made only where a caller asks for something.
-- What a caller asks to be watched over, in one argument that is empty when it asks for nothing: caps (seats held at
-- once by the holder, from the address, in the show), paces (milliseconds that a seat counts against the holder's and
-- the address's quota), the quotas' window, holder and address if theirs are watched, and which seats might be left
-- alone; how many wheelchair places the holder and the address may have at once, how many this is for, and which seats they
-- are, if any is asked for. Reads what `current` does, with a hold's record and the ledgers, at a moment, or without looking for what is
-- due if none is given.
local function rules_parse(rules)
  local holder_cap, address_cap, show_cap, holder_pace, address_pace, window, holder_places, address_places,
    places_wanted, holder, address, gaps, places = struct.unpack(">I4I4I4I4I4I4I4I4I4I2c0I2c0I2c0I2c0", rules)
  local asked = {ledgers = {}, show_cap = show_cap, window = window, gaps = gaps, wanted = places_wanted}
  local function watch(scope, letter, owner, cap, pace, places_cap)
    local counted = places_cap > 0 and places ~= ""
    if (cap + pace > 0 or counted) and owner ~= "" then
      local ledger = {scope = scope, owner = owner, field = letter .. ":" .. owner, cap = cap, pace = pace}
      ledger.places_cap = counted and places_cap or nil
      table.insert(asked.ledgers, ledger)
      return ledger
    end
  end
  if places ~= "" then
    asked.places = {}
    for i = 1, #places, 2 do
      local high, low = string.byte(places, i, i + 1)
      asked.places[high * 256 + low] = true
    end
  end
  watch("holder", "u", holder, holder_cap, holder_pace, holder_places)
  watch("address", "a", address, address_cap, address_pace, address_places)
  -- For a verb that learns the address only from the record: the ledger to read, if there is one.
  asked.watch_address = function(owner)
    return watch("address", "a", owner, address_cap, address_pace, address_places)
  end
  return asked
end

local function read_with_ledgers(at, own, asked)
  local ledgers = asked and asked.ledgers or {}
  local fields = {own}
  for _, ledger in ipairs(ledgers) do
    fields[#fields + 1] = ledger.field
  end
  local head
  if at then
    head = current(at, unpack(fields))
  else
    head = redis.call("HMGET", show, EPOCH, VERSION, STATES, NEXT_DUE, unpack(fields))
  end
  for i, ledger in ipairs(ledgers) do
    ledger.value = head[5 + i]
  end
  return head
end

return {parse = rules_parse, read = read_with_ledgers, watched = watched, left_alone = left_alone}
