"""The message a customer gets when tickets were cancelled, by whomever, or when money goes back."""

from server.booking.schemas import BookingOut, RefundOut
from server.core.money import Money
from server.notifications.confirmation import amount, place_and_time
from server.payments.models import RefundReason

_WHY = {
    RefundReason.CUSTOMER_CANCELLED: "tickets of your booking {reference} were cancelled as you asked.",
    RefundReason.SHOW_CANCELLED: "we are sorry: the show of your booking {reference} is cancelled.",
    RefundReason.HOUSE_CANCELLED: "we are sorry: we had to cancel your booking {reference}.",
    RefundReason.LATE_MONEY: "your payment for booking {reference} reached us after the booking had ended.",
    RefundReason.DUPLICATE: "your booking {reference} was paid twice; the booking stays as it is.",
}
_NO_MONEY = "tickets of your booking {reference} were cancelled. Nothing is refunded this late."
_NO_PAYMENT = "we are sorry: the show of your booking {reference} is cancelled. Nothing had been charged."


def subject(booking: BookingOut, refund: RefundOut | None) -> str:
    """Return the subject line."""
    if refund is not None and refund.reason is RefundReason.SHOW_CANCELLED:
        return f"Cancelled: {booking.movie.title}, {booking.reference}"
    if refund is None:
        return f"Cancelled: your tickets for {booking.movie.title}, {booking.reference}"
    return f"Your refund for {booking.movie.title}, {booking.reference}"


def body(booking: BookingOut, refund: RefundOut | None, *, name: str, locale: str, web_url: str) -> str:
    """Return the text: what happened, how much goes back and how, which seats are left."""
    if refund is not None:
        why = _WHY[refund.reason]
    else:
        why = _NO_PAYMENT if booking.closed_by == "show_cancelled" else _NO_MONEY
    left = [ticket.seat for ticket in booking.tickets if ticket.status in {"valid", "used"}]
    parts = [
        f"Hello {name},",
        why.format(reference=booking.reference),
        place_and_time(booking, locale),
        *_money(refund, locale),
        *([f"Still yours: {', '.join(left)}"] if left else []),
        f"Your booking: {web_url}/bookings/{booking.id}",
    ]
    return "\n\n".join(parts) + "\n"


def _money(refund: RefundOut | None, locale: str) -> list[str]:
    if refund is None:
        return []
    sum_back = amount(Money(refund.amount.amount, refund.amount.currency), locale)
    if refund.at_counter:
        return [f"Please collect {sum_back} at the counter of the theatre, naming the booking."]
    return [f"{sum_back} goes back the way it came. Your bank may need some days to show it."]
