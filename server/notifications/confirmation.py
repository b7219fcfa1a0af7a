"""The message a customer gets when a booking is confirmed."""

from babel.dates import format_datetime
from babel.numbers import format_currency

from server.booking.schemas import BookingOut
from server.core.money import Money


def subject(booking: BookingOut) -> str:
    """Return the subject line."""
    return f"Your tickets for {booking.movie.title}, {booking.reference}"


def body(booking: BookingOut, *, name: str, locale: str, web_url: str) -> str:
    """Return the text: what, where, when (the theatre's own time), which seats, what it cost."""
    total = Money(booking.total.amount, booking.total.currency)
    lines = "\n".join(
        f"  {line.label}{f' × {line.quantity}' if line.quantity else ''}: "
        f"{amount(Money(line.amount, line.currency), locale)}"
        for line in booking.lines
    )
    return (
        f"Hello {name},\n\n"
        f"your booking {booking.reference} is confirmed.\n\n"
        f"{place_and_time(booking, locale)}\n"
        f"Seats: {', '.join(booking.seats)}\n\n"
        f"{lines}\n"
        f"  Total: {amount(total, locale)}\n\n"
        f"Your tickets: {web_url}/bookings/{booking.id}\n"
    )


def place_and_time(booking: BookingOut, locale: str) -> str:
    """Return what is shown, when (the theatre's own time) and where, a line each."""
    show = booking.show
    starts = format_datetime(show.starts_at, "EEEE d MMMM yyyy, HH:mm", locale=locale)
    return (
        f"{booking.movie.title} ({show.language}, {show.format})\n"
        f"{starts} ({show.time_zone})\n"
        f"{show.theatre.name}, {show.screen.name}, {show.theatre.city_name}"
    )


def amount(money: Money, locale: str) -> str:
    """Return an amount as people of a language write it: rupees by lakh, everything else in threes."""
    pattern = "¤#,##,##0.00" if money.currency == "INR" else "¤#,##0.00"
    return format_currency(money.major, money.currency, pattern, locale=locale)
