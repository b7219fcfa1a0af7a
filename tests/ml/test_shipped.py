"""The version that a new house starts with can be made again by the command that made it."""

import numpy as np
import pytest

from ml.__main__ import main
from ml.predictor import Predictor
from ml.registry import Registry
from server.house.settings import ROOT

SHIPPED = ROOT / "onnx_models"
COMMAND = (
    "python -m ml generate --shows 8000 --seed 7 --out data/ && python -m ml train --data data/ --register"
)


@pytest.fixture(scope="module")
def shipped():
    return Registry(SHIPPED)


def test_every_shipped_version_serves(shipped):
    versions = shipped.versions()
    assert {version.card["kind"] for version in versions} >= {"linear", "polynomial", "boosting", "tabnet"}
    for version in versions:
        Predictor(version.model, version.card)
    assert shipped.in_use().card["kind"] == shipped.in_use().card["champion"]


@pytest.mark.long
@pytest.mark.timeout(600)
def test_the_version_in_use_is_reproduced(shipped, tmp_path):
    """Bit for bit on the same libraries and processor; elsewhere within a thousandth."""
    version = shipped.in_use()
    assert main(["generate", "--shows", "8000", "--seed", "7", "--out", str(tmp_path)]) == 0
    kind = version.card["kind"]
    arguments = ["train", "--data", tmp_path, "--models", kind, "--register", "--registry", tmp_path]
    assert main([str(each) for each in arguments]) == 0
    (again,) = [each for each in Registry(tmp_path).versions() if each.card["kind"] == kind]
    assert again.card["data"]["shows"] == version.card["data"]["shows"]
    probe = np.array(version.card["probe"]["rows"], dtype=np.float32)
    first, second = (Predictor(each.model, each.card).forecast(probe) for each in (version, again))
    for end in ("tickets", "low", "high"):
        np.testing.assert_allclose(getattr(first, end), getattr(second, end), rtol=1e-3, atol=1e-2)
