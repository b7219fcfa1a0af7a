"""Refusals of payments."""

from server.core.errors import DomainError


class PaymentSettled(DomainError):
    """Raised when an attempt has already come to its end and another outcome is asked of it."""

    code = "payment_settled"
    title = "This payment has already been settled"


class PaymentMethodNotOffered(DomainError):
    """Raised when the house does not offer a way to pay, here or now."""

    code = "payment_method_not_offered"
    title = "This way to pay is not offered"


class BadSignature(DomainError):
    """Raised when a message claims to be a provider's and its signature is wrong or too old."""

    code = "bad_signature"
    title = "The signature is not valid"


class RefundSettled(DomainError):
    """Raised when a refund has reached its customer and something else is asked of it."""

    code = "refund_settled"
    title = "This refund has already been paid"


class RefundUnderWay(DomainError):
    """Raised when a refund is to be paid by hand while its provider may still pay it."""

    code = "refund_under_way"
    title = "The payment provider may still pay this refund"
