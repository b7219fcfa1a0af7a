"""The canonical table of shows and of bookings, and how it becomes columns."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from ml.calendar import holiday_columns
from ml.shows import Bookings, Floats, Moments, Shows, Texts

SHOW_COLUMNS = (
    "show_id", "movie", "theatre", "location", "starts_at", "screen_capacity", "base_price", "is_holiday",
    "promotional_flag", "temp_max", "precip_mm", "genres", "tickets_sold", "total_sales",
)  # fmt: skip
NEEDED = ("show_id", "starts_at", "tickets_sold")
NUMBERS = (
    "screen_capacity", "base_price", "is_holiday", "promotional_flag", "temp_max", "precip_mm",
    "tickets_sold", "total_sales",
)  # fmt: skip
TEXTS = ("show_id", "movie", "theatre", "location", "genres")
BOOKING_COLUMNS = ("show_id", "booked_at", "tickets")

Programme = Literal["known", "unknown", "auto"]


@dataclass(frozen=True, slots=True)
class Dataset:
    """Shows in the order they start, with their bookings where the source has them."""

    shows: Shows
    bookings: Bookings | None

    def __len__(self) -> int:
        return len(self.shows)


def dataset(shows: pd.DataFrame, bookings: pd.DataFrame | None, *, programme: Programme = "auto") -> Dataset:
    """Turn validated tables into columns, in the order the shows start.

    How many shows a theatre has on a day is a feature only where the programme is known beforehand. A list
    that was made from bookings names only shows that sold, and one without times of day counts no showings;
    ``auto`` takes neither.
    """
    shows = shows.sort_values(["starts_at", "show_id"], kind="stable").reset_index(drop=True)
    starts_at = _moments(shows["starts_at"])
    theatre, movie = _texts(shows, "theatre"), _texts(shows, "movie")
    day = starts_at.astype("datetime64[D]").astype(np.int64)
    holiday, eve = holiday_columns(_texts(shows, "location"), day)
    given = _numbers(shows, "is_holiday")
    known = programme == "known" or (programme == "auto" and bookings is None and _has_clock(starts_at))
    columns = Shows(
        show_id=_texts(shows, "show_id"),
        movie=movie,
        theatre=theatre,
        starts_at=starts_at,
        genre=np.array([text.partition("|")[0] for text in _texts(shows, "genres")], dtype=object),
        base_price=_numbers(shows, "base_price"),
        capacity=_numbers(shows, "screen_capacity"),
        is_holiday=np.where(np.isnan(given), holiday, given),
        is_eve=eve,
        promoted=_numbers(shows, "promotional_flag"),
        temp_max=_numbers(shows, "temp_max"),
        precip_mm=_numbers(shows, "precip_mm"),
        theatre_shows=_counts(known, theatre, day),
        film_shows=_counts(known, theatre, day, movie),
        tickets=_numbers(shows, "tickets_sold"),
    )
    return Dataset(columns, None if bookings is None else _bookings(columns, bookings))


def joined(first: pd.DataFrame, second: pd.DataFrame | None) -> pd.DataFrame:
    """Return the rows of both tables."""
    return first if second is None else pd.concat([first, second], ignore_index=True)


def _bookings(shows: Shows, bookings: pd.DataFrame) -> Bookings:
    position = pd.Series(np.arange(len(shows)), index=shows.show_id)
    place = bookings["show_id"].map(position)
    ours = place.notna().to_numpy()
    return Bookings(
        show=place[ours].to_numpy(np.int64),
        booked_at=_moments(bookings["booked_at"][ours]),
        tickets=bookings["tickets"][ours].to_numpy(float),
    )


def _counts(known: bool, *keys: Texts | np.ndarray) -> Floats:  # noqa: FBT001 # a private step of dataset()
    if not known:
        return np.full(len(keys[0]), np.nan)
    frame = pd.DataFrame(dict(enumerate(keys)))
    return frame.groupby(list(frame.columns))[0].transform("size").to_numpy(float)


def _has_clock(starts_at: Moments) -> bool:
    return len(np.unique(starts_at - starts_at.astype("datetime64[D]"))) > 1


def _texts(frame: pd.DataFrame, name: str) -> Texts:
    return frame[name].fillna("").astype(str).to_numpy(object)


def _numbers(frame: pd.DataFrame, name: str) -> Floats:
    return frame[name].to_numpy(float)


def _moments(column: "pd.Series[pd.Timestamp]") -> Moments:
    return column.to_numpy().astype("datetime64[m]")
