"""The use case of POST /booking: hold, deadline, one transaction, one answer a key.

This is where Redis and PostgreSQL meet, so the order matters. The hold is stretched to the booking's
deadline first (which proves that it is alive), then one transaction writes everything. If that fails,
the hold simply lapses; if it commits, no failure of Redis can take the seats away.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from tortoise.exceptions import IntegrityError

from seat_engine import errors as engine_errors
from server.accounts.errors import NotYourAccount
from server.accounts.service import ensure_verified, get_user
from server.booking import queries, reservations
from server.booking.counter import serves
from server.booking.errors import HoldGone, HoldMismatch, SeatsTaken
from server.booking.holds import HeldSeats, HoldDesk, Shopper
from server.booking.models import Booking
from server.booking.offer import make_offer
from server.booking.reservations import LIVE_SEAT_INDEX, REFERENCE_INDEX, Reservation
from server.booking.schemas import BookingOut, BookingRequest, PayAtCounterOut, PaymentOut
from server.booking.settlement import lock, pay_again
from server.booking.till import Till
from server.booking.views import booking_out, next_action_out
from server.core import audit, idempotency
from server.core.clock import now
from server.core.db import violates
from server.core.errors import Unavailable
from server.core.idempotency import Answer, Request
from server.core.tokens import Caller
from server.payments.errors import PaymentMethodNotOffered
from server.payments.gateways.base import AttemptRefused, ProviderAway
from server.payments.models import PaymentMethod, PaymentStatus
from server.settings import Settings
from server.venues.shows import ShowFacts, get_show

log = structlog.get_logger(__name__)


class Checkout:
    """The use case, with what it needs."""

    def __init__(self, desk: HoldDesk, till: Till, settings: Settings) -> None:
        self._desk = desk
        self._engine = desk.engine
        self._till = till
        self._settings = settings

    async def book(
        self, wanted: BookingRequest, *, caller: Caller, shopper: Shopper, key: str | None
    ) -> Answer:
        """Book the seats and return the answer; a repeated request gets the first one's.

        Raises what ``HoldDesk.take``, ``HoldDesk.get`` and ``make_offer`` raise, and ``NotYourAccount``,
        ``EmailNotVerified``, ``PaymentMethodNotOffered``, ``HoldMismatch``, ``SeatsTaken``,
        ``IdempotencyMismatch``.
        """
        await _ensure_own_account(wanted.user_id, wanted.show_id, caller)
        request = Request.of(caller.user_id, key, "POST /booking", wanted.model_dump_json())
        if answer := await idempotency.stored(request):
            return answer
        if wanted.hold_id and (
            earlier := await reservations.booking_of_hold(wanted.hold_id, wanted.user_id, wanted.show_id)
        ):
            return await _answer(earlier)
        self._till.gateways.ensure_offered(wanted.payment_method)
        if not self._settings.unverified_may_buy:
            await ensure_verified(wanted.user_id)
        held = await self._held(wanted, shopper, key)
        # The hold was shown the show as it was a moment ago; the sale asks PostgreSQL what it is now.
        seen, held = held.show, replace(held, show=await get_show(wanted.show_id))
        if held.show.sold_as != seen.sold_as:
            raise HoldGone("This show was moved a moment ago; choose your seats again")
        held.show.ensure_on_sale(now())
        offer = await make_offer(
            held, user_id=wanted.user_id, promo=wanted.promo, points=wanted.points, at=now()
        )
        expires_at = self.deadline(held.show, wanted.payment_method)
        await self._stretch(held, expires_at)
        reservation = Reservation(wanted.user_id, held, offer, wanted.payment_method, expires_at)
        try:
            return await self._write(reservation, request)
        except IntegrityError as error:
            if violates(error, REFERENCE_INDEX):  # once in some ten thousand days; the next draw is free
                return await self._write(reservation, request)
            return await self._seats_gone(error, wanted, held)

    async def _write(self, reservation: Reservation, request: Request) -> Answer:
        """Reserve in one transaction with the key's answer."""

        async def reserve() -> Answer:
            return await _answer(await reservations.reserve(reservation))

        return await idempotency.once(request, reserve)

    async def pay_again(
        self, booking: Booking, method: PaymentMethod, *, request: Request, caller: Caller, address: str
    ) -> Answer:
        """Open another attempt on a booking that still waits, by the same or another method.

        What the house's people do for a customer is written in the audit log.
        """
        if answer := await idempotency.stored(request):
            return answer
        self._till.gateways.ensure_offered(method)
        show = await get_show(booking.show_id)
        expires_at = self.deadline(show, method)
        if method is not PaymentMethod.CASH and booking.expires_at and not _waits_for_counter(booking, show):
            expires_at = booking.expires_at  # trying again is not a way to hold on to seats
        await self._stretch_to(booking, expires_at)

        async def open_attempt() -> Answer:
            await pay_again(await lock(booking.id), method, expires_at=expires_at, at=now())
            if booking.user_id != caller.user_id:
                await audit.record(
                    caller, "booking.pay_again", f"booking:{booking.id}", after={"method": method},
                    address=address,
                )  # fmt: skip
            return await _answer(booking.id)

        return await idempotency.once(request, open_attempt)

    async def with_next_action(self, answer: Answer) -> BookingOut:
        """Return an answer's booking with what the customer must do next to pay.

        What only a provider can say (a secret, perhaps) is asked for anew and never stored. Raises
        ``Unavailable`` while the provider cannot be asked: the booking stands, and the same request may be
        sent again; and ``PaymentMethodNotOffered`` where it refuses: the booking waits for another way.
        """
        booking = BookingOut.model_validate_json(answer.body)
        return booking.model_copy(update={"payment": await self._payment(booking)})

    async def now(self, booking_id: UUID, *, to_payer: bool) -> BookingOut:
        """Return a booking as it stands; without the next step where its provider cannot be asked for it.

        Without ``to_payer`` it says at most where to pay at the counter, and nothing that pays for it.
        """
        booking = await booking_out(booking_id)
        if not to_payer:
            return booking.model_copy(update={"payment": _for_counter(booking.payment)})
        try:
            return booking.model_copy(update={"payment": await self._payment(booking)})
        except (Unavailable, PaymentMethodNotOffered):
            return booking

    async def checked(self, booking_id: UUID, *, to_payer: bool) -> BookingOut:
        """Return a booking as it stands once its provider was asked about the newest attempt.

        Raises ``Unavailable`` while the provider cannot be asked. The house's own methods have nobody to ask.
        """
        payment = (await booking_out(booking_id)).payment
        if payment.method is PaymentMethod.STRIPE and payment.status is PaymentStatus.REQUIRES_ACTION:
            try:
                await self._till.check(payment.id)
            except ProviderAway as error:
                raise Unavailable("The payment provider does not answer", retry_after=2) from error
        return await self.now(booking_id, to_payer=to_payer)

    async def _payment(self, booking: BookingOut) -> PaymentOut:
        payment = booking.payment
        if payment.method is not PaymentMethod.STRIPE or booking.status != "pending":
            return payment
        try:
            action = await self._till.begin(payment.id)
        except ProviderAway as error:
            raise Unavailable("The payment provider does not answer", retry_after=2) from error
        except AttemptRefused as error:
            raise PaymentMethodNotOffered(f"This cannot be paid this way: {error}") from error
        return payment.model_copy(update={"next_action": action and next_action_out(action)})

    def deadline(self, show: ShowFacts, method: PaymentMethod) -> datetime:
        """Return until when a booking waits for its money; raises ``PaymentMethodNotOffered``.

        Cash may come until the seats are released before the show; other methods have their own time,
        never beyond the end of sale.
        """
        at = now()
        if method is PaymentMethod.CASH:
            release_at = show.starts_at - timedelta(minutes=show.rules.cash_release_before_start)
            if release_at <= at:
                raise PaymentMethodNotOffered("It is too late to reserve and pay at the counter")
            return release_at
        return min(at + timedelta(seconds=self._settings.payment_seconds), show.sales_close_at)

    async def _held(self, wanted: BookingRequest, shopper: Shopper, key: str | None) -> HeldSeats:
        if wanted.hold_id is None:
            # A repeated request with the same key names the same hold, which the engine gives again.
            # No header has a line break, so nobody can say this token who merely knows an account's id.
            account = Shopper(f"account\n{wanted.user_id}", shopper.caller, shopper.address)
            hold_id = account.hold_id(wanted.show_id, key) if key else None
            return await self._desk.take(wanted.show_id, wanted.seats, account, hold_id=hold_id)
        held = await self._desk.get(wanted.hold_id, shopper)
        if held.show.id != wanted.show_id:
            raise HoldMismatch(seats=held.labels)
        missing = sorted(set(wanted.seats) - set(held.labels))
        if missing and set(held.labels) < set(wanted.seats) and await self._are_sold(held, missing):
            raise SeatsTaken(seats=missing)  # the engine gave them up when PostgreSQL had them sold
        if missing or len(held.labels) != len(set(wanted.seats)):
            raise HoldMismatch(seats=held.labels)
        return held

    async def _are_sold(self, held: HeldSeats, labels: list[str]) -> bool:
        indexes = [seat.index for seat in held.layout.seats if seat.label in labels]
        return len(await queries.sold_seats(held.show.id, among=indexes)) == len(labels)

    async def _stretch(self, held: HeldSeats, deadline: datetime) -> None:
        try:
            await self._engine.extend_until(held.show.id, held.hold.id, deadline=deadline)
        except (engine_errors.HoldExpired, engine_errors.NotOpen) as error:
            raise HoldGone from error

    async def _stretch_to(self, booking: Booking, deadline: datetime) -> None:
        try:
            await self._desk.opener.opened(
                booking.show_id,
                lambda: self._engine.extend_until(booking.show_id, booking.hold_id, deadline=deadline),
            )
        except engine_errors.HoldExpired:
            # PostgreSQL holds the seats through the booking's tickets; the map catches up by the job.
            log.info("hold_lapsed_before_booking", booking_id=str(booking.id))

    async def _seats_gone(self, error: IntegrityError, wanted: BookingRequest, held: HeldSeats) -> Answer:
        """Answer a unique violation: the shopper's own parallel request won, or somebody else did."""
        if not violates(error, LIVE_SEAT_INDEX):
            raise error
        if earlier := await reservations.booking_of_hold(held.hold.id, wanted.user_id, held.show.id):
            return await _answer(earlier)
        # Redis offered a seat that PostgreSQL had sold: tell it, so that the map is right again.
        sold = await queries.sold_seats(held.show.id, among=held.hold.seats)
        await self._engine.release(held.show.id, held.hold.id, holder=held.hold.holder)
        if sold:
            await self._engine.sell(held.show.id, sold)
        taken = [held.layout.seats[index].label for index in sold] or held.labels
        raise SeatsTaken(seats=taken) from error


def _for_counter(payment: PaymentOut) -> PaymentOut:
    """Return an attempt without what only the paying customer may see."""
    action = payment.next_action
    return payment.model_copy(update={"next_action": action if isinstance(action, PayAtCounterOut) else None})


async def _answer(booking_id: UUID) -> Answer:
    return Answer(201, (await booking_out(booking_id)).model_dump_json().encode())


def _waits_for_counter(booking: Booking, show: ShowFacts) -> bool:
    release_at = show.starts_at - timedelta(minutes=show.rules.cash_release_before_start)
    return booking.expires_at == release_at


async def _ensure_own_account(user_id: UUID, show_id: int, caller: Caller) -> None:
    """Raise ``NotYourAccount`` unless it is the caller's own, or they serve customers where the show is."""
    if user_id == caller.user_id:
        return
    if not await serves(caller, show_id):
        raise NotYourAccount
    await get_user(user_id)
