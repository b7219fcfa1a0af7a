"""One house per data directory."""

import subprocess
import sys

import pytest

from server.house.failure import HouseError
from server.house.settings import ROOT
from server.house.tenancy import tenancy


def test_a_second_house_is_refused_with_the_first_ones_process(tmp_path):
    # given a house in another process
    program = (
        "import os, sys, pathlib; from server.house.tenancy import tenancy\n"
        "with tenancy(pathlib.Path(sys.argv[1])):\n    print(os.getpid(), flush=True); sys.stdin.read()"
    )
    first = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    with first:
        assert first.stdout is not None
        pid = first.stdout.readline().strip()
        # when / then
        with pytest.raises(HouseError, match=rf"already running on .* \(process {pid}\)"), tenancy(tmp_path):
            pass
        first.kill()
    # and once it is gone, however it went, the place is free
    with tenancy(tmp_path):
        pass


def test_the_directory_is_made(tmp_path):
    with tenancy(tmp_path / "new" / "house"):
        assert (tmp_path / "new" / "house").is_dir()


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("not a directory")
    with (
        pytest.raises(HouseError, match=r"cannot write in .*file/house .*DATA_DIR"),
        tenancy(tmp_path / "file" / "house"),
    ):
        pass
