"""Looking for what must never be: every invariant, what it found, an alert for each."""

from dataclasses import dataclass
from typing import Any

import orjson
import structlog

from server.booking.invariants import INVARIANTS, Invariant
from server.core.db import rows

log = structlog.get_logger(__name__)

_EXAMPLES = 20

_KEEP = """
    INSERT INTO invariant_findings (name, violations, examples, swept_at) VALUES ($1, $2, $3, now())
    ON CONFLICT (name) DO UPDATE
        SET violations = excluded.violations, examples = excluded.examples, swept_at = excluded.swept_at
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one invariant's statement found."""

    invariant: Invariant
    violations: int
    examples: tuple[dict[str, Any], ...]


async def look() -> list[Finding]:
    """Run every invariant's statement and return what each found, in their order."""
    findings = []
    for invariant in INVARIANTS:
        found = await rows(invariant.sql)
        findings.append(Finding(invariant, len(found), tuple(found[:_EXAMPLES])))
    return findings


async def run() -> list[Finding]:
    """Look, keep what was found for the metrics, and raise an alert (an error in the log) where it is bad."""
    findings = await look()
    for finding in findings:
        examples = orjson.dumps(finding.examples, default=str).decode()
        await rows(_KEEP, [finding.invariant.name, finding.violations, examples])
        if finding.violations:
            log.error(
                "invariant_violated",
                invariant=finding.invariant.name,
                sentence=finding.invariant.sentence,
                violations=finding.violations,
                examples=examples,
            )
    return findings
