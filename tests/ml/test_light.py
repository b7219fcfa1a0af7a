"""What serves forecasts never loads what fits them."""

import json
import subprocess
import sys

import pytest

from server.house.settings import ROOT

HEAVY = {"torch", "sklearn", "scipy", "pandas", "pytorch_tabnet", "skl2onnx", "onnx"}


def loaded_by(module):
    program = f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}


@pytest.mark.parametrize("module", ["server.app", "ml.features", "ml.registry"])
def test_it_is_light(module):
    assert loaded_by(module) & HEAVY == set()


def test_the_test_above_would_see_them():
    assert {"sklearn", "scipy"} <= loaded_by("ml.training.estimators") & HEAVY
