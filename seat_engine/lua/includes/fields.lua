-- The fields of a show's hash that are not seats. A seat's field is its index in decimal digits.
-- EPOCH names this life of the state, VERSION counts its changes, COUNT is the number of seats, NEXT_DUE is a
-- time (ms) before which no hold lapses, PRICES is the last price notice. FREE_SEATS counts the seats without a field
-- and is written with the version: a lapsed hold's seats join it when they are freed.
local EPOCH, VERSION, COUNT, FREE_SEATS, NEXT_DUE, PRICES = "e", "v", "n", "f", "d", "p"
