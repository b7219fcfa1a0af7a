"""Tests whose people all come from one address; what limits do is tested with limits of their own."""

UNLIMITED = dict.fromkeys(
    (
        "RATE_ADDRESS",
        "RATE_ACCOUNT",
        "RATE_HOLD_TOKEN",
        "RATE_SIGN_IN",
        "RATE_SIGN_IN_ADDRESS",
        "RATE_SIGN_UP",
        "RATE_MAIL",
        "RATE_MAIL_ADDRESS",
        "RATE_CODE",
    ),
    "1000000/second",
) | dict.fromkeys(("UNPAID_BOOKINGS", "UNPAID_SEATS", "UNPAID_ADDRESS_SEATS"), "0")
"""Environment of a house with so much room that everything is counted and nobody refused."""
