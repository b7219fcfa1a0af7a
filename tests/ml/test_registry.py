"""Versions lie whole in a folder, and one is in use."""

import json

import pytest

from ml.registry import BrokenVersion, Registry, UnknownVersion


@pytest.fixture
def registry(tmp_path):
    return Registry(tmp_path)


@pytest.fixture
def three(registry):
    for number in (1, 2, 3):
        registry.register(f"v{number}", f"model {number}".encode(), {"created_at": f"2026-01-0{number}"})
    return registry


def test_what_was_registered_is_found_newest_first(three):
    assert [version.name for version in three.versions()] == ["v3", "v2", "v1"]
    assert three.get("v2").model == b"model 2"
    assert three.in_use() is None


def test_versions_are_promoted_and_rolled_back(three):
    for name in ("v1", "v3", "v2"):
        assert three.promote(name).name == name
    assert three.in_use().name == "v2"
    assert three.roll_back().name == "v3"
    assert three.roll_back().name == "v1"
    assert three.in_use().name == "v1"
    with pytest.raises(UnknownVersion, match="no earlier version"):
        three.roll_back()


def test_promoting_again_does_not_return_to_itself(three):
    for name in ("v1", "v2", "v1"):
        three.promote(name)
    assert three.roll_back().name == "v2"


def test_a_version_is_written_once(three):
    with pytest.raises(ValueError, match="already"):
        three.register("v1", b"other", {})
    assert three.get("v1").model == b"model 1"


@pytest.mark.parametrize("name", ["", "../v1", "V1", ".hidden", "a/b", "x" * 65])
def test_what_is_no_name_is_refused(three, name):
    with pytest.raises(ValueError, match="no name"):
        three.register(name, b"model", {})
    with pytest.raises(UnknownVersion):
        three.get(name)


def test_a_model_that_is_not_the_cards_is_never_used(three, tmp_path):
    three.promote("v1")
    (tmp_path / "demand" / "v2" / "model.onnx").write_bytes(b"something else")
    with pytest.raises(BrokenVersion, match="not the one its card describes"):
        three.promote("v2")
    assert three.in_use().name == "v1"


def test_a_broken_card_is_told(three, tmp_path):
    (tmp_path / "demand" / "v2" / "card.json").write_text("{")
    with pytest.raises(BrokenVersion, match="v2"):
        three.get("v2")


def test_a_half_written_version_is_not_there(three, tmp_path):
    (tmp_path / "demand" / ".v4.draft").mkdir()
    assert [version.name for version in three.versions()] == ["v3", "v2", "v1"]
    assert three.register("v4", b"model 4", {"created_at": "2026-01-04"}).model == b"model 4"
    assert json.loads((tmp_path / "demand" / "v4" / "card.json").read_text())["version"] == "v4"
