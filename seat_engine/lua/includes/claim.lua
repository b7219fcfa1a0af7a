-- INCLUDE fields, clock, refusal, current, seat, publish
-- Gives ARGV's seats a state, all or none: free seats take it, seats that have it keep it, and any other stands in the
-- way. The whole of `sell` and of `block`.
local function claim(at, state)
  local head = current(at)
  local refused = refusal(head)
  if refused then
    return refused
  end
  local claimed, taken = {}, {}
  for i = first_seat, #ARGV do
    local now_in = state_of(head[3], ARGV[i])
    if now_in == FREE then
      claimed[#claimed + 1] = ARGV[i]
    elseif now_in ~= state then
      taken[#taken + 1] = ARGV[i]
    end
  end
  if #taken > 0 then
    return {SEATS_TAKEN, unpack(taken)}
  end
  if #claimed > 0 then
    local version = head[2] + 1
    redis.call("HSET", show, VERSION, version, STATES, with_state(head[3], claimed, 1, state))
    publish_seats(head[1], version, claimed, 1, state)
  end
  return {OK}
end
