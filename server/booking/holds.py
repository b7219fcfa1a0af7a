"""Use cases of holds: take, look at, extend, change, release. Redis owns them; PostgreSQL is only read."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from seat_engine import Hold, Limits, SeatEngine
from seat_engine import errors as engine_errors
from seat_engine.limits import NO_LIMITS
from server.accounts.scope import serves_at
from server.booking import accessibility, queries
from server.booking.errors import (
    HoldBooked,
    HoldGone,
    NotEnoughTogether,
    NotYourHold,
    SeatsNotOnSale,
    SeatsTaken,
    TooManyPlaces,
    UnknownSeats,
    WouldLeaveGap,
)
from server.booking.holders import holder_of_account, holder_of_token
from server.booking.limits import HoldLimits, refusal
from server.booking.mending import mend
from server.booking.notes import HoldNote
from server.booking.opener import ShowOpener
from server.booking.schemas import BestSeats
from server.core import audit
from server.core.clock import now
from server.core.db import transaction
from server.core.errors import IdempotencyMismatch, Invalid, NotAllowed
from server.core.ids import hold_id as new_id
from server.core.ids import hold_token as new_token
from server.core.tokens import Caller
from server.pricing.quote import Quote, price_sheet
from server.settings import Settings
from server.venues.layouts import Layout, Seat, get_layout
from server.venues.models import SeatCategory
from server.venues.shows import ShowFacts, recent_show


@dataclass(frozen=True, slots=True)
class Shopper:
    """Who holds seats: a browser's token, before sign-in too, and the caller where one is signed in."""

    token: str
    caller: Caller | None
    address: str = ""
    """Where the request comes from, past trusted proxies; empty where that does not matter."""
    counter: bool = False
    """The theatre's people, who hold seats for whoever stands at their counter."""

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
        """The name the seat engine knows the shopper by, and counts by: the account's where there is one.

        A new token is no new shopper then. The token itself stays here.
        """
        return holder_of_account(self.caller.user_id) if self.caller else holder_of_token(self.token)

    def hold_id(self, show_id: int, key: str) -> str:
        """Name the hold that a request with this key makes: a repeated request names the same one."""
        return f"{show_id}-{sha256(f'{self.token}/{key}'.encode()).hexdigest()[:32]}"

    def owns(self, hold: Hold, note: HoldNote) -> bool:
        """Tell whether a hold is this shopper's: by token, or by the account that took it."""
        by_account = self.caller is not None and note.user_id == self.caller.user_id
        return by_account or hold.holder in {self.holder, holder_of_token(self.token)}


@dataclass(frozen=True, slots=True)
class HeldSeats:
    """A hold with the show it is for and the quote it carries."""

    hold: Hold
    show: ShowFacts
    layout: Layout
    quote: Quote
    override: str | None = None
    """Why the house's people chose what the rules of accessible places do not allow."""

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
        self.limits = HoldLimits(settings)
        self.ttl = timedelta(seconds=settings.hold_seconds)
        self.max_life = timedelta(seconds=settings.hold_max_seconds)

    async def take(
        self,
        show_id: int,
        labels: Sequence[str],
        shopper: Shopper,
        *,
        hold_id: str | None = None,
        override: str | None = None,
    ) -> HeldSeats:
        """Hold all of these seats or none, with their quote.

        ``override`` is the reason for which the house's people pass over the rules of accessible places.
        Raises ``NotFound``, ``ShowPast``, ``ShowNotOnSale``, ``UnknownSeats``, ``Invalid``, ``SeatsTaken``,
        ``SeatsNotOnSale``,
        ``TooManyHolds``, ``WouldLeaveGap``, ``CompanionAlone``, ``TooManyPlaces``, ``NotAllowed``,
        ``HoldGone`` where the hold ``hold_id`` names has ended, and ``IdempotencyMismatch`` where it is a
        live hold of other seats.
        """
        show = await recent_show(show_id)
        show.ensure_on_sale(now())
        layout = await get_layout(show.layout_id)
        try:
            seats = self._find(layout, show, labels)
        except SeatsNotOnSale:
            # The map may offer them still, where they came back from a hold of before.
            await mend(self.engine, show_id)
            raise
        indexes = [seat.index for seat in seats]
        plan = layout.plan(show.base_prices)
        await self._ensure_fitting(layout, show, indexes, shopper, override)
        quote = price_sheet(show, counter=shopper.counter).quote(seats)
        note = HoldNote(quote, shopper.user_id, show.sold_as, override).pack()
        identifier = hold_id or new_id(show_id)
        limits, address = await self._bounds(shopper, show, layout)
        if plan.places_among(indexes):
            limits = await self._less_what_is_booked(limits, shopper, show_id)
        with self._refusals(layout):
            hold = await self.opener.opened(
                show_id,
                lambda: self.engine.hold(
                    show_id,
                    indexes,
                    hold_id=identifier,
                    holder=shopper.holder,
                    ttl=self.ttl,
                    note=note,
                    max_life=self.max_life,
                    address=address,
                    limits=limits,
                    plan=plan if show.rules.single_gap_rule else None,
                    places=plan.accessible,
                ),
            )
        if override is not None:
            await _record(shopper, hold, "hold.override", labels, override)
        if hold.note != note:  # a repeated request: the first answer stands, with the price it was given at
            quote = HoldNote.unpack(hold.note).quote
        return HeldSeats(hold, show, layout, quote, override)

    async def take_best(
        self, show_id: int, wanted: BestSeats, shopper: Shopper, *, hold_id: str | None = None
    ) -> HeldSeats:
        """Hold the best free seats together, chosen and taken in one step, with their quote.

        They keep the rules of accessible places. Raises ``NotEnoughTogether`` and what ``take`` raises, but
        for ``SeatsTaken`` and ``WouldLeaveGap``.
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
        if wanted.accessible or wanted.category == SeatCategory.WHEELCHAIR:
            limits = await self._less_what_is_booked(limits, shopper, show_id)
            if wanted.category == SeatCategory.WHEELCHAIR and 0 < self.limits.places < wanted.count:
                raise TooManyPlaces(limit=self.limits.places)
        with self._refusals(layout):
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
            sheet = price_sheet(show, counter=shopper.counter)
            quote = sheet.quote([layout.seats[index] for index in hold.seats])
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
        return HeldSeats(hold, show, await get_layout(show.layout_id), note.quote, note.override)

    async def own(self, hold_id: str, shopper: Shopper) -> HeldSeats:
        """Return a live hold that its shopper may do something with.

        Raises what ``get`` raises, and ``HoldBooked`` once a booking stands on it: the seats have one owner.
        """
        try:
            held = await self.get(hold_id, shopper)
        except HoldGone:
            # Sold, or reloaded from PostgreSQL, which knows what became of it.
            if await queries.is_booked(hold_id):
                raise HoldBooked from None
            raise
        if held.hold.booked_ms is None:
            return held
        if await queries.is_booked(hold_id) is not False:
            raise HoldBooked
        # What stood on it has ended and the map has not heard of it yet: the seats are nobody's.
        await self.engine.release(held.show.id, hold_id, holder=None)
        raise HoldGone

    async def extend(self, hold_id: str, shopper: Shopper) -> HeldSeats:
        """Give a hold its full time again, up to its lifetime; raises ``HoldLimit`` beyond that."""
        held = await self.own(hold_id, shopper)
        held.show.ensure_on_sale(now())
        with self._refusals(held.layout):
            hold = await self.engine.extend(held.show.id, hold_id, holder=held.hold.holder, ttl=self.ttl)
        return replace(held, hold=hold)

    async def change(
        self, hold_id: str, labels: Sequence[str], shopper: Shopper, *, override: str | None = None
    ) -> HeldSeats:
        """Make the hold be for exactly these seats, in one step and with a new quote; the deadline stays."""
        held = await self.own(hold_id, shopper)
        held.show.ensure_on_sale(now())
        seats = self._find(held.layout, held.show, labels)
        indexes = [seat.index for seat in seats]
        plan = held.layout.plan(held.show.base_prices)
        await self._ensure_fitting(held.layout, held.show, indexes, shopper, override)
        quote = price_sheet(held.show, counter=held.quote.terms.counter).quote(seats)
        user_id = HoldNote.unpack(held.hold.note).user_id or shopper.user_id
        limits, _ = await self._bounds(shopper, held.show, held.layout)
        if plan.places_among(indexes):
            limits = await self._less_what_is_booked(limits, shopper, held.show.id)
        with self._refusals(held.layout):
            hold = await self.engine.change(
                held.show.id,
                hold_id,
                indexes,
                holder=held.hold.holder,
                note=HoldNote(quote, user_id, held.show.sold_as, override).pack(),
                limits=limits,
                plan=plan if held.show.rules.single_gap_rule else None,
                places=plan.accessible,
            )
        if override is not None:
            await _record(shopper, hold, "hold.override", labels, override)
        return replace(held, hold=hold, quote=quote, override=override)

    async def release(self, hold_id: str, shopper: Shopper) -> None:
        """Let the seats go; a hold that is gone already is no error. Raises ``HoldBooked``."""
        try:
            held = await self.own(hold_id, shopper)
            with self._refusals(held.layout):
                await self.engine.release(held.show.id, hold_id, holder=held.hold.holder)
        except HoldGone:
            return

    async def _ensure_fitting(
        self,
        layout: Layout,
        show: ShowFacts,
        indexes: Sequence[int],
        shopper: Shopper,
        override: str | None,
    ) -> None:
        if override is None:
            accessibility.ensure_fitting(layout, show, indexes, most=self.limits.places)
        elif not await _serves(shopper, show):
            raise NotAllowed("Only people of this theatre may pass over the rules of accessible places")

    async def _less_what_is_booked(self, limits: Limits, shopper: Shopper, show_id: int) -> Limits:
        """Return limits less the wheelchair places an account has booked: the engine counts those held."""
        if shopper.user_id is None or not limits.holder_places:
            return limits
        booked = await accessibility.places_booked(shopper.user_id, show_id)
        if booked >= limits.holder_places:
            raise TooManyPlaces(limit=self.limits.places)
        return replace(limits, holder_places=limits.holder_places - booked)

    def _find(self, layout: Layout, show: ShowFacts, labels: Sequence[str]) -> list[Seat]:
        wanted = list(dict.fromkeys(labels))
        self._ensure_few(len(wanted), "seats")
        if unknown := [label for label in wanted if label not in layout.by_label]:
            raise UnknownSeats(seats=unknown)
        unpriced = [label for label in wanted if layout.by_label[label].category not in show.base_prices]
        if unpriced:
            raise SeatsNotOnSale(seats=unpriced)
        return sorted((layout.by_label[label] for label in wanted), key=lambda seat: seat.index)

    def _ensure_few(self, count: int, field: str) -> None:
        if count > self._settings.max_seats:
            message = f"At most {self._settings.max_seats} seats at a time"
            raise Invalid(errors=[{"field": field, "code": "too_many", "message": message}])

    async def _bounds(self, shopper: Shopper, show: ShowFacts, layout: Layout) -> tuple[Limits, str]:
        """Return a shopper's limits and the name of their address; the theatre's own people have none."""
        if await _serves(shopper, show):
            return NO_LIMITS, ""
        return self.limits.for_show(len(layout.seats)), self.limits.address_name(shopper.address)

    @contextmanager
    def _refusals(self, layout: Layout) -> Iterator[None]:
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
            raise refusal(error, otherwise=self.ttl, places=self.limits.places) from error
        except engine_errors.HoldMismatch as error:
            raise IdempotencyMismatch from error
        except engine_errors.HoldBooked as error:
            raise HoldBooked from error
        except engine_errors.NotHolder as error:
            # Its name is made of a token and a key: who signed in between two requests is another holder.
            raise NotYourHold from error
        except engine_errors.UnknownSeat as error:
            # The show was moved to a smaller hall a moment ago, and this process has not seen it yet.
            raise UnknownSeats(seats=[layout.seats[index].label for index in error.seats]) from error
        except (engine_errors.HoldExpired, engine_errors.NotOpen) as error:
            raise HoldGone from error


async def _serves(shopper: Shopper, show: ShowFacts) -> bool:
    return shopper.counter or await serves_at(shopper.caller, show.theatre_id)


async def _record(
    shopper: Shopper, hold: Hold, action: audit.Action, labels: Sequence[str], reason: str
) -> None:
    """Write down that somebody of the house passed over a rule for a hold, and why."""
    if shopper.caller is None:
        return
    async with transaction():
        await audit.record(
            shopper.caller, action, f"show:{hold.show_id}", after={"hold": hold.id, "seats": list(labels)},
            reason=reason, address=shopper.address,
        )  # fmt: skip


def _labels(layout: Layout, indexes: Sequence[int]) -> list[str]:
    return [layout.seats[index].label for index in indexes]


def _show_of(hold_id: str) -> int:
    """Return the show a hold's id names; raises ``HoldGone`` for anything this server never made."""
    head, _, tail = hold_id.partition("-")
    if not (head.isascii() and head.isdigit() and len(head) < 10 and tail):  # noqa: PLR2004 # digits of an int4
        raise HoldGone
    return int(head)
