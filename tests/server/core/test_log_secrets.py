"""No secret is ever logged: a house is given secrets, made to use and to miss them, and its log is read."""

import asyncio
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from server.house.ports import free_port
from tests.conftest import wait_until_ready
from tests.patience import PATIENCE
from tests.server.accounts.conftest import keys, mailbox  # noqa: F401 # fixtures
from tests.server.accounts.mailbox import token_in
from tests.server.world import PASSWORD, Customer

SECRETS = {
    "STRIPE_SECRET_KEY": "sk_test_aSecretOfTheCardNetwork",
    "STRIPE_WEBHOOK_SECRET": "whsec_aSecretOfTheWebhook",
    "SMTP_PASSWORD": "aSecretOfTheMailServer",
}
NEW_PASSWORD = "seven quiet lanterns"


@pytest.fixture
def logged(servers, database, tmp_path):
    """An API with a log of its own, at a port of its own, and a card network that is away."""
    log = tmp_path / "log"
    port = free_port()
    more = {**SECRETS, "STRIPE_PUBLISHABLE_KEY": "pk_test_1", "STRIPE_API_BASE": "http://127.0.0.1:9"}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "server", "serve", "--port", str(port)],
            env={**servers.environment, **more}, stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
        url = f"http://127.0.0.1:{port}"
        wait_until_ready(f"{url}/readyz", process)
        yield url, log
        process.terminate()
        assert process.wait(timeout=PATIENCE) == 0


async def test_a_log_holds_no_secret_of_the_house_nor_of_its_people(
    logged,
    clean_database,
    house,
    servers,
    mailbox,  # noqa: F811
):
    url, log = logged
    used = list(SECRETS.values())
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE) as api:
        customer = await Customer.sign_up(api)
        used += [PASSWORD, customer.access_token, customer.refresh_token]
        await api.post("/auth/login", json={"email": customer.email, "password": "a wrong secret"})
        signed_in = (
            await api.post("/auth/login", json={"email": customer.email, "password": PASSWORD})
        ).json()
        used += ["a wrong secret", signed_in["refresh_token"], signed_in["device_token"]]
        await api.post("/auth/login", json={"email": "no address", "password": "an invalid secret"})
        await api.post("/auth/login", content=b'{"password": "a mangled secret", ')
        used += ["an invalid secret", "a mangled secret"]
        await api.post("/auth/forgot", json={"email": customer.email})
        links = [token_in(mail) for mail in await mailbox.fetch()]
        used += [*links, NEW_PASSWORD]
        hold = await customer.hold(await house.show(), "A1")
        used.append(hold["hold_token"])
        await customer.try_book(
            await house.show(starts_in=timedelta(hours=60)), "A1", payment_method="stripe"
        )
        await api.post(
            "/payments/stripe/webhook", content=b"{}", headers={"Stripe-Signature": "t=1,v1=a-forgery"}
        )
        used.append("a-forgery")
        await api.get("/me", headers={"Authorization": "Bearer eyJhbGciOi.a-mangled-token.x"})
        used.append("a-mangled-token")
        for link in links:
            await api.post("/auth/reset", json={"token": link, "password": NEW_PASSWORD})
    written = await asyncio.to_thread(log.read_text)
    assert '"path":"/auth/login"' in written  # it was looked at where it is written
    assert [secret for secret in used if secret in written] == []
    key = await asyncio.to_thread(Path(servers.environment["JWT_PRIVATE_KEY_FILE"]).read_text)
    assert [line for line in key.splitlines()[1:-1] if line in written] == []
