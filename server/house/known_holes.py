"""Known holes of what the house depends on, asked of the package indexes where they can be reached."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from server.house.console import Console

_PATIENCE_SECONDS = 180


def look(root: Path, npm: Sequence[str], environment: Mapping[str, str], console: Console) -> bool:
    """Say what is known of the locked Python and npm packages; return False when there is a hole.

    An index that cannot be reached is said and is no failure: one may build without a network.
    """
    sound = True
    for name, holes in (("Python", _python(root)), ("npm", _npm(root, npm, environment))):
        if holes is None:
            console.say(f"{name}: not checked, the index gave no answer")
        elif holes:
            sound = False
            for hole in holes:
                console.fail(f"{name}: {hole}")
        else:
            console.say(f"{name}: no known holes")
    return sound


def python_holes(report: Mapping[str, Any]) -> list[str]:
    """Return the holes that a report of pip-audit names."""
    return [
        f"{package['name']} {package['version']}: {hole['id']}, mended in "
        f"{', '.join(hole.get('fix_versions', [])) or 'no version yet'}"
        for package in report["dependencies"]
        for hole in package.get("vulns", [])
    ]


def npm_holes(report: Mapping[str, Any]) -> list[str]:
    """Return the holes that a report of npm audit names."""
    return [
        f"{name} {hole['range']}: {hole['severity']}"
        for name, hole in sorted(report["vulnerabilities"].items())
    ]


def _python(root: Path) -> list[str] | None:
    files = [
        word for lock in ("server", "dev") for word in ("-r", str(root / "requirements" / f"{lock}.txt"))
    ]
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "-f", "json", *files]
    report = _report(command, root, None)
    return python_holes(report) if report is not None and "dependencies" in report else None


def _npm(root: Path, npm: Sequence[str], environment: Mapping[str, str]) -> list[str] | None:
    report = _report([*npm, "audit", "--json"], root, environment)
    return npm_holes(report) if report is not None and "vulnerabilities" in report else None


def _report(
    command: Sequence[str], root: Path, environment: Mapping[str, str] | None
) -> dict[str, Any] | None:
    try:
        done = subprocess.run(  # noqa: S603 - our own words and paths
            list(command), cwd=root, env=dict(environment) if environment else None, capture_output=True,
            timeout=_PATIENCE_SECONDS, check=False,
        )  # fmt: skip
        report = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return report if isinstance(report, dict) else None
