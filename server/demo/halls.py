"""The twenty halls of the demo house, each built differently."""

from server.demo.layouts import Hall, Tier
from server.venues.models import SeatCategory

_S, _P, _R = SeatCategory.STANDARD, SeatCategory.PREMIUM, SeatCategory.RECLINER
_C, _V = SeatCategory.COUPLE, SeatCategory.VIP

HALLS: dict[str, Hall] = {
    "grand-fan": Hall(
        (7, 14, 7),
        (Tier(6, _S, "Front"), Tier(7, _P, "Middle", gap=1.0), Tier(3, _R, "Back", pitch=1.5, gap=0.6)),
        front_trim=5,
        bend=1.4,
        access=((6, "left", 2), (6, "right", 2)),
    ),
    "classic": Hall(
        (4, 12, 4),
        (Tier(4, _S, "Front"), Tier(5, _P, "Middle", gap=0.8), Tier(2, _R, "Back", pitch=1.4)),
        front_trim=2,
        back_trim=2,
        bend=0.6,
        access=((0, "left", 1), (0, "right", 1)),
    ),
    "recliner-lounge": Hall(
        (4, 6, 4),
        (Tier(1, _P, "Front", pitch=1.4), Tier(6, _R, "Lounge", pitch=1.6)),
        front_trim=1,
        bend=0.5,
        access=((0, "left", 1),),
    ),
    "giant": Hall(
        (9, 18, 9),
        (
            Tier(5, _S, "Front"),
            Tier(9, _P, "Middle", gap=1.2),
            Tier(2, _V, "Gallery", pitch=1.4, gap=0.9),
            Tier(2, _R, "Gallery", pitch=1.6),
        ),
        front_trim=5,
        back_trim=3,
        bend=2.0,
        booth=6,
        access=((5, "left", 2), (5, "right", 2)),
    ),
    "wide-curve": Hall(
        (6, 16, 6),
        (Tier(5, _S, "Front"), Tier(6, _P, "Middle", gap=0.9), Tier(1, _C, "Back", pitch=1.5, gap=0.3)),
        front_trim=4,
        bend=1.8,
        access=((5, "right", 2),),
    ),
    "twin-block": Hall(
        (9, 9),
        (Tier(7, _S, "Front"), Tier(3, _R, "Back", pitch=1.5, gap=0.4)),
        front_trim=1,
        access=((0, "left", 1), (0, "right", 1)),
    ),
    "palace": Hall(
        (11, 18, 11),
        (
            Tier(12, _S, "Stalls"),
            Tier(9, _P, "Stalls", gap=1.2),
            Tier(2, _V, "Royal circle", pitch=1.3, gap=0.9),
            Tier(5, _P, "Balcony", gap=2.6, blocks=(9, 9, 9, 9)),
            Tier(7, _S, "Balcony", gap=0.8, blocks=(9, 9, 9, 9)),
        ),
        front_trim=7,
        back_trim=3,
        bend=2.4,
        booth=8,
        access=((12, "left", 3), (12, "right", 3)),
    ),
    "old-stalls": Hall(
        (10, 10),
        (Tier(9, _S, "Stalls"), Tier(5, _P, "Dress circle", gap=1.0)),
        back_trim=2,
        bend=0.4,
        access=((13, "left", 1), (9, "right", 1)),
    ),
    "deco": Hall(
        (5, 12, 5),
        (Tier(8, _S, "Stalls"), Tier(4, _P, "Stalls", gap=0.9), Tier(2, _V, "Circle", pitch=1.4, gap=1.4)),
        front_trim=4,
        back_trim=2,
        bend=1.6,
        access=((8, "left", 2),),
    ),
    "side-aisles": Hall(
        (3, 14, 3),
        (Tier(4, _S, "Front"), Tier(4, _P, "Middle"), Tier(2, _R, "Back", pitch=1.5, gap=0.5)),
        bend=0.8,
        booth=4,
        access=((0, "left", 1), (0, "right", 1)),
    ),
    "salon": Hall(
        (2, 6, 2),
        (
            Tier(2, _P, "Salon", pitch=1.4),
            Tier(3, _V, "Salon", pitch=1.6),
            Tier(2, _C, "Sofas", pitch=1.8, gap=0.4),
        ),
        access=((0, "right", 1),),
    ),
    "broad": Hall(
        (8, 16, 8),
        (Tier(5, _S, "Front"), Tier(7, _P, "Middle", gap=1.1), Tier(3, _R, "Back", pitch=1.5, gap=0.7)),
        front_trim=6,
        back_trim=2,
        bend=1.2,
        booth=4,
        access=((5, "left", 2), (5, "right", 1)),
    ),
    "couples": Hall(
        (6, 8, 6),
        (
            Tier(4, _P, "Front", pitch=1.2),
            Tier(3, _R, "Middle", pitch=1.5, gap=0.5),
            Tier(2, _C, "Back", pitch=1.7),
        ),
        front_trim=2,
        bend=0.6,
        access=((0, "left", 1), (0, "right", 1)),
    ),
    "steep": Hall(
        (6, 15, 6),
        (Tier(3, _S, "Front"), Tier(8, _P, "Middle", pitch=1.3), Tier(2, _V, "Top", pitch=1.5, gap=0.5)),
        front_trim=3,
        back_trim=3,
        bend=1.0,
        access=((12, "right", 1), (3, "left", 2)),
    ),
    "narrow": Hall(
        (3, 8),
        (Tier(8, _S, "Stalls"), Tier(3, _P, "Raised", gap=0.7), Tier(1, _C, "Back", pitch=1.5)),
        bend=0.3,
        access=((0, "left", 1),),
    ),
    "chevron": Hall(
        (8, 8),
        (Tier(4, _S, "Front"), Tier(6, _P, "Middle", gap=0.8), Tier(2, _R, "Back", pitch=1.5)),
        front_trim=3,
        back_trim=1,
        bend=2.2,
        access=((4, "left", 1), (4, "right", 1)),
    ),
    "cellar": Hall(
        (4, 7),
        (Tier(5, _S, "Cellar", pitch=1.2), Tier(2, _V, "Sofas", pitch=1.6, gap=0.4)),
        back_trim=1,
        access=((0, "left", 1),),
    ),
    "broadway": Hall(
        (7, 8, 8, 7),
        (
            Tier(5, _S, "Orchestra"),
            Tier(7, _P, "Orchestra", gap=1.1),
            Tier(3, _R, "Mezzanine", pitch=1.5, gap=1.3),
        ),
        front_trim=4,
        bend=1.6,
        booth=6,
        access=((5, "left", 2), (5, "right", 2)),
    ),
    "loft": Hall(
        (5, 9, 5),
        (
            Tier(4, _S, "Front", pitch=1.2),
            Tier(5, _P, "Loft", pitch=1.3, gap=0.6),
            Tier(1, _C, "Loft", pitch=1.7),
        ),
        front_trim=2,
        bend=0.7,
        access=((4, "right", 2),),
    ),
    "studio": Hall(
        (6, 6),
        (Tier(3, _S, "Studio", pitch=1.2), Tier(4, _R, "Studio", pitch=1.6, gap=0.5)),
        front_trim=1,
        back_trim=1,
        access=((0, "left", 1), (0, "right", 1)),
    ),
}
"""Halls by key; a test holds their sizes and that no two are alike."""
