"""A Stripe of the tests' own: localstripe as its own program, with the front before it.

Every call waits for its answer: from a test whose own event loop must go on, use ``asyncio.to_thread``.
"""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from server.house.ports import free_port
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
SECRET_KEY, PUBLISHABLE_KEY, WEBHOOK_SECRET = "sk_test_movie_magic", "pk_test_movie_magic", "whsec_test"
GOOD_CARD, REFUSED_CARD, SECURE_CARD = "4242424242424242", "4000000000000002", "4000002760003184"


class StripeServer:
    """Starts and stops both programs; plays the customer at Stripe's form, and reads the books."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._behind, self._port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._programs: list[subprocess.Popen[bytes]] = []
        self._client = httpx.Client(base_url=self.url, auth=(SECRET_KEY, ""), timeout=PATIENCE)

    def environment(self) -> dict[str, str]:
        """Return the variables by which the house uses this Stripe."""
        return {
            "STRIPE_SECRET_KEY": SECRET_KEY,
            "STRIPE_PUBLISHABLE_KEY": PUBLISHABLE_KEY,
            "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "STRIPE_API_BASE": self.url,
            "STRIPE_SCRIPT_URL": f"{self.url}/stripe.js",
        }

    def start(self) -> None:
        """Start both, and wait until they answer."""
        behind = f"http://127.0.0.1:{self._behind}"
        commands = (
            ["localstripe", "--from-scratch", "--port", str(self._behind)],
            ["tests.stripe.front", "--port", str(self._port), "--behind", behind, "--secret", WEBHOOK_SECRET],
        )
        log = (self._home / "stripe.log").open("wb")
        for command in commands:
            # localstripe keeps its books in the home folder as well: it is given one of its own.
            self._programs.append(
                subprocess.Popen(
                    [sys.executable, "-m", *command], cwd=ROOT, stdout=log, stderr=log,
                    env={"HOME": str(self._home), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
                )
            )  # fmt: skip
        log.close()
        deadline = time.monotonic() + 20
        while True:
            try:
                self._client.get("/v1/refunds").raise_for_status()
            except httpx.HTTPError:
                assert time.monotonic() < deadline, (self._home / "stripe.log").read_text()[-2000:]
            else:
                return
            time.sleep(0.05)

    def stop(self) -> None:
        """End both."""
        self._client.close()
        for program in self._programs:
            program.kill()
            program.wait()

    def pay(self, intent_id: str, card: str = GOOD_CARD) -> dict[str, Any]:
        """Do what the customer does at Stripe's form: give a card, confirm. Return the intent after that.

        One that takes no card any more is returned as it is.
        """
        answer = self._client.post(f"/_test/payment_intents/{intent_id}/pay", json={"card": card})
        return answer.json() if answer.is_success else self.intent(intent_id)

    def authenticate(self, intent_id: str, *, success: bool = True) -> dict[str, Any]:
        """Do what the customer does at the bank's own page (3-D Secure)."""
        return self._posted(f"/_test/payment_intents/{intent_id}/authenticate", success=success)

    def intent(self, intent_id: str) -> dict[str, Any]:
        """Return an intent."""
        found: dict[str, Any] = self._client.get(f"/v1/payment_intents/{intent_id}").json()
        return found

    def intents(self) -> list[dict[str, Any]]:
        """Return every intent in the books."""
        listed = self._client.get("/v1/payment_intents", params={"limit": 1000}).json()
        found: list[dict[str, Any]] = listed["data"]
        return found

    def refunds(self) -> list[dict[str, Any]]:
        """Return every refund in the books."""
        found: list[dict[str, Any]] = self._client.get("/v1/refunds", params={"limit": 1000}).json()["data"]
        return found

    def charges(self) -> list[dict[str, Any]]:
        """Return every charge in the books."""
        found: list[dict[str, Any]] = self._client.get("/v1/charges", params={"limit": 1000}).json()["data"]
        return found

    def books(self) -> dict[str, list[dict[str, Any]]]:
        """Return intents and refunds as an audit needs them: status, amounts, what went back, metadata."""
        found: dict[str, list[dict[str, Any]]] = self._client.get("/_test/books").json()
        return found

    def say_of_refund(self, refund_id: str, **says: str) -> dict[str, Any]:
        """Have a refund end otherwise (``status``, ``failure_reason``), and tell the house."""
        return self._posted(f"/_test/refunds/{refund_id}", **says)

    def weather(self, **wanted: Any) -> None:
        """Be away or slow, lose answers, refuse: the fields of ``tests.stripe.front.Weather``."""
        self._posted("/_test/weather", **wanted)

    def fair_weather(self) -> None:
        """Be well again."""
        self.weather(
            away=False, slow=0.0, refuse="", refuse_key=False, lose_answers=0, fail_refunds=0,
            hold_refunds=False,
        )  # fmt: skip

    def forget_keys(self) -> None:
        """Do what a day does: an Idempotency-Key from before means nothing any more."""
        self._posted("/_test/forget-keys")

    def messages(self, **wanted: Any) -> None:
        """Say where messages go, and how badly: the fields of ``tests.stripe.messages.Messenger``."""
        self._posted("/_test/webhooks", **wanted)

    def resend(self) -> dict[str, Any]:
        """Send what was dropped or not taken."""
        return self._posted("/_test/webhooks/resend")

    def _posted(self, path: str, **wanted: Any) -> dict[str, Any]:
        answer = self._client.post(path, json=wanted)
        assert answer.is_success, answer.text
        said: dict[str, Any] = answer.json()
        return said
