"""A promotion and points on a quote that was held: at its own prices, fee, tax and rounding."""

from dataclasses import replace

from server.pricing.quote import Quote, SeatPrice, Terms, fee_of
from server.pricing.reckoning import Basis, Discount, Sum, reckon
from server.venues.shows import HouseRules


def reduce(quote: Quote, *, discount: Discount | None, points: int, point_value: int) -> Quote:
    """Return the quote with these reductions in place of any it has.

    ``point_value`` is what a point pays, minor units; where it is 0 no points are taken. Of the points as
    many are used as are needed (``Quote.points``).
    """
    reckoned = reckon(
        [seat.category for seat in quote.seats],
        _basis(quote.terms),
        discount=discount,
        points=points,
        point_value=point_value,
    )
    return _with(quote, reckoned, counter=quote.terms.counter)


def sold_at(quote: Quote, rules: HouseRules, *, counter: bool) -> Quote:
    """Return the quote with the fee of where it is sold, which may be another place than where it was held.

    Seats keep their prices. Who holds seats at the counter and buys them online pays the fee that others do.
    """
    if quote.terms.counter is counter:
        return quote
    fee, label = fee_of(rules, counter=counter)
    basis = replace(_basis(quote.terms), fee_per_ticket=fee, fee_label=label)
    return _with(quote, reckon([seat.category for seat in quote.seats], basis), counter=counter)


def _with(quote: Quote, reckoned: Sum, *, counter: bool) -> Quote:
    return Quote(
        replace(
            quote.terms,
            lines=reckoned.lines,
            total=reckoned.total,
            included_tax=reckoned.included_tax,
            counter=counter,
        ),
        tuple(
            SeatPrice(seat.index, seat.label, seat.category, share.price, share.fee, share.points)
            for seat, share in zip(quote.seats, reckoned.shares, strict=True)
        ),
    )


def _basis(terms: Terms) -> Basis:
    """Read the list prices and the fee back from the lines, which say what one costs."""
    units = {line.category: line.unit_amount or 0 for line in terms.lines if line.category is not None}
    return Basis(
        unit_prices=units,
        fee_per_ticket=sum(line.unit_amount or 0 for line in terms.lines if line.kind == "fee"),
        fee_label=next((line.label for line in terms.lines if line.kind == "fee"), ""),
        tax_label=next((line.label for line in terms.lines if line.kind == "tax"), ""),
        tax_rate=terms.tax_rate,
        tax_included=terms.tax_included,
        rounding_unit=terms.rounding_unit,
    )
