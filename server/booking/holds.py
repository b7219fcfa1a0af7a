"""Use cases of holds: take, look at, extend, change, release. Redis owns them; PostgreSQL is only read."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from seat_engine import Hold, Limits, SeatEngine
from seat_engine import errors as engine_errors
from seat_engine.limits import NO_LIMITS
from server.accounts.scope import serves_at
from server.booking.errors import (
    HoldGone,
    NotEnoughTogether,
    NotYourHold,
    SeatsTaken,
    UnknownSeats,
    WouldLeaveGap,
)
from server.booking.limits import HoldLimits, refusal
from server.booking.notes import HoldNote
from server.booking.opener import ShowOpener
from server.booking.schemas import BestSeats
from server.core.clock import now
from server.core.errors import IdempotencyMismatch, Invalid
from server.core.ids import hold_id as new_id
from server.core.ids import hold_token as new_token
from server.core.tokens import Caller
from server.pricing.quote import Quote, price_sheet
from server.settings import Settings
from server.venues.layouts import Layout, Seat, get_layout
from server.venues.shows import ShowFacts, recent_show


@dataclass(frozen=True, slots=True)
class Shopper:
    """Who holds seats: a browser's token, before sign-in too, and the caller where one is signed in."""

    token: str
    caller: Caller | None
    address: str = ""
    """Where the request comes from, past trusted proxies; empty where that does not matter."""

    @classmethod
    def of(cls, token: str | None, caller: Caller | None, address: str = "") -> "Shopper":
        """Use the token that came, or make the browser's first."""
        return cls(token or new_token(), caller, address)

    @property
    def user_id(self) -> UUID | None:
        """The account, where somebody is signed in."""
        return self.caller.user_id if self.caller else None

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
    """The use cases, with what they need. One for a process."""

    def __init__(self, engine: SeatEngine, opener: ShowOpener, settings: Settings) -> None:
        self.engine = engine
        self.opener = opener
        self._settings = settings
        self._limits = HoldLimits(settings)
        self.ttl = timedelta(seconds=settings.hold_seconds)
        self.max_life = timedelta(seconds=settings.hold_max_seconds)

    async def take(
        self, show_id: int, labels: Sequence[str], shopper: Shopper, *, hold_id: str | None = None
    ) -> HeldSeats:
        """Hold all of these seats or none, with their quote.

        Raises ``NotFound``, ``ShowPast``, ``ShowNotOnSale``, ``UnknownSeats``, ``Invalid``,
        ``SeatsTaken``, ``TooManyHolds``, ``WouldLeaveGap``, ``HoldGone`` where the hold ``hold_id`` names
        has ended, and ``IdempotencyMismatch`` where it is a live hold of other seats.
        """
        show = await recent_show(show_id)
        show.ensure_on_sale(now())
        layout = await get_layout(show.layout_id)
        seats = self._find(layout, show, labels)
        quote = price_sheet(show).quote(seats)
        note = HoldNote(quote, shopper.user_id, show.sold_as).pack()
        identifier = hold_id or new_id(show_id)
        limits, address = await self._bounds(shopper, show, layout)
        with _refusals(layout, self.ttl):
            hold = await self.opener.opened(
                show_id,
                lambda: self.engine.hold(
                    show_id,
                    [seat.index for seat in seats],
                    hold_id=identifier,
                    holder=shopper.holder,
                    ttl=self.ttl,
                    note=note,
                    max_life=self.max_life,
                    address=address,
                    limits=limits,
                    plan=layout.plan(show.base_prices) if show.rules.single_gap_rule else None,
                ),
            )
        if hold.note != note:  # a repeated request: the first answer stands, with the price it was given at
            quote = HoldNote.unpack(hold.note).quote
        return HeldSeats(hold, show, layout, quote)

    async def take_best(
        self, show_id: int, wanted: BestSeats, shopper: Shopper, *, hold_id: str | None = None
    ) -> HeldSeats:
        """Hold the best free seats together, chosen and taken in one step, with their quote.

        Raises ``NotEnoughTogether`` and what ``take`` raises, but for ``SeatsTaken`` and ``WouldLeaveGap``.
        """
        show = await recent_show(show_id)
        show.ensure_on_sale(now())
        layout = await get_layout(show.layout_id)
        self._ensure_few(wanted.count, "best.count")
        identifier = hold_id or new_id(show_id)
        limits, address = await self._bounds(shopper, show, layout)
        plan = layout.plan(show.base_prices)
        try:
            plan.wish(wanted.count, category=wanted.category, accessible=wanted.accessible)
        except ValueError as error:
            fault = {"field": "best.count", "code": "in_pairs", "message": "These seats are sold in pairs"}
            raise Invalid(errors=[fault]) from error
        with _refusals(layout, self.ttl):
            hold = await self.opener.opened(
                show_id,
                lambda: self.engine.best(
                    show_id,
                    wanted.count,
                    plan=plan,
                    hold_id=identifier,
                    holder=shopper.holder,
                    ttl=self.ttl,
                    max_life=self.max_life,
                    address=address,
                    limits=limits,
                    category=wanted.category,
                    accessible=wanted.accessible,
                ),
            )
            if len(hold.seats) != wanted.count:
                raise IdempotencyMismatch
            if hold.note:  # a repeated request: the first answer stands
                return HeldSeats(hold, show, layout, HoldNote.unpack(hold.note).quote)
            quote = price_sheet(show).quote([layout.seats[index] for index in hold.seats])
            note = HoldNote(quote, shopper.user_id, show.sold_as).pack()
            hold = await self.engine.change(show_id, hold.id, hold.seats, holder=hold.holder, note=note)
        return HeldSeats(hold, show, layout, quote)

    async def get(self, hold_id: str, shopper: Shopper) -> HeldSeats:
        """Return a live hold; raises ``HoldGone``, ``NotYourHold``."""
        show_id = _show_of(hold_id)
        try:
            hold = await self.engine.get_hold(show_id, hold_id)
        except (engine_errors.HoldExpired, engine_errors.NotOpen) as error:
            raise HoldGone from error
        if not hold.note:  # a pending booking's seats, reloaded from PostgreSQL: no shopper's hold any more
            raise HoldGone
        note = HoldNote.unpack(hold.note)
        if not shopper.owns(hold, note):
            raise NotYourHold
        show = await recent_show(show_id)
        if note.sold_as not in {None, show.sold_as}:  # it was moved, and its map is about to be closed
            raise HoldGone
        return HeldSeats(hold, show, await get_layout(show.layout_id), note.quote)

    async def extend(self, hold_id: str, shopper: Shopper) -> HeldSeats:
        """Give a hold its full time again, up to its lifetime; raises ``HoldLimit`` beyond that."""
        held = await self.get(hold_id, shopper)
        held.show.ensure_on_sale(now())
        with _refusals(held.layout, self.ttl):
            hold = await self.engine.extend(held.show.id, hold_id, holder=held.hold.holder, ttl=self.ttl)
        return HeldSeats(hold, held.show, held.layout, held.quote)

    async def change(self, hold_id: str, labels: Sequence[str], shopper: Shopper) -> HeldSeats:
        """Make the hold be for exactly these seats, in one step and with a new quote; the deadline stays."""
        held = await self.get(hold_id, shopper)
        held.show.ensure_on_sale(now())
        seats = self._find(held.layout, held.show, labels)
        quote = price_sheet(held.show).quote(seats)
        user_id = HoldNote.unpack(held.hold.note).user_id or shopper.user_id
        limits, _ = await self._bounds(shopper, held.show, held.layout)
        with _refusals(held.layout, self.ttl):
            hold = await self.engine.change(
                held.show.id,
                hold_id,
                [seat.index for seat in seats],
                holder=held.hold.holder,
                note=HoldNote(quote, user_id, held.show.sold_as).pack(),
                limits=limits,
                plan=held.layout.plan(held.show.base_prices) if held.show.rules.single_gap_rule else None,
            )
        return HeldSeats(hold, held.show, held.layout, quote)

    async def release(self, hold_id: str, shopper: Shopper) -> None:
        """Let the seats go; a hold that is gone already is no error."""
        try:
            held = await self.get(hold_id, shopper)
            await self.engine.release(held.show.id, hold_id, holder=held.hold.holder)
        except (HoldGone, engine_errors.NotOpen):
            return

    def _find(self, layout: Layout, show: ShowFacts, labels: Sequence[str]) -> list[Seat]:
        wanted = list(dict.fromkeys(labels))
        self._ensure_few(len(wanted), "seats")
        unknown = [
            label
            for label in wanted
            if label not in layout.by_label or layout.by_label[label].category not in show.base_prices
        ]
        if unknown:
            raise UnknownSeats(seats=unknown)
        return sorted((layout.by_label[label] for label in wanted), key=lambda seat: seat.index)

    def _ensure_few(self, count: int, field: str) -> None:
        if count > self._settings.max_seats:
            message = f"At most {self._settings.max_seats} seats at a time"
            raise Invalid(errors=[{"field": field, "code": "too_many", "message": message}])

    async def _bounds(self, shopper: Shopper, show: ShowFacts, layout: Layout) -> tuple[Limits, str]:
        """Return a shopper's limits and the name of their address; the theatre's own people have none."""
        if await serves_at(shopper.caller, show.theatre_id):
            return NO_LIMITS, ""
        return self._limits.for_show(len(layout.seats)), self._limits.address_name(shopper.address)


@contextmanager
def _refusals(layout: Layout, ttl: timedelta) -> Iterator[None]:
    """Turn the seat engine's refusals into the house's, seats into labels."""
    try:
        yield
    except engine_errors.SeatsTaken as error:
        raise SeatsTaken(seats=_labels(layout, error.seats)) from error
    except engine_errors.WouldLeaveGap as error:
        raise WouldLeaveGap(seats=_labels(layout, error.seats)) from error
    except engine_errors.NotEnoughTogether as error:
        raise NotEnoughTogether(remaining=error.free) from error
    except engine_errors.LimitReached as error:
        raise refusal(error, otherwise=ttl) from error
    except engine_errors.HoldMismatch as error:
        raise IdempotencyMismatch from error
    except engine_errors.UnknownSeat as error:
        # The show was moved to a smaller hall a moment ago, and this process has not seen it yet.
        raise UnknownSeats(seats=[layout.seats[index].label for index in error.seats]) from error
    except (engine_errors.HoldExpired, engine_errors.NotOpen) as error:
        raise HoldGone from error


def _labels(layout: Layout, indexes: Sequence[int]) -> list[str]:
    return [layout.seats[index].label for index in indexes]


def _show_of(hold_id: str) -> int:
    """Return the show a hold's id names; raises ``HoldGone`` for anything this server never made."""
    head, _, tail = hold_id.partition("-")
    if not (head.isascii() and head.isdigit() and len(head) < 10 and tail):  # noqa: PLR2004 # digits of an int4
        raise HoldGone
    return int(head)
