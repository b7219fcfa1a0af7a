"""Refusals as RFC 9457 problem details: the one table of statuses, and the one way to answer."""

import orjson
from sanic import HTTPResponse

from server.core.errors import DomainError
from server.core.http.answer import Answer

CONTENT_TYPE = "application/problem+json"

# A test holds this table and the DomainError subclasses equal.
STATUS: dict[str, int] = {
    "malformed": 400,
    "bad_cursor": 400,
    "bad_signature": 400,
    "bad_credentials": 401,
    "not_signed_in": 401,
    "session_ended": 401,
    "not_allowed": 403,
    "foreign_site": 403,
    "email_not_verified": 403,
    "contact_not_verified": 403,
    "not_your_hold": 403,
    "not_your_account": 403,
    "own_booking": 403,
    "not_found": 404,
    "unknown_model": 404,
    "method_not_allowed": 405,
    "email_taken": 409,
    "last_admin": 409,
    "bookings_ahead": 409,
    "promotion_code_taken": 409,
    "promotion_used_up": 409,
    "not_enough_points": 409,
    "seats_taken": 409,
    "seats_not_on_sale": 409,
    "show_past": 409,
    "show_not_on_sale": 409,
    "hold_limit": 409,
    "hold_booked": 409,
    "companion_alone": 409,
    "too_many_wheelchair_places": 409,
    "too_many_unpaid": 409,
    "would_leave_gap": 409,
    "not_enough_together": 409,
    "booking_settled": 409,
    "payment_settled": 409,
    "not_cancellable": 409,
    "refund_changed": 409,
    "refund_settled": 409,
    "refund_under_way": 409,
    "show_over": 409,
    "training_busy": 409,
    "training_over": 409,
    "nothing_overridden": 409,
    "experiment_ended": 409,
    "model_not_in_use": 409,
    "show_cancelled": 409,
    "show_has_tickets": 409,
    "screen_taken": 409,
    "name_taken": 409,
    "changed_meanwhile": 409,
    "still_used": 409,
    "hold_gone": 410,
    "booking_expired": 410,
    "link_gone": 410,
    "code_gone": 410,
    "too_large": 413,
    "invalid": 422,
    "model_unusable": 422,
    "unknown_seats": 422,
    "unknown_promotion": 422,
    "promotion_not_valid": 422,
    "points_not_taken": 422,
    "hold_mismatch": 422,
    "payment_method_not_offered": 422,
    "idempotency_mismatch": 422,
    "wrong_code": 422,
    "wrong_password": 422,
    "weak_password": 422,
    "phone_not_offered": 422,
    "too_many_holds": 429,
    "too_many_requests": 429,
    "too_many_attempts": 429,
    "internal": 500,
    "unavailable": 503,
    "no_model": 503,
}


def problem(
    code: str, title: str, detail: str, *, request_id: str, data: dict[str, object] | None = None
) -> HTTPResponse:
    """Answer with a problem document; ``retry_after`` (seconds) in the data becomes the header too."""
    status = STATUS[code]
    document = {
        "type": f"urn:movie-magic:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail,
        "request_id": request_id,
        **(data or {}),
    }
    headers = {"Retry-After": str(data["retry_after"])} if data and "retry_after" in data else {}
    if status == 401:  # noqa: PLR2004 # RFC 9110 asks for the challenge with every 401
        headers["WWW-Authenticate"] = "Bearer"
    return Answer(orjson.dumps(document), status=status, headers=headers, content_type=CONTENT_TYPE)


def of_error(error: DomainError, request_id: str) -> HTTPResponse:
    """Answer a domain's refusal."""
    return problem(error.code, error.title, error.detail, request_id=request_id, data=error.data)
