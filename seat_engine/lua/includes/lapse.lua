-- INCLUDE fields, clock, record, seat, publish
-- Frees the holds whose deadline has come, at most `limit` of them, as one change; forgets them and returns their ids,
-- and the moment at which to look again, if there is one.
-- It reads the whole hash, which is dear, and runs only when NEXT_DUE has come: ten times a second at most on a show
-- where holds lapse all the time, as the next due time is known afterwards. What nobody needs any more (ended ids,
-- ledgers of those who hold nothing and owe nothing) goes in the same pass, which is made for that once a minute.
local MOST_AT_ONCE = 4000 -- values that Lua can hand to one command, with room to spare
local CLEARED_EVERY = 60000 -- milliseconds

local function is_settled(ledger, at, alive)
  for id in string.gmatch(string.sub(ledger, 14), "[^\n]+") do
    if alive[id] then
      return false
    end
  end
  return string.sub(ledger, 1, 13) <= at
end

local function lapse(at, limit)
  local all = redis.call("HGETALL", show)
  local head, gone, freed, ids, ledgers, alive = {}, {}, {}, {}, {}, {}
  local next_due, kept = nil, false
  for i = 1, #all, 2 do
    local field, value = all[i], all[i + 1]
    local kind = string.sub(field, 1, 2)
    if kind == "u:" or kind == "a:" then
      ledgers[field] = value
    elseif kind ~= "h:" then
      head[field] = value
    elseif ended_until(value) then
      if ended_until(value) <= at then
        gone[#gone + 1] = field
      else
        kept = true
      end
    else
      local id, deadline = string.sub(field, 3), string.sub(value, 1, 13)
      if deadline <= at and #ids < limit then
        gone[#gone + 1] = field
        ids[#ids + 1] = id
        for seat in string.gmatch(record_parse(value).seats, "%d+") do
          freed[#freed + 1] = tonumber(seat)
        end
      else
        alive[id] = true
        if not next_due or deadline < next_due then
          next_due = deadline
        end
      end
    end
  end
  for field, ledger in pairs(ledgers) do
    if is_settled(ledger, at, alive) then
      gone[#gone + 1] = field
    else
      kept = true
    end
  end

  for first = 1, #gone, MOST_AT_ONCE do
    redis.call("HDEL", show, unpack(gone, first, math.min(first + MOST_AT_ONCE - 1, #gone)))
  end
  local clearing = kept and moment_of(at + CLEARED_EVERY) or nil
  if clearing and (not next_due or clearing < next_due) then
    next_due = clearing
  end
  if next_due then
    redis.call("HSET", show, NEXT_DUE, next_due)
  else
    redis.call("HDEL", show, NEXT_DUE)
  end
  if #freed > 0 then
    table.sort(freed)
    local version = head[VERSION] + 1
    redis.call("HSET", show, VERSION, version, STATES, with_state(head[STATES], freed, 1, FREE))
    publish_seats(head[EPOCH], version, freed, 1, FREE)
  end
  return ids, next_due
end
