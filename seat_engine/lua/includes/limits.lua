-- INCLUDE fields, clock, record
-- How much one holder or one address may have. A ledger is a field per holder (`u:`) and per address (`a:`): the moment
-- up to which its quota is used, in 13 digits, then the ids of its holds, a line each. What those hold is read from
-- their records, so that it is exact whatever became of them; ids of holds that are gone drop out as it is written.
--
-- The quota is a bucket that one number describes: every seat taken moves the moment on by the pace, from now at the
-- earliest, and no further than a window ahead. Seats given back stay counted.
--
-- Wheelchair places are counted where some are asked for, but for those in holds that are booked: the caller knows of
-- bookings, and asks with a limit that is less by those; `rules.places_left` is then how many may still be
-- taken.
--
-- Answers the refusal if hold `id` may not grow from `had` seats to `wants`, of which it `takes` so many that it had
-- not; otherwise nil and the fields and values to write. `rules` are those of `rules.lua`.
local function watched(rules, states, id, at, had, wants, takes)
  local function reached(scope, wait)
    return {LIMIT_REACHED, scope, wait and string.format("%.0f", wait) or ""}
  end

  local function places_among(seats)
    local count = 0
    for seat in seats do
      if rules.places[tonumber(seat)] then
        count = count + 1
      end
    end
    return count
  end

  -- Each ledger's live ids, how many seats they have and when the first of them lapses.
  local fields, of = {}, {}
  for _, ledger in ipairs(rules.ledgers) do
    ledger.ids, ledger.seats, ledger.soonest, ledger.places_left = {}, 0, nil, ledger.places_cap
    for other in string.gmatch(string.sub(ledger.value or "", 14), "[^\n]+") do
      if other ~= id then
        fields[#fields + 1] = record_field(other)
        of[#fields] = ledger
      end
    end
  end
  local records = #fields > 0 and redis.call("HMGET", show, unpack(fields)) or {}
  for i, ledger in ipairs(of) do
    local record = record_of(records[i])
    if record and record.deadline > at and record[ledger.scope] == ledger.owner then
      local _, commas = string.gsub(record.seats, ",", "")
      ledger.ids[#ledger.ids + 1] = string.sub(fields[i], 3)
      ledger.seats = ledger.seats + commas + 1
      if ledger.places_cap and record.booking == "" then
        ledger.places_left = ledger.places_left - places_among(string.gmatch(record.seats, "%d+"))
      end
      if not ledger.soonest or record.deadline < ledger.soonest then
        ledger.soonest = record.deadline
      end
    end
  end

  for _, ledger in ipairs(rules.ledgers) do
    if ledger.cap > 0 and wants > had and ledger.seats + wants > ledger.cap then
      return reached(ledger.scope, wants <= ledger.cap and ledger.soonest - at)
    end
  end
  for _, ledger in ipairs(rules.ledgers) do
    if ledger.places_cap then
      rules.places_left = math.min(rules.places_left or ledger.places_left, ledger.places_left)
      if rules.wanted > ledger.places_left then
        return reached(ledger.scope .. "_places")
      end
    end
  end
  if rules.show_cap > 0 and wants > had then
    local _, held = string.gsub(states, HELD, "")
    if held - had + wants > rules.show_cap then
      return reached("show")
    end
  end
  local writes = {}
  for _, ledger in ipairs(rules.ledgers) do
    local used = math.max(tonumber(string.sub(ledger.value or "0", 1, 13)), at)
    local after = used + takes * ledger.pace
    if takes > 0 and after - at > rules.window and ledger.pace > 0 then
      local ever = takes * ledger.pace <= rules.window
      return reached(ledger.scope .. "_quota", ever and after - at - rules.window)
    end
    ledger.ids[#ledger.ids + 1] = id
    writes[#writes + 1] = ledger.field
    writes[#writes + 1] = moment_of(after) .. "\n" .. table.concat(ledger.ids, "\n")
  end
  return nil, writes
end
