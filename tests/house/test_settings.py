"""What a person may choose, and what the answer to a wrong choice is."""

import pytest

from server.house.failure import HouseError
from server.house.settings import ROOT, read_settings

NAMES = (
    "HOST", "API_PORT", "WEB_PORT", "DATA_DIR", "DATABASE_URL", "REDIS_URL", "WEB_URL", "ENVIRONMENT",
    "DEMO_DATA", "ALLOW_REMOTE", "DATABASE_URL_FILE", "REDIS_URL_FILE",
)  # fmt: skip


@pytest.fixture
def choose(monkeypatch, tmp_path):
    """Return a function that reads the settings from an environment and a file of nothing but the given."""
    for name in NAMES:
        # set first, so that what the file brings in is taken out again after the test
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)

    def read(file="", **environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        (tmp_path / ".env").write_text(file)
        return read_settings(tmp_path / ".env")

    return read


def test_everything_has_a_default(choose):
    settings = choose()
    assert (settings.api_url, settings.web) == ("http://127.0.0.1:8000", "http://127.0.0.1:3000")
    assert settings.home == ROOT / ".data"
    assert (settings.database_url, settings.redis_url) == (None, None)


def test_the_environment_wins_over_the_file(choose):
    settings = choose(file="API_PORT=8100\nWEB_PORT=3100\n", API_PORT="8200")
    assert (settings.api_port, settings.web_port) == (8200, 3100)


def test_an_empty_line_means_not_chosen(choose):
    settings = choose(file="DATABASE_URL=\nREDIS_URL=\nAPI_PORT=\n")
    assert (settings.database_url, settings.redis_url, settings.api_port) == (None, None, 8000)


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("::", "http://127.0.0.1:8000"),
        ("::1", "http://[::1]:8000"),
        ("192.0.2.7", "http://192.0.2.7:8000"),
    ],
)
def test_the_address_to_reach_follows_from_the_address_to_listen_on(choose, host, url):
    assert choose(HOST=host).api_url == url


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"API_PORT": "eighty"}, "API_PORT: .*integer"),
        ({"WEB_PORT": "70000"}, "WEB_PORT: .*65535"),
        ({"API_PORT": "3000"}, "API_PORT and WEB_PORT must differ"),
        ({"DATABASE_URL_FILE": "/nowhere/url"}, "DATABASE_URL_FILE cannot be read: No such file"),
        ({"DEMO_DATA": "perhaps"}, "DEMO_DATA: "),
    ],
)
def test_a_wrong_choice_is_one_line_that_names_it(choose, environment, sentence):
    with pytest.raises(HouseError, match=sentence) as failure:
        choose(**environment)
    assert "\n" not in str(failure.value)


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"ENVIRONMENT": "production"}, "ENVIRONMENT=production is not for `make run`"),
        ({"ENVIRONMENT": "prodution"}, r"ENVIRONMENT must be development or test .*\(production\?\)"),
        ({"ENVIRONMENT": "Development "}, r"ENVIRONMENT must be .*\(development\?\)"),
        ({"HOST": "0.0.0.0"}, "HOST=0.0.0.0 lets other machines .* ALLOW_REMOTE=true"),  # noqa: S104
        ({"HOST": "::"}, "HOST=:: lets other machines"),
        ({"HOST": "192.0.2.7", "DEMO_DATA": "true"}, "HOST=192.0.2.7 lets other machines"),
        ({"HOST": "cinema.example"}, "HOST=cinema.example lets other machines"),
        ({"DATABASE_URL": "postgresql://h/x"}, "DATABASE_URL names .* DEMO_DATA=false .* DEMO_DATA=true"),
        ({"DATABASE_URL": "postgresql://127.0.0.1/x", "ALLOW_REMOTE": "true"}, "DATABASE_URL names"),
    ],
)
def test_strangers_and_a_database_of_ones_own_are_met_only_when_told(choose, environment, sentence):
    settings = choose(**environment)
    with pytest.raises(HouseError, match=sentence) as failure:
        settings.ensure_nobody_is_surprised()
    assert "\n" not in str(failure.value)


@pytest.mark.parametrize(
    ("environment", "loads"),
    [
        ({}, True),
        ({"HOST": "localhost"}, True),
        ({"HOST": "127.0.0.2", "DEMO_DATA": "false"}, False),
        ({"HOST": "0.0.0.0", "ALLOW_REMOTE": "true"}, True),  # noqa: S104
        ({"DATABASE_URL": "postgresql://h/x", "DEMO_DATA": "false"}, False),
        ({"DATABASE_URL": "postgresql://h/x", "DEMO_DATA": "true"}, True),
    ],
)
def test_what_was_told_is_done(choose, environment, loads):
    settings = choose(**environment)
    settings.ensure_nobody_is_surprised()
    assert settings.loads_demo is loads
    assert settings.environment == "development"
