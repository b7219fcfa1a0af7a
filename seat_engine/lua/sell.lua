-- sell: marks free seats sold without a hold, all or none; seats already sold stay so.
-- KEYS    show, channel, answer
-- ARGV    now, seat...
-- RESULT  OK | NOT_OPEN | UNKNOWN_SEAT seat... | SEATS_TAKEN seat...
-- INCLUDE claim

return claim(moment(now), SOLD)
