"""How far a training is: stages with the share of the time that each takes, as it was measured."""

import json
import re
from collections.abc import Sequence
from typing import TextIO

_BEFORE = {"parse": 2.0, "validate": 3.0, "features": 10.0, "demand": 25.0}
_OF_KIND = {"linear": 4.0, "polynomial": 30.0, "boosting": 60.0, "tabnet": 400.0}
"""Seconds for 3,000 shows with their bookings."""
_FOLDS = 0.8
"""Share of a kind's time that its folds take."""
_AFTER = {"export": 4.0, "register": 1.0, "decide": 1.0}
_KIND = re.compile(r"(\w+): (\d+ folds|all|export)")


class Steps:
    """Tells on a stream which stage begins, and how much was done by then."""

    def __init__(self, kinds: Sequence[str], said: TextIO) -> None:
        self._said = said
        weights: dict[str, float] = dict(_BEFORE)
        for kind in kinds:
            weights[f"{kind} folds"] = _OF_KIND[kind] * _FOLDS
            weights[kind] = _OF_KIND[kind] * (1 - _FOLDS)
        weights |= _AFTER
        total = sum(weights.values())
        self._begins: dict[str, float] = {}
        before = 0.0
        for stage, weight in weights.items():
            self._begins[stage] = before / total
            before += weight

    def begin(self, stage: str) -> None:
        """Say that a stage begins."""
        line = {"stage": stage, "progress": round(self._begins[stage], 4)}
        self._said.write(json.dumps(line) + "\n")
        self._said.flush()

    def progress(self, text: str) -> None:
        """Say what ``ml.making.train`` says."""
        found = _KIND.match(text)
        if found is None:
            self.begin(text)
        elif found[2] == "export":
            self.begin("export")
        else:
            self.begin(f"{found[1]} folds" if found[2].endswith("folds") else found[1])
