"""The keys of Stripe: all or none, of one kind, from files too, and never real ones by mistake."""

import pytest
from pydantic import ValidationError
from structlog.testing import capture_logs

from server.payments.gateways import Gateways
from server.payments.models import PaymentMethod
from server.settings import Settings


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"stripe_secret_key": "sk_test_x"}, "STRIPE_PUBLISHABLE_KEY, STRIPE_WEBHOOK_SECRET as well"),
        (
            {
                "stripe_secret_key": "sk_live_x", "stripe_publishable_key": "pk_live_x",
                "stripe_webhook_secret": "whsec_x",
            },
            "real cards are charged in production only",
        ),
        (
            {
                "stripe_secret_key": "rk_live_x", "stripe_publishable_key": "pk_live_x",
                "stripe_webhook_secret": "whsec_x",
            },
            "real cards are charged in production only",
        ),
        (
            {
                "stripe_secret_key": "sk_test_x", "stripe_publishable_key": "pk_live_x",
                "stripe_webhook_secret": "whsec_x",
            },
            "must both be live or both for tests",
        ),
    ],
    ids=["half a set", "live", "live and restricted", "live and test"],
)  # fmt: skip
def test_half_a_set_of_keys_and_live_keys_by_mistake_are_refused(given, sentence):
    with pytest.raises(ValidationError, match=sentence):
        Settings(database_url="x", redis_url="y", **given)


def test_live_keys_are_taken_in_production(tmp_path):
    settings = Settings(
        database_url="postgresql:///house?host=/run/postgresql", redis_url="unix:///run/redis.sock",
        environment="production", mock_payments=False, message_channel="smtp", sms_channel="off",
        mail_from="tickets@cinema.example", web_url="https://cinema.example",
        jwt_private_key_file=tmp_path / "jwt.pem", stripe_secret_key="sk_live_1",
        stripe_publishable_key="pk_live_1", stripe_webhook_secret="whsec_1",
    )  # fmt: skip
    assert settings.stripe is not None


def test_that_stripe_is_off_is_said_with_what_is_missing():
    with capture_logs() as logs:
        offered = Gateways(Settings(database_url="x", redis_url="y")).offered
    assert PaymentMethod.STRIPE not in offered
    (line,) = (line for line in logs if line["event"] == "stripe_off")
    assert line["missing"] == ["STRIPE_SECRET_KEY", "STRIPE_PUBLISHABLE_KEY", "STRIPE_WEBHOOK_SECRET"]
