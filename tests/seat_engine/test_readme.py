"""What the README shows runs as it stands there, on a Redis and nothing else."""

import os
import re
import subprocess
import sys
from pathlib import Path

import seat_engine
from tests.seat_engine.clients import Picture

ROOT = Path(seat_engine.__file__).parents[1]
FIRST_BLOCK = re.compile(r"^```python\n(.+?)^```$", re.MULTILINE | re.DOTALL)


def example():
    found = FIRST_BLOCK.search((ROOT / "seat_engine" / "README.md").read_text("utf-8"))
    assert found is not None
    return found[1]


def test_the_example_runs_alone(own_server, tmp_path):
    script = tmp_path / "example.py"
    script.write_text(example())

    done = subprocess.run(
        [sys.executable, script],
        env={**os.environ, "REDIS_URL": f"redis://127.0.0.1:{own_server.port}", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert done.stderr == ""
    said = done.stdout.splitlines()
    assert [line for line in said if not line.startswith("sees ")] == [
        "asha holds (24, 25, 26)",
        "ben cannot have (24, 25, 26)",
        "closed 1001",
    ]
    picture = Picture()
    for line in said:
        if line.startswith("sees "):
            picture.take(line.removeprefix("sees "))
    # Whoever looks when the house closes may have been told of the sale, or only of the hold.
    assert picture.states in {"0" * 22 + "22" + seats + "0" * 13 for seats in ("111", "222")}


def test_the_example_is_short():
    code = [line for line in example().splitlines() if line.strip()]
    assert len(code) <= 32
