-- Runs a verb whose request has an id, once: the answer is kept for two minutes under a key of the request's own, and
-- the same request again gets it and does nothing. A refusal changed nothing and is not kept.
local ANSWER_KEPT = 120000 -- milliseconds

local function once(verb)
  local kept = redis.call("GET", answer)
  if kept then
    return cmsgpack.unpack(kept)
  end
  local reply = verb()
  if reply[1] == OK then
    redis.call("SET", answer, cmsgpack.pack(reply), "PX", ANSWER_KEPT)
  end
  return reply
end
