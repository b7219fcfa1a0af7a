-- The fields of a show's hash. EPOCH names this life of the state, VERSION counts its changes, STATES is all seats in
-- the form in which clients get them: one character a seat, in index order. NEXT_DUE is a time before which no hold
-- lapses; without it there is none, and nothing stale that would have to be cleared away. PRICES is the last price
-- notice.
local EPOCH, VERSION, STATES, NEXT_DUE, PRICES = "e", "v", "s", "d", "p"
