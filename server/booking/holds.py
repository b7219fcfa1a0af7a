"""Use cases of holds: take, look at, extend, change, release. Redis owns them; PostgreSQL is only read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

from seat_engine import Hold, SeatEngine
from seat_engine import errors as engine_errors
from server.booking.errors import HoldGone, HoldLimit, NotYourHold, SeatsTaken, UnknownSeats
from server.booking.notes import HoldNote
from server.booking.opener import opened
from server.core.clock import now
from server.core.errors import IdempotencyMismatch, Invalid
from server.core.ids import hold_token as new_token
from server.core.tokens import Caller
from server.pricing.current import current_prices
from server.pricing.quote import Quote, make_quote
from server.settings import Settings
from server.venues.layouts import Layout, Seat, get_layout
from server.venues.shows import ShowFacts, get_show


@dataclass(frozen=True, slots=True)
class Shopper:
    """Who holds seats: a browser's token, before sign-in too, and the caller where one is signed in."""

    token: str
    caller: Caller | None

    @classmethod
    def of(cls, token: str | None, caller: Caller | None) -> "Shopper":
        """Use the token that came, or make the browser's first."""
        return cls(token or new_token(), caller)

    @property
    def holder(self) -> str:
        """The name the seat engine knows the shopper by; the token itself stays here."""
        return sha256(self.token.encode()).hexdigest()[:32]

    def hold_id(self, show_id: int, key: str) -> str:
        """Name the hold that a request with this key makes: a repeated request names the same one."""
        return f"{show_id}-{sha256(f'{self.token}/{key}'.encode()).hexdigest()[:32]}"

    def owns(self, hold: Hold, note: HoldNote) -> bool:
        """Tell whether a hold is this shopper's: by token, or by the account that took it."""
        by_account = self.caller is not None and note.user_id == self.caller.user_id
        return by_account or hold.holder == self.holder


@dataclass(frozen=True, slots=True)
class HeldSeats:
    """A hold with the show it is for and the quote it carries."""

    hold: Hold
    show: ShowFacts
    layout: Layout
    quote: Quote

    @property
    def labels(self) -> list[str]:
        """The seats' labels in index order."""
        return [self.layout.seats[index].label for index in self.hold.seats]


class HoldDesk:
    """The use cases, with what they need."""

    def __init__(self, engine: SeatEngine, settings: Settings) -> None:
        self._engine = engine
        self._settings = settings
        self.ttl = timedelta(seconds=settings.hold_seconds)
        self.max_life = timedelta(seconds=settings.hold_max_seconds)

    async def take(
        self, show_id: int, labels: Sequence[str], shopper: Shopper, *, hold_id: str | None = None
    ) -> HeldSeats:
        """Hold all of these seats or none, with their quote.

        Raises ``NotFound``, ``ShowPast``, ``ShowNotOnSale``, ``UnknownSeats``, ``Invalid``,
        ``SeatsTaken``, and ``IdempotencyMismatch`` where ``hold_id`` names a live hold of other seats.
        """
        show = await get_show(show_id)
        show.ensure_on_sale(now())
        layout = await get_layout(show.layout_id)
        seats = self._find(layout, show, labels)
        quote = make_quote(seats, current_prices(show), show.rules)
        note = HoldNote(quote, shopper.caller.user_id if shopper.caller else None).pack()
        identifier = hold_id or f"{show_id}-{uuid4().hex}"
        try:
            hold = await opened(
                self._engine,
                show_id,
                lambda: self._engine.hold(
                    show_id,
                    [seat.index for seat in seats],
                    hold_id=identifier,
                    holder=shopper.holder,
                    ttl=self.ttl,
                    note=note,
                    max_life=self.max_life,
                ),
            )
        except engine_errors.SeatsTaken as error:
            raise _taken(layout, error.seats) from error
        except engine_errors.HoldMismatch as error:
            raise IdempotencyMismatch from error
        return HeldSeats(hold, show, layout, HoldNote.unpack(hold.note).quote)

    async def get(self, hold_id: str, shopper: Shopper) -> HeldSeats:
        """Return a live hold; raises ``HoldGone``, ``NotYourHold``."""
        show_id = _show_of(hold_id)
        try:
            hold = await self._engine.get_hold(show_id, hold_id)
        except (engine_errors.HoldExpired, engine_errors.NotOpen) as error:
            raise HoldGone from error
        if not hold.note:  # a pending booking's seats, reloaded from PostgreSQL: no shopper's hold any more
            raise HoldGone
        note = HoldNote.unpack(hold.note)
        if not shopper.owns(hold, note):
            raise NotYourHold
        show = await get_show(show_id)
        return HeldSeats(hold, show, await get_layout(show.layout_id), note.quote)

    async def extend(self, hold_id: str, shopper: Shopper) -> HeldSeats:
        """Give a hold its full time again, up to its lifetime; raises ``HoldLimit`` beyond that."""
        held = await self.get(hold_id, shopper)
        held.show.ensure_on_sale(now())
        try:
            hold = await self._engine.extend(held.show.id, hold_id, holder=held.hold.holder, ttl=self.ttl)
        except engine_errors.LimitReached as error:
            raise HoldLimit from error
        except (engine_errors.HoldExpired, engine_errors.NotOpen) as error:
            raise HoldGone from error
        return HeldSeats(hold, held.show, held.layout, held.quote)

    async def change(self, hold_id: str, labels: Sequence[str], shopper: Shopper) -> HeldSeats:
        """Make the hold be for exactly these seats, in one step and with a new quote; the deadline stays."""
        held = await self.get(hold_id, shopper)
        held.show.ensure_on_sale(now())
        seats = self._find(held.layout, held.show, labels)
        quote = make_quote(seats, current_prices(held.show), held.show.rules)
        user_id = HoldNote.unpack(held.hold.note).user_id or (
            shopper.caller.user_id if shopper.caller else None
        )
        try:
            hold = await self._engine.change(
                held.show.id,
                hold_id,
                [seat.index for seat in seats],
                holder=held.hold.holder,
                note=HoldNote(quote, user_id).pack(),
            )
        except engine_errors.SeatsTaken as error:
            raise _taken(held.layout, error.seats) from error
        except (engine_errors.HoldExpired, engine_errors.NotOpen) as error:
            raise HoldGone from error
        return HeldSeats(hold, held.show, held.layout, quote)

    async def release(self, hold_id: str, shopper: Shopper) -> None:
        """Let the seats go; a hold that is gone already is no error."""
        try:
            held = await self.get(hold_id, shopper)
            await self._engine.release(held.show.id, hold_id, holder=held.hold.holder)
        except (HoldGone, engine_errors.NotOpen):
            return

    def _find(self, layout: Layout, show: ShowFacts, labels: Sequence[str]) -> list[Seat]:
        wanted = list(dict.fromkeys(labels))
        if len(wanted) > self._settings.max_seats:
            message = f"At most {self._settings.max_seats} seats at a time"
            raise Invalid(errors=[{"field": "seats", "code": "too_many", "message": message}])
        unknown = [
            label
            for label in wanted
            if label not in layout.by_label or layout.by_label[label].category not in show.base_prices
        ]
        if unknown:
            raise UnknownSeats(seats=unknown)
        return sorted((layout.by_label[label] for label in wanted), key=lambda seat: seat.index)


def _taken(layout: Layout, indexes: Sequence[int]) -> SeatsTaken:
    return SeatsTaken(seats=[layout.seats[index].label for index in indexes])


def _show_of(hold_id: str) -> int:
    """Return the show a hold's id names; raises ``HoldGone`` for anything this server never made."""
    head, _, tail = hold_id.partition("-")
    if not (head.isascii() and head.isdigit() and len(head) < 10 and tail):  # noqa: PLR2004 # digits of an int4
        raise HoldGone
    return int(head)
