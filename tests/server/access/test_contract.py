"""The whole API document, tried by schemathesis as nobody and as every role.

What is looked for: no failure of the server, no answer that the document does not describe, no body that is
not what it describes. `--fuzz-examples 200` tries longer.
"""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

import server.app
from server.accounts.models import Role
from tests.server.world import Customer

load_all_checks()

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
ROLES = ("nobody", "customer", "staff", "manager", "admin")


def operations(schema):
    """Return every operation; the one that signs everywhere out comes last."""
    found = [operation.ok() for operation in schema.get_all_operations()]
    return sorted(found, key=lambda operation: operation.label == "DELETE /me/sessions")


@pytest.fixture(scope="session")
def schema(api_url):
    loaded = schemathesis.openapi.from_dict(server.app.describe())
    loaded.config.update(base_url=api_url)
    return loaded


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("who", ROLES)
async def test_no_request_meets_a_failure_or_an_answer_that_is_not_described(
    api, api_url, house, schema, who, request
):
    await house.show()
    examples = request.config.getoption("--fuzz-examples")
    headers = {}
    if who != "nobody":
        somebody = await Customer.sign_up(api, role=None if who == "customer" else Role(who))
        headers = somebody.headers
    found = []
    tried = 0
    for operation in operations(schema):

        @settings(
            max_examples=examples, deadline=None, database=None, derandomize=examples < 20,
            phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        def attempt(case) -> None:
            nonlocal tried
            tried += 1
            case.call_and_validate(headers=headers, checks=CHECKS)

        try:
            given(case=operation.as_strategy())(attempt)()
        except (Exception, BaseExceptionGroup) as failure:  # noqa: BLE001 # told together
            found.append(f"{operation.label}: {_told(failure)}")
    assert found == [], "\n\n".join(found)
    assert tried >= len(server.app.describe()["paths"])


def _told(failure: BaseException) -> str:
    parts = failure.exceptions if isinstance(failure, BaseExceptionGroup) else (failure,)
    return "; ".join(f"{type(part).__name__}: {str(part)[:500]}" for part in parts)
