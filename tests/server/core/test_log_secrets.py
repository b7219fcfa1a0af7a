"""No secret is ever logged: a house is given secrets, made to use and to miss them, and its log is read."""

import asyncio
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import asyncpg
import httpx
import pytest

from server.core import db
from server.core.ids import ticket_code
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
        codes = [f"TICKET{number}CODE" for number in range(4)]
        await api.get(f"/tickets/{codes[0]}/qr.svg")
        await api.get(f"/tickets/{codes[1]}/nothing")
        await api.get(f"/%74ickets/{codes[2]}/qr.svg")
        await api.post(f"{url}//tickets/{codes[3]}", json={"a": 1})
        used += codes
        # What somebody pastes where it does not belong.
        pasted = [ticket_code() for _ in range(4)]
        for path in ("", "booking/", "tickets//", "tickets/%20"):
            await api.get(f"{url}/{path}{(code := pasted.pop())}")
            used.append(code)
        await api.get(f"/theatres/{customer.email}")
        await api.get(f"/x/{customer.email.replace('@', '%40')}")
        await api.get("/cities")
    written_last = '"path":"/cities"'
    async with asyncio.timeout(PATIENCE):  # lines wait for a moment before they are written together
        while written_last not in (written := await asyncio.to_thread(log.read_text)):
            await asyncio.sleep(0.05)
    assert '"path":"/auth/login"' in written  # it was looked at where it is written
    assert '"path":"/tickets/…/qr.svg"' in written
    assert '"path":"//tickets/…"' in written
    assert customer.email not in written
    assert [secret for secret in used if secret in written] == []
    key = await asyncio.to_thread(Path(servers.environment["JWT_PRIVATE_KEY_FILE"]).read_text)
    assert [line for line in key.splitlines()[1:-1] if line in written] == []


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_an_error_says_nothing_of_the_rows_and_people_it_is_about(log_format):
    """PostgreSQL repeats what it refuses; mail servers, libraries and traces repeat whom it was for."""
    script = f"""
import logging
import structlog
from server.core import logs
logs.configure({log_format!r})
why = 'duplicate key value\\nDETAIL:  Key (name)=(Jane \\"Q\\" Roe) already exists.\\nHINT:  none'
try:
    raise ValueError(why)
except ValueError as error:
    structlog.get_logger().error("request_failed", exc_info=error, path="/x")
    logging.getLogger("library").exception("failed for %s", "jane.roe+film@example.co.uk")
structlog.get_logger().warning("refused", error="{{'jo@example.com': (550, b'no')}}", to=["<a@b.example>"])
"""
    written = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    ).stdout
    assert written.count("duplicate key value") >= 2  # what is wrong is still said
    told = ("Jane", "Roe", "jane.roe", "example.co", "jo@", "a@b")
    assert [word for word in told if word in written] == []


async def test_postgresqls_own_log_holds_nothing_that_people_typed(servers):
    """The embedded server: refused rows, statements and parameters stay out of its log."""
    connection = await asyncpg.connect(**db.credentials(servers.environment["DATABASE_URL"]))
    await connection.execute("CREATE TEMP TABLE guests (email text CONSTRAINT one_guest UNIQUE)")
    await connection.execute("INSERT INTO guests VALUES ($1)", "jo@example.com")
    with pytest.raises(asyncpg.UniqueViolationError, match=r"Key .email.=.jo@"):  # we are told which row
        await connection.execute("INSERT INTO guests VALUES ($1)", "jo@example.com")
    with pytest.raises(asyncpg.UndefinedTableError):
        await connection.execute("SELECT 'roe@example.com' FROM nowhere_at_all")
    await connection.close()
    written = await asyncio.to_thread(servers.postgres.log.read_text, errors="replace")
    assert "one_guest" in written  # what failed is said
    assert "nowhere_at_all" in written
    assert [word for word in ("example.com", "STATEMENT", "DETAIL") if word in written] == []
