"""Known holes of dependencies: named where an index names them, and no failure where none can be asked."""

import sys

from server.house import known_holes
from server.house.console import Console

PYTHON = {
    "dependencies": [
        {"name": "sound", "version": "1.0", "vulns": []},
        {"name": "skipped", "skip_reason": "not on the index"},
        {"name": "holed", "version": "2.0", "vulns": [{"id": "CVE-1", "fix_versions": ["2.1"]}]},
    ]
}
NPM = {"vulnerabilities": {"holed": {"range": "<3", "severity": "high"}}}


def test_what_an_index_names_is_said():
    assert known_holes.python_holes(PYTHON) == ["holed 2.0: CVE-1, mended in 2.1"]
    assert known_holes.npm_holes(NPM) == ["holed <3: high"]


def test_a_hole_fails_and_an_index_that_is_silent_does_not(tmp_path, monkeypatch, capsys):
    def answers(report):
        return lambda *_: report

    monkeypatch.setattr(known_holes, "_report", answers(None))
    assert known_holes.look(tmp_path, ["npm"], {}, Console())
    assert "not checked" in capsys.readouterr().out
    monkeypatch.setattr(known_holes, "_report", answers({**PYTHON, **NPM}))
    assert not known_holes.look(tmp_path, ["npm"], {}, Console())
    monkeypatch.setattr(known_holes, "_report", answers({"dependencies": [], "vulnerabilities": {}}))
    assert known_holes.look(tmp_path, ["npm"], {}, Console())


def test_a_program_that_says_nothing_readable_is_an_index_that_is_silent(tmp_path):
    assert known_holes._report([sys.executable, "-c", "print('no network')"], tmp_path, None) is None
    assert known_holes._report([sys.executable, "-c", "print('{\"a\": 1}')"], tmp_path, None) == {"a": 1}
