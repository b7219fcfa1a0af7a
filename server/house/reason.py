"""Why a program ended, as the one line of its output that says it best."""

import re
from pathlib import Path

_TELLING = re.compile(r"\b(FATAL|PANIC|ERROR|[A-Za-z.]*[Ee]rror):")
# What Redis marks as a warning or worse, behind its process id and the time.
_REDIS_MARK = " # "
_NO_REASON = (
    "npm ",  # npm repeats that its script failed, after the script has said why
    "Node.js v",  # the last words of a Node program, whatever it died of
    "FATAL:  the database system is starting up",  # PostgreSQL's answer to a client that came early
)


def reason_in(text: str) -> str:
    """Return the last line that names an error, else the last line there is."""
    every = [line.strip() for line in text.splitlines() if line.strip()]
    lines = [line for line in every if not line.startswith(_NO_REASON)] or every
    telling = [line for line in lines if _TELLING.search(line) or _REDIS_MARK in line]
    return (telling or lines or ["it said nothing"])[-1].rpartition(_REDIS_MARK)[2]


def reason_in_log(log: Path) -> str:
    """Return the reason found in a log file; what keeps the file from being read is a reason too."""
    try:
        return reason_in(log.read_text(errors="replace"))
    except OSError as error:
        return str(error)
