"""What a Lua verb may answer. Every answer is an array whose first element is one of these codes.

The numbers are written here and nowhere else: the script loader hands them to each Lua file by name,
for exactly the names that the file's RESULT header declares.
"""

from enum import IntEnum, unique


@unique
class Code(IntEnum):
    """First element of every answer a script gives."""

    OK = 0
    NOT_OPEN = 1
    ALREADY_OPEN = 2
    SEATS_TAKEN = 3
    UNKNOWN_SEAT = 4
    NOT_HOLDER = 5
    HOLD_EXPIRED = 6
    HOLD_MISMATCH = 7
    LIMIT_REACHED = 8
    WOULD_LEAVE_GAP = 9
    NOT_ENOUGH_TOGETHER = 10
    NOT_FREE = 11
    HOLD_BOOKED = 12
