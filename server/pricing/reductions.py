"""A promotion and points on a quote that was held: at its own prices, fee, tax and rounding."""

from server.pricing.quote import Quote, SeatPrice, Terms
from server.pricing.reckoning import Basis, Discount, reckon


def reduce(quote: Quote, *, discount: Discount | None, points: int, point_value: int) -> Quote:
    """Return the quote with these reductions in place of any it has.

    ``point_value`` is what a point pays, minor units; where it is 0 no points are taken. Of the points as
    many are used as are needed (``Quote.points``).
    """
    terms = quote.terms
    reckoned = reckon(
        [seat.category for seat in quote.seats],
        _basis(terms),
        discount=discount,
        points=points,
        point_value=point_value,
    )
    return Quote(
        Terms(
            currency=terms.currency,
            lines=reckoned.lines,
            total=reckoned.total,
            included_tax=reckoned.included_tax,
            source=terms.source,
            model_version=terms.model_version,
            tax_rate=terms.tax_rate,
            tax_included=terms.tax_included,
            rounding_unit=terms.rounding_unit,
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
        tax_label=next((line.label for line in terms.lines if line.kind == "tax"), ""),
        tax_rate=terms.tax_rate,
        tax_included=terms.tax_included,
        rounding_unit=terms.rounding_unit,
    )
