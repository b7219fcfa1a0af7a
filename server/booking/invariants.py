"""What must never be, each as one SQL statement that finds it. No row is wanted, at any instant.

One statement sees one moment of the database, so a sale that is under way is either wholly there or not at
all, and a row found is a violation and never a glimpse of something unfinished. Where the house promises
something within a time, the statement allows for that time and a little more.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Invariant:
    """One thing that must never be; ``sql`` finds it, one row a case, its first column naming the case."""

    name: str
    sentence: str
    sql: str


INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "seat_sold_once",
        "At most one live ticket a show and seat",
        """
        SELECT show_id || ':' || seat_index AS found, count(*) FROM tickets
        WHERE status IN ('reserved', 'valid', 'used')
        GROUP BY show_id, seat_index HAVING count(*) > 1
        """,
    ),
    Invariant(
        "money_stands_for_something",
        "Captured − refunded = prices of live tickets + what was kept of cancelled ones, for every booking",
        """
        SELECT b.id AS found, m.captured, m.refunded, t.live, t.kept FROM bookings b
        JOIN LATERAL (
            SELECT coalesce(sum(captured), 0) AS captured, coalesce(sum(refunded), 0) AS refunded
            FROM payments WHERE booking_id = b.id
        ) m ON true
        JOIN LATERAL (
            SELECT coalesce(sum(price) FILTER (WHERE status IN ('valid', 'used')), 0) AS live,
                   coalesce(sum(price - refunded) FILTER (WHERE status = 'cancelled'), 0) AS kept
            FROM tickets WHERE booking_id = b.id
        ) t ON true
        WHERE m.captured - m.refunded <> t.live + t.kept
        """,
    ),
    Invariant(
        "balances_are_the_ledgers",
        "A payment's captured and refunded amounts are the sums of its ledger entries",
        """
        SELECT p.id AS found, p.captured, p.refunded, l.captured, l.refunded FROM payments p
        JOIN LATERAL (
            SELECT coalesce(sum(amount) FILTER (WHERE kind IN ('captured', 'unusable')), 0) AS captured,
                   coalesce(sum(amount) FILTER (WHERE kind IN ('cancelled', 'unusable')), 0) AS refunded
            FROM ledger WHERE payment_id = p.id
        ) l ON true
        WHERE (p.captured, p.refunded) <> (l.captured, l.refunded)
        """,
    ),
    Invariant(
        "what_is_owed_has_a_refund",
        "What the ledger owes back of a payment is the sum of its refunds",
        """
        SELECT p.id AS found, p.refunded, r.amount FROM payments p
        JOIN LATERAL (
            SELECT coalesce(sum(amount), 0) AS amount FROM refunds WHERE payment_id = p.id
        ) r ON true
        WHERE p.refunded <> r.amount
        """,
    ),
    Invariant(
        "a_refund_is_paid_once",
        "A refund is in the ledger as paid back exactly once when it succeeded, and else not at all",
        """
        SELECT r.id AS found, r.status, r.amount, l.paid FROM refunds r
        JOIN LATERAL (
            SELECT coalesce(sum(CASE kind WHEN 'paid_back' THEN amount WHEN 'bounced' THEN -amount END), 0)
                AS paid
            FROM ledger WHERE refund_id = r.id AND kind IN ('paid_back', 'bounced')
        ) l ON true
        WHERE l.paid <> CASE WHEN r.status = 'succeeded' THEN r.amount ELSE 0 END
        """,
    ),
    Invariant(
        "a_settled_payment_was_captured",
        "A payment that succeeded or was returned captured its whole amount; any other captured nothing",
        """
        SELECT id AS found, status, amount, captured FROM payments
        WHERE captured <> CASE WHEN status IN ('succeeded', 'returned') THEN amount ELSE 0 END
        """,
    ),
    Invariant(
        "returned_money_goes_back_whole",
        "Money that could not be used is owed back in full",
        "SELECT id AS found, amount, refunded FROM payments WHERE status = 'returned' AND refunded <> amount",
    ),
    Invariant(
        "a_confirmed_booking_is_paid",
        "A confirmed booking has one payment that succeeded and at least one live ticket",
        """
        SELECT b.id AS found FROM bookings b WHERE b.status = 'confirmed' AND (
            NOT EXISTS (SELECT FROM payments p WHERE p.booking_id = b.id AND p.status = 'succeeded')
            OR NOT EXISTS (SELECT FROM tickets k WHERE k.booking_id = b.id AND k.status IN ('valid', 'used')))
        """,
    ),
    Invariant(
        "tickets_follow_their_booking",
        "A ticket's state is one that its booking's state allows",
        """
        SELECT k.id AS found, b.status, k.status FROM tickets k JOIN bookings b ON b.id = k.booking_id
        WHERE NOT CASE b.status
            WHEN 'pending' THEN k.status = 'reserved'
            WHEN 'confirmed' THEN k.status IN ('valid', 'used', 'cancelled')
            WHEN 'cancelled' THEN k.status IN ('released', 'cancelled')
            ELSE k.status = 'released' END
        """,
    ),
    Invariant(
        "prices_add_up",
        "A booking's lines add up to its total, and so do its tickets' prices",
        """
        SELECT b.id AS found, b.total, l.amount, t.price FROM bookings b
        JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS amount FROM price_lines WHERE booking_id = b.id) l
            ON true
        JOIN LATERAL (SELECT coalesce(sum(price), 0) AS price FROM tickets WHERE booking_id = b.id) t ON true
        WHERE b.total <> l.amount OR b.total <> t.price
        """,
    ),
    Invariant(
        "uses_of_promotions_are_counted",
        "A promotion is used as often as its count says",
        """
        SELECT p.id AS found, p.used, u.uses FROM promotions p
        JOIN LATERAL (
            SELECT count(*) AS uses FROM promotion_uses WHERE promotion_id = p.id AND returned_at IS NULL
        ) u ON true
        WHERE p.used <> u.uses
        """,
    ),
    Invariant(
        "a_promotion_is_used_by_what_stands",
        "A live booking has the use it took; one that ended unpaid, or whose show was cancelled, has not",
        """
        SELECT u.booking_id AS found, b.status, b.closed_by, u.returned_at
        FROM promotion_uses u JOIN bookings b ON b.id = u.booking_id
        WHERE CASE WHEN u.returned_at IS NOT NULL THEN b.status IN ('pending', 'confirmed')
                   ELSE b.status IN ('expired', 'failed') OR b.closed_by IN ('given_up', 'show_cancelled') END
        """,
    ),
    Invariant(
        "points_stand_for_tickets",
        "A booking spends the points of its live tickets and what was kept of cancelled ones",
        """
        SELECT coalesce(t.booking_id, l.booking_id) AS found, t.points, l.spent FROM (
            SELECT booking_id, sum(points - points_returned) AS points FROM tickets
            WHERE points > 0 AND status <> 'released' GROUP BY booking_id
        ) t FULL JOIN (
            SELECT booking_id, -sum(delta) AS spent FROM points_ledger
            WHERE reason IN ('redeemed', 'returned') GROUP BY booking_id
        ) l ON l.booking_id = t.booking_id
        WHERE coalesce(t.points, 0) <> coalesce(l.spent, 0)
        """,
    ),
    Invariant(
        "nobody_overdraws_points",
        "Nobody has spent more points than they had",
        """
        SELECT user_id AS found, sum(delta) FROM points_ledger WHERE available_at <= now()
        GROUP BY user_id HAVING sum(delta) < 0
        """,
    ),
    Invariant(
        "benefits_are_the_buyers",
        "Points and uses of promotions that a booking brings are its buyer's; a walk-in has no points",
        """
        SELECT b.id AS found, b.user_id, x.user_id FROM bookings b JOIN (
            SELECT booking_id, user_id FROM points_ledger WHERE booking_id IS NOT NULL
            UNION ALL SELECT booking_id, user_id FROM promotion_uses
        ) x ON x.booking_id = b.id
        WHERE x.user_id IS DISTINCT FROM b.user_id
        """,
    ),
    Invariant(
        "nothing_waits_for_ever",
        "No booking waits five minutes past its deadline",
        """
        SELECT id AS found, expires_at FROM bookings
        WHERE status = 'pending' AND expires_at < now() - interval '5 minutes'
        """,
    ),
    Invariant(
        "a_cancelled_show_has_no_tickets",
        "Fifteen minutes after a show was cancelled none of its bookings is live",
        """
        SELECT b.id AS found FROM bookings b JOIN show_cancellations c ON c.show_id = b.show_id
        WHERE b.status IN ('pending', 'confirmed') AND c.created_at < now() - interval '15 minutes'
        """,
    ),
    Invariant(
        "prices_are_written_down",
        "What a show costs is what the last change in its history says",
        """
        SELECT p.show_id AS found, p.shown, c.after FROM show_pricing p
        LEFT JOIN LATERAL (
            SELECT after FROM price_changes WHERE show_id = p.show_id ORDER BY id DESC LIMIT 1
        ) c ON true
        WHERE p.shown IS DISTINCT FROM c.after
        """,
    ),
    Invariant(
        "prices_keep_their_bounds",
        "A price lies between its theatre's floor and ceiling, five minutes after these were changed",
        """
        SELECT s.id AS found, w.key AS category, w.value::int AS price, b.amount AS base
        FROM show_pricing p JOIN shows s ON s.id = p.show_id
        LEFT JOIN price_rules r ON r.theatre_id = s.theatre_id
        CROSS JOIN LATERAL jsonb_each_text(p.shown) w
        JOIN show_prices b ON b.show_id = s.id AND b.category = w.key
        WHERE s.sales_close_at > now() AND coalesce(r.changed_at, '-infinity') < now() - interval '5 minutes'
          AND NOT w.value::numeric * 10000 BETWEEN b.amount::numeric * coalesce(r.floor, 8000)
                                               AND b.amount::numeric * coalesce(r.ceiling, 12500)
        """,
    ),
    Invariant(
        "an_override_ends",
        "No override is kept five minutes past its end",
        """
        SELECT show_id AS found, override_until FROM show_pricing
        WHERE override_until < now() - interval '5 minutes'
        """,
    ),
    Invariant(
        "one_key_one_answer",
        "A committed Idempotency-Key has its answer",
        "SELECT id AS found FROM idempotency_keys WHERE status IS NULL",
    ),
)
