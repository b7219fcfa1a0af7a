"""Frees what is due in all shows, soon after it is due, without asking every show all the time."""

from datetime import datetime, timedelta

from seat_engine.engine import SeatEngine


class Sweeper:
    """Knows when each show has something due next, and asks it then; call `sweep` often.

    A show says so when it is swept, and new holds make that out of date, so every show is asked again after
    `look_again` at the latest. That is soon enough for holds that live at least as long.
    """

    def __init__(self, engine: SeatEngine, *, look_again: timedelta = timedelta(seconds=1)) -> None:
        self._engine = engine
        self._look_again = look_again
        self._next: dict[int, datetime] = {}

    async def sweep(self) -> int:
        """Free what is due; return how many holds that was. Any number of processes may do this at once."""
        now = await self._engine.time()
        shows = await self._engine.open_shows()
        due = [show_id for show_id in shows if self._next.get(show_id, now) <= now]
        latest = now + self._look_again
        self._next = {show_id: self._next.get(show_id, latest) for show_id in shows}
        freed = 0
        for show_id, (count, until) in (await self._engine.sweep_each(due)).items():
            freed += count
            self._next[show_id] = latest if until is None else min(until, latest)
        return freed
