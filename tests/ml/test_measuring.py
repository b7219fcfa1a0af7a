"""The speed of serving is measured against what was fitted; how fast it is, no test says."""

import json

from ml.__main__ import main
from ml.measuring import measure


def test_every_kind_is_compared_with_its_original():
    found = {figure.name: figure for figure in measure(("linear", "boosting"))}
    assert set(found) == {
        "linear_one_row", "linear_batch", "boosting_one_row", "boosting_batch", "catalogue"
    }  # fmt: skip
    assert all(figure.value > 0 for figure in found.values())
    assert found["linear_one_row"].at_most == 0.05


def test_the_command_writes_its_figures(tmp_path):
    out = tmp_path / "out.json"
    assert main(["bench", "--models", "linear", "--json", str(out)]) == 0
    assert [figure["name"] for figure in json.loads(out.read_text())] == ["linear_one_row", "linear_batch"]
