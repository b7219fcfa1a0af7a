-- block: takes free seats out of sale, all or none; seats already blocked stay so.
-- KEYS    show, channel, answer
-- ARGV    now, seat...
-- RESULT  OK | NOT_OPEN | UNKNOWN_SEAT seat... | SEATS_TAKEN seat...
-- INCLUDE claim

return claim(moment(now), BLOCKED)
