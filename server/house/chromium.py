"""A Chromium for the tests in a browser: the machine's own, else Debian's package, else Playwright's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from server.house.console import Console
from server.house.failure import HouseError
from server.house.step import run_step

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find_chromium() -> Path | None:
    """Return a Chromium that starts: one on the PATH, else the one Playwright has downloaded, else None."""
    on_path = [Path(found) for name in _NAMES if (found := shutil.which(name)) is not None]
    return next((program for program in [*on_path, *_playwrights()] if _starts(program)), None)


def install_chromium(console: Console, logs: Path) -> Path:
    """Return a Chromium that starts, installing one when there is none. Raises HouseError if it cannot."""
    failures: list[str] = []
    for title, commands in (("", []), *_ways()):
        try:
            for command in commands:
                with console.step(title):
                    run_step(title, command, log=logs / "chromium.log", cwd=Path.cwd())
        except HouseError as error:
            failures.append(str(error))
        found = find_chromium()
        if found is not None:
            return found
    raise HouseError("; ".join(failures) or "Chromium was installed but does not start")


def _ways() -> list[tuple[str, list[list[str]]]]:
    ways: list[tuple[str, list[list[str]]]] = []
    apt = shutil.which("apt-get")
    as_root = os.geteuid() == 0
    if apt is not None and as_root:
        # Without a pause for questions: nobody may be there to answer.
        quiet = ["env", "DEBIAN_FRONTEND=noninteractive", apt]
        install = [*quiet, "install", "--yes", "--no-install-recommends", "chromium"]
        ways.append(("installing Chromium with apt-get", [[*quiet, "update"], install]))
    playwright = [
        sys.executable,
        "-m",
        "playwright",
        "install",
        *(["--with-deps"] if as_root else []),
        "chromium",
    ]
    ways.append(("downloading Playwright's Chromium", [playwright]))
    return ways


def _playwrights() -> list[Path]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return [Path(playwright.chromium.executable_path)]


def _starts(program: Path) -> bool:
    """Tell whether a program is a browser: on some systems the name is a script that asks for a package."""
    try:
        said = subprocess.run(  # noqa: S603 - found above
            [program, "--version"], capture_output=True, text=True, check=False, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return said.returncode == 0 and "Chrom" in said.stdout
