"""The use case of POST /booking: hold, deadline, one transaction, one answer a key.

This is where Redis and PostgreSQL meet, so the order matters. The hold is made the booking's first, until the
booking's deadline (which proves that it is alive, and from then on its holder can do nothing with it), then
one transaction writes everything. If that fails, the hold is its holder's again; if it commits, no failure of
Redis can take the seats away. What a process leaves behind that dies in between, ``mending`` finds.
"""

import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from tortoise.exceptions import IntegrityError

from seat_engine import PendingHold
from seat_engine import errors as engine_errors
from server.accounts.service import ensure_reachable, ensure_verified
from server.booking import accessibility, queries, reservations, seatsync
from server.booking.errors import HoldGone, HoldMismatch, SeatsTaken
from server.booking.holders import holder_of_account, holder_of_booking
from server.booking.holds import HeldSeats, HoldDesk, Shopper
from server.booking.mending import mend
from server.booking.models import Booking, Ticket, TicketStatus
from server.booking.offer import make_offer
from server.booking.reservations import LIVE_SEAT_INDEX, REFERENCE_INDEX, Reservation
from server.booking.sale import Sale, sale_of
from server.booking.schemas import BookingOut, BookingRequest, PayAtCounterOut, PaymentOut
from server.booking.settlement import lock, pay_again
from server.booking.till import Till
from server.booking.views import booking_out, next_action_out
from server.core import audit, idempotency
from server.core.clock import now
from server.core.db import AWAY, violates
from server.core.errors import DomainError, NotAllowed, Unavailable
from server.core.idempotency import Answer, Request
from server.core.tokens import Caller
from server.payments.errors import PaymentMethodNotOffered
from server.payments.gateways.base import AttemptRefused, ProviderAway
from server.payments.models import PaymentMethod, PaymentStatus
from server.pricing.reductions import sold_at
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

        Raises what ``HoldDesk.take``, ``HoldDesk.get``, ``make_offer`` and ``sale_of`` raise, and
        ``EmailNotVerified``, ``ContactNotVerified``, ``TooManyUnpaid``, ``PaymentMethodNotOffered``,
        ``HoldMismatch``, ``SeatsTaken``, ``IdempotencyMismatch``.
        """
        sale = await sale_of(wanted.user_id, wanted.sale, show_id=wanted.show_id, caller=caller)
        shopper = replace(shopper, counter=sale.kind == "counter")
        request = Request.of(caller.user_id, key, "POST /booking", wanted.model_dump_json())
        if answer := await idempotency.stored(request):
            return answer
        if wanted.hold_id and (
            earlier := await reservations.booking_of_hold(wanted.hold_id, sale, wanted.show_id)
        ):
            labels = await queries.labels_of(earlier)
            if set(labels) != set(wanted.seats):
                raise HoldMismatch(seats=labels)
            return await _answer(earlier)
        self._till.gateways.ensure_offered(wanted.payment_method)
        if sale.kind == "online" and not self._settings.unverified_may_buy:
            await ensure_verified(caller.user_id)
        if sale.kind == "online":
            await self._ensure_reachable(caller.user_id, wanted.payment_method)
        held = await self._held(wanted, sale, shopper, key)
        try:
            return await self._sell(wanted, sale, held, caller=caller, shopper=shopper, request=request)
        except DomainError:
            if wanted.hold_id is None and key is None:
                # Nobody but this request knows of the hold; with a key, the same request may come again.
                with suppress(engine_errors.SeatEngineError):
                    await self._engine.release(held.show.id, held.hold.id, holder=held.hold.holder)
            raise

    async def _sell(
        self,
        wanted: BookingRequest,
        sale: Sale,
        held: HeldSeats,
        *,
        caller: Caller,
        shopper: Shopper,
        request: Request,
    ) -> Answer:
        """Reserve held seats and return the answer; the hold is its holder's again where that is refused."""
        at_counter = sale.kind == "counter"
        # The hold was shown the show as it was a moment ago; the sale asks PostgreSQL what it is now.
        seen, held = held.show, replace(held, show=await get_show(wanted.show_id))
        if held.show.sold_as != seen.sold_as:
            raise HoldGone("This show was moved a moment ago; choose your seats again")
        held.show.ensure_on_sale(now())
        override = self._override(wanted, held, at_counter=at_counter)
        held = replace(held, quote=sold_at(held.quote, held.show.rules, counter=at_counter))
        offer = await make_offer(held, user_id=sale.buyer, promo=wanted.promo, points=wanted.points, at=now())
        expires_at = self.deadline(held.show, wanted.payment_method, since=now(), at_counter=at_counter)
        reservation = Reservation(
            sale, held, offer, wanted.payment_method, expires_at,
            caps=None if at_counter else self._desk.limits.unpaid,
            places=0 if override or sale.buyer is None else self._desk.limits.places,
            placed_from=self._desk.limits.address_name(shopper.address) or None,
            override=(caller, override) if override else None,
        )  # fmt: skip
        attempt = secrets.token_hex(8)
        await self._claim(held, sale, expires_at, attempt)
        try:
            return await self._write(reservation, request, caller, shopper.address)
        except IntegrityError as error:
            return await self._seats_gone(error, sale, held, attempt)
        except Exception:
            await self._give_back(held, attempt)
            raise

    async def _write(
        self, reservation: Reservation, request: Request, caller: Caller, address: str
    ) -> Answer:
        """Reserve in one transaction with the key's answer; a sale at the counter is audited."""

        async def reserve() -> Answer:
            booking_id = await reservations.reserve(reservation)
            if reservation.sale.kind == "counter":
                quote = reservation.offer.quote
                await audit.record(
                    caller, "booking.sell", f"booking:{booking_id}", address=address,
                    after={
                        "user_id": reservation.sale.buyer, "seats": reservation.held.labels,
                        "method": reservation.method, "total": quote.total, "points": quote.points,
                    },
                )  # fmt: skip
            return await _answer(booking_id)

        try:
            return await idempotency.once(request, reserve)
        except IntegrityError as error:
            if not violates(error, REFERENCE_INDEX):
                raise
        # Once in some ten thousand days; the next draw is free.
        return await idempotency.once(request, reserve)

    async def pay_again(
        self,
        booking: Booking,
        method: PaymentMethod,
        *,
        request: Request,
        caller: Caller,
        address: str,
    ) -> Answer:
        """Open another attempt on a booking that still waits, by the same or another method.

        However often that is done, it waits no longer than it could have from its beginning. Who is not its
        customer sees to it at the counter: cash is taken there until the sale ends, and it is audited.
        """
        if answer := await idempotency.stored(request):
            return answer
        at_counter = booking.user_id != caller.user_id
        self._till.gateways.ensure_offered(method)
        if not at_counter and booking.user_id is not None:
            await self._ensure_reachable(booking.user_id, method)
        show = await get_show(booking.show_id)
        expires_at = self.deadline(show, method, since=booking.created_at, at_counter=at_counter)
        if at_counter:
            show.ensure_on_sale(now())
            expires_at = max(expires_at, booking.expires_at or expires_at)
        elif method is not PaymentMethod.CASH and booking.expires_at:
            expires_at = min(expires_at, booking.expires_at)
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

    def deadline(
        self, show: ShowFacts, method: PaymentMethod, *, since: datetime, at_counter: bool = False
    ) -> datetime:
        """Return until when a booking made at ``since`` waits for its money.

        What a customer reserves may be paid in cash for as long as the theatre keeps a reservation, and until
        unpaid seats are released before the show. Other methods, and whoever stands ``at_counter`` already,
        have a short time from now on, never beyond the end of sale. Raises ``PaymentMethodNotOffered``.
        """
        at = now()
        if method is PaymentMethod.CASH and not at_counter:
            release_at = show.starts_at - timedelta(minutes=show.rules.cash_release_before_start)
            release_at = min(release_at, since + timedelta(minutes=show.rules.cash_reservation_minutes))
            if release_at <= at:
                raise PaymentMethodNotOffered("It is too late to reserve and pay at the counter")
            return release_at
        return min(at + timedelta(seconds=self._settings.payment_seconds), show.sales_close_at)

    async def _held(self, wanted: BookingRequest, sale: Sale, shopper: Shopper, key: str | None) -> HeldSeats:
        if wanted.hold_id is None:
            # A repeated request with the same key names the same hold, which the engine gives again.
            # No header has a line break, so nobody can say this token who merely knows an account's id.
            whose = f"account\n{sale.buyer}" if sale.buyer else f"counter\n{sale.seller}"
            account = replace(shopper, token=whose)
            hold_id = account.hold_id(wanted.show_id, key) if key else None
            return await self._desk.take(
                wanted.show_id, wanted.seats, account, hold_id=hold_id, override=wanted.override_reason
            )
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

    async def _ensure_reachable(self, user_id: UUID, method: PaymentMethod) -> None:
        """Seats are kept without money for whoever can be told about it; at the counter they are there."""
        if method is PaymentMethod.CASH:
            await ensure_reachable(user_id)

    def _override(self, wanted: BookingRequest, held: HeldSeats, *, at_counter: bool) -> str | None:
        """Return why the rules of accessible places are passed over, and see to them where they are not."""
        if wanted.override_reason and not at_counter:
            raise NotAllowed("Only people of this theatre may pass over the rules of accessible places")
        override = (wanted.override_reason or held.override) if at_counter else None
        if override is None:
            accessibility.ensure_fitting(
                held.layout, held.show, held.hold.seats, most=self._desk.limits.places
            )
        return override

    async def _claim(self, held: HeldSeats, sale: Sale, deadline: datetime, attempt: str) -> None:
        """Make the hold the booking's that is about to be written; raises ``HoldGone``, ``HoldMismatch``.

        It was read a moment ago, and its shopper may have changed it since: what is booked is what is held.
        """
        holder = holder_of_account(sale.buyer) if sale.kind == "online" and sale.buyer else held.hold.holder
        try:
            hold = await self._engine.book(
                held.show.id, held.hold.id, holder=holder, deadline=deadline, attempt=attempt
            )
        except (engine_errors.HoldExpired, engine_errors.NotOpen) as error:
            raise HoldGone from error
        if (hold.seats, hold.note) != (held.hold.seats, held.hold.note):
            await self._give_back(held, attempt)
            raise HoldMismatch(seats=[held.layout.seats[index].label for index in hold.seats])

    async def _give_back(self, held: HeldSeats, attempt: str) -> None:
        """Make the hold its holder's again, unless its booking was written after all.

        Where neither can be asked or told now, ``mending`` does it soon.
        """
        with suppress(*AWAY, engine_errors.SeatEngineError):
            if not await queries.is_booked(held.hold.id):
                await self._engine.unbook(held.show.id, held.hold.id, attempt=attempt)

    async def _stretch_to(self, booking: Booking, deadline: datetime) -> None:
        """Keep a booking's seats until its new deadline, also where the map has lost them."""
        tickets = await Ticket.filter(booking_id=booking.id, status=TicketStatus.RESERVED)
        if not tickets:
            return
        kept = PendingHold(
            id=booking.hold_id, deadline=deadline,
            holder=holder_of_booking(None if booking.sold_by else booking.user_id, booking.hold_id),
            seats=tuple(ticket.seat_index for ticket in tickets), address=booking.placed_from or "",
        )  # fmt: skip
        await self._desk.opener.opened(
            booking.show_id, lambda: seatsync.keep(self._engine, booking.show_id, kept)
        )

    async def _seats_gone(self, error: IntegrityError, sale: Sale, held: HeldSeats, attempt: str) -> Answer:
        """Answer a unique violation: the shopper's own parallel request won, or somebody else did."""
        if violates(error, LIVE_SEAT_INDEX) and (
            earlier := await reservations.booking_of_hold(held.hold.id, sale, held.show.id)
        ):
            return await _answer(earlier)
        await self._give_back(held, attempt)
        if not violates(error, LIVE_SEAT_INDEX):
            raise error
        # The map offered a seat that is somebody's: it is told whose, so that nobody meets it again.
        taken = await queries.taken_seats(held.show.id, held.hold.seats)
        await mend(self._engine, held.show.id)
        with suppress(engine_errors.HoldBooked):  # another's booking stands on this very hold
            await self._engine.release(held.show.id, held.hold.id, holder=held.hold.holder)
        labels = [held.layout.seats[index].label for index in taken] or held.labels
        raise SeatsTaken(seats=labels) from error


def _for_counter(payment: PaymentOut) -> PaymentOut:
    """Return an attempt without what only the paying customer may see."""
    action = payment.next_action
    return payment.model_copy(update={"next_action": action if isinstance(action, PayAtCounterOut) else None})


async def _answer(booking_id: UUID) -> Answer:
    return Answer(201, (await booking_out(booking_id)).model_dump_json().encode())
