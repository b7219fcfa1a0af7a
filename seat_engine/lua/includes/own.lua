-- The field of the hold that is asked for, and how far a caller's idea of the time is trusted: so many milliseconds may
-- it lag before a hold that is due is taken for one that lives.
local own = "h:" .. hold_id
local BEHIND = 5000
