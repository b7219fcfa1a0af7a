"""Who is behind proxies: one table of cases, which the web client's server is held to as well."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from server.core.http.addresses import behind_proxies, within
from server.settings import Settings

CASES = json.loads((Path(__file__).parent / "forwarding.json").read_text())
NETWORKS = CASES["networks"]


def trusted(text):
    return Settings(
        environment="test", database_url="postgresql://h/x", redis_url="redis://h", trusted_proxies=text
    ).trusted_proxies


@pytest.mark.parametrize("case", CASES["visitors"], ids=lambda case: case["why"])
def test_the_visitor_is_the_last_that_no_trusted_proxy_wrote(case):
    assert behind_proxies(case["peer"], case["lines"], trusted(CASES["trusted"])).address == case["is"]


@pytest.mark.parametrize("text", NETWORKS["good"])
def test_proxies_are_addresses_and_networks_with_commas_between(text, monkeypatch):
    monkeypatch.setenv("TRUSTED_PROXIES", text)  # as it comes in truth, where lists have a way of their own
    known = Settings(
        environment="test", database_url="postgresql://h/x", redis_url="redis://h"
    ).trusted_proxies
    assert [address for address in NETWORKS["good"][text] if not within(address, known)] == []


@pytest.mark.parametrize("text", NETWORKS["outside"])
def test_nobody_else_is_trusted(text):
    assert [address for address in NETWORKS["outside"][text] if within(address, trusted(text))] == []


@pytest.mark.parametrize("text", NETWORKS["bad"])
def test_what_is_no_network_is_refused(text):
    with pytest.raises(ValidationError):
        trusted(text)


def test_a_very_long_chain_is_walked_no_further_than_the_first_stranger():
    lines = ["198.51.100.1, " * 10_000, "203.0.113.9"]
    assert behind_proxies("127.0.0.1", lines, trusted(CASES["trusted"])).address == "203.0.113.9"
    assert behind_proxies("127.0.0.1", ["x" * 100_000], trusted(CASES["trusted"])).address == "127.0.0.1"
