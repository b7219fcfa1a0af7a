"""The drawings a poster may carry, by name; each takes a canvas and the name of a variant."""

from collections.abc import Callable, Mapping

from server.catalogue.posters.canvas import Canvas
from server.catalogue.posters.motifs.city import skyline, spotlight, stairs
from server.catalogue.posters.motifs.land import horizon, moontree, peaks
from server.catalogue.posters.motifs.rooms import chess, curtain, doorway
from server.catalogue.posters.motifs.round import eye, orbit, rings, sunburst
from server.catalogue.posters.motifs.things import kite, umbrella
from server.catalogue.posters.motifs.travel import rails, waves, wheel

Motif = Callable[[Canvas, str], None]

MOTIFS: Mapping[str, tuple[Motif, tuple[str, ...]]] = {
    "chess": (chess, ("shore",)),
    "curtain": (curtain, ("stage", "corridor")),
    "doorway": (doorway, ("cusped", "slit", "horseshoe")),
    "eye": (eye, ("lens", "facets", "lorgnette")),
    "horizon": (horizon, ("sun", "furrows", "dunes", "calm")),
    "kite": (kite, ("rooftops",)),
    "moontree": (moontree, ("bare", "round")),
    "orbit": (orbit, ("lensed",)),
    "peaks": (peaks, ("falls", "mist", "banners")),
    "rails": (rails, ("grass", "fields", "steam")),
    "rings": (rings, ("spiral", "strings")),
    "skyline": (skyline, ("tower", "night", "harbour")),
    "spotlight": (spotlight, ("tramp",)),
    "stairs": (stairs, ("shadow", "descent")),
    "sunburst": (sunburst, ("clash", "halo", "wicket")),
    "umbrella": (umbrella, ("many", "single")),
    "waves": (waves, ("backwater", "scales")),
    "wheel": (wheel, ("spokes", "gear")),
}
"""Each motif with its variants; the first variant is what the bare name means."""


def motif(name: str) -> tuple[Motif, str]:
    """Return drawing and variant for ``name`` or ``name/variant``. Raises ``ValueError`` for others."""
    base, _, variant = name.partition("/")
    if base not in MOTIFS:
        raise ValueError(f"no motif is called {base!r}")
    paint, variants = MOTIFS[base]
    if variant and variant not in variants:
        raise ValueError(f"the motif {base!r} has no variant {variant!r}")
    return paint, variant or variants[0]
