"""Shows as columns: what is known of them beforehand, and for those that are over, what they sold.

Numpy only: the server builds these from its own tables, the ML engineer from files.
"""

from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Texts = NDArray[np.object_]
Moments = NDArray[np.datetime64]
"""Local times, to the minute: a Friday evening is one wherever the theatre stands."""


@dataclass(frozen=True, slots=True)
class Shows:
    """One element of every column a show. Missing numbers are NaN, missing texts empty.

    ``tickets`` is the outcome and NaN for what is not over; nothing else here is learned only by selling.
    """

    show_id: Texts
    movie: Texts
    theatre: Texts
    starts_at: Moments
    genre: Texts
    """The first genre, or what stands for one in a source, such as a programme's folder."""
    base_price: Floats
    """In major units of the currency; only ratios of it are used."""
    capacity: Floats
    is_holiday: Floats
    """1 on a public holiday of the theatre's country, else 0."""
    is_eve: Floats
    """1 on the day before one."""
    promoted: Floats
    temp_max: Floats
    """Degrees Celsius, of the day."""
    precip_mm: Floats
    theatre_shows: Floats
    """Shows of the theatre on that day, where the programme is known beforehand."""
    film_shows: Floats
    """Shows of the film in the theatre on that day, likewise."""
    tickets: Floats

    def __len__(self) -> int:
        return len(self.show_id)

    @property
    def day(self) -> Integers:
        """Days since 1970 of the local start."""
        return days_of(self.starts_at)

    def take(self, which: Any) -> Self:
        """Return some of the shows: a boolean mask or positions."""
        return type(self)(**{field.name: getattr(self, field.name)[which] for field in fields(self)})

    def with_tickets(self, tickets: Floats) -> Self:
        """Return the same shows with other outcomes."""
        return replace(self, tickets=tickets)


@dataclass(frozen=True, slots=True)
class Bookings:
    """One element of every column a booking: which show (its position among the shows), when, how many.

    A source may add up bookings that no question ever tells apart; ``parties`` says how many each element
    stands for, and is None where each is one.
    """

    show: Integers
    booked_at: Moments
    """Local time of the theatre."""
    tickets: Floats
    parties: Floats | None = None

    def of(self, kept: NDArray[np.bool_]) -> "Bookings":
        """Return the bookings of the shows that are kept, with their positions among those."""
        position = np.cumsum(kept) - 1
        mine = kept[self.show]
        parties = None if self.parties is None else self.parties[mine]
        return Bookings(position[self.show[mine]], self.booked_at[mine], self.tickets[mine], parties)

    @property
    def counted(self) -> Floats:
        """How many bookings each element stands for."""
        return np.ones(len(self.tickets)) if self.parties is None else self.parties


def days_of(moments: Moments) -> Integers:
    """Return days since 1970."""
    return moments.astype("datetime64[D]").astype(np.int64)


def hours_of(moments: Moments) -> Integers:
    """Return the hour of the day, 0 to 23."""
    return (moments.astype("datetime64[h]").astype(np.int64)) % 24


def weekdays_of(days: Integers) -> Integers:
    """Return weekdays of days since 1970; Monday is 0."""
    return (days + 3) % 7  # 1970 began on a Thursday


def midnight_before(moments: Moments) -> Moments:
    """Return the start of each moment's day."""
    return moments.astype("datetime64[D]").astype("datetime64[m]")
