"""Motifs of indoors: doorway, curtain, chessboard."""

from itertools import pairwise

from server.catalogue.posters.canvas import Canvas, number
from server.catalogue.posters.colour import mix


def doorway(c: Canvas, variant: str) -> None:
    """Draw somebody in a door: ``cusped`` arches in a row, a ``slit`` of light, a ``horseshoe`` arch."""
    {"cusped": _cusped, "slit": _slit, "horseshoe": _horseshoe}[variant](c)


def _cusped_arch(x: float, foot: float, half: float, height: float) -> str:
    """Return the outline of an arch of nine lobes."""
    spring = foot - height * 0.58
    lobes = ((-0.98, -0.12), (-0.86, -0.3), (-0.66, -0.45), (-0.4, -0.59), (-0.17, -0.7))
    data = f"M{number(x - half)} {number(foot)}V{number(spring)}"
    points = [(x + half * dx, spring + (dy + 0.1) * height * 0.55) for dx, dy in lobes]
    points += [(2 * x - px, py) for px, py in reversed(points)]
    points.append((x + half, spring))
    for px, py in points:
        data += f"A{number(half * 0.2)} {number(half * 0.2)} 0 0 1 {number(px)} {number(py)}"
    return f"{data}V{number(foot)}Z"


def _cusped(c: Canvas) -> None:
    p = c.inks
    c.cover(p.deep)
    x, depth = c.focus_x, 6
    for step in range(depth):
        share = 1 - step / (depth + 0.6)
        tint = mix(p.ground, p.accent, step / depth) if step < depth - 1 else p.light
        foot = 900 - step * 52.0
        c.path(_cusped_arch(x, foot, 330 * share, 880 * share), tint)
        c.path(
            _cusped_arch(x, foot, 318 * share, 866 * share),
            "none",
            stroke=p.glow,
            stroke_width=2.4,
            opacity=0.55,
        )
    c.path(_cusped_arch(x, 640, 92, 330), c.fade([(0, p.light), (1, p.glow)]))
    chain = "".join(f"M{number(x)} {150 + link * 11}v6" for link in range(10))
    c.line(chain, p.light, 3)
    c.path(f"M{number(x)} 258l17 30 -17 38 -17 -38z", p.light)
    c.figure(x, 640, 190, p.deep, skirt=1.0)
    c.path(
        f"M{number(x - 14)} 470Q{number(x + 70)} 520 {number(x + 56)} 640H{number(x)}Z", p.deep, opacity=0.85
    )


def _slit(c: Canvas) -> None:
    p = c.inks
    c.cover(c.fade([(0, p.deep), (1, p.ground)]))
    x = c.focus_x
    c.rectangle(x - 240, 0, 480, 640, mix(p.ground, p.deep, 0.35))
    c.circle(x, 340, c.reach * 1.9, c.bloom([(0, p.accent, 0.65), (1, p.accent, 0)]))
    c.rectangle(x - 96, 96, 192, 516, c.fade([(0, p.light), (0.8, p.glow)]))
    c.polygon(
        [(x - 96, 612), (x + 96, 612), (x + 360, 900), (x - 360, 900)],
        c.fade([(0, p.glow), (1, p.accent, 0.2)]),
    )
    for side in (-1, 1):
        leaf = [(x + side * 96, 96), (x + side * 196, 44), (x + side * 196, 690), (x + side * 96, 612)]
        c.polygon(leaf, mix(p.ground, p.accent, 0.3 if side < 0 else 0.12))
        for panel in range(3):
            top = 120 + panel * 176
            c.polygon(
                [
                    (x + side * 114, top + 8),
                    (x + side * 178, top - 16),
                    (x + side * 178, top + 140),
                    (x + side * 114, top + 128),
                ],
                p.deep,
                opacity=0.45,
            )
    # Arms stretched to both posts.
    c.figure(x, 640, 372, p.deep)
    c.line(f"M{number(x)} 388L{number(x - 94)} 322M{number(x)} 388L{number(x + 94)} 322", p.deep, 25)
    c.polygon([(x - 40, 640), (x + 40, 640), (x + 120, 900), (x - 120, 900)], p.deep, opacity=0.6)


def _horseshoe(c: Canvas) -> None:
    p = c.inks
    c.cover(c.fade([(0, p.ground), (1, p.deep)]))
    x, y, r = c.focus_x, 300.0, c.reach * 0.98

    def arch(radius: float, foot: float) -> str:
        neck = radius * 0.82
        drop = radius * 0.57
        return (
            f"M{number(x - neck)} {number(foot)}V{number(y + drop)}A{number(radius)} {number(radius)} 0 1 1 "
            f"{number(x + neck)} {number(y + drop)}V{number(foot)}Z"
        )

    c.path(arch(r * 1.14, 660), p.accent)
    c.path(arch(r * 1.02, 660), p.light)
    c.path(arch(r * 0.94, 660), c.fade([(0, p.ground), (0.5, p.dusk), (1, p.glow)]))
    c.crescent(x + r * 0.3, y - r * 0.3, 30, p.light)
    # A propeller plane waits in the mist beyond the arch.
    plane = mix(p.deep, p.dusk, 0.2)
    c.shape("ellipse", cx=number(x), cy=480, rx=34, ry=32, fill=plane)
    c.polygon([(x - 172, 462), (x, 474), (x + 172, 462), (x + 172, 472), (x, 498), (x - 172, 472)], plane)
    for engine in (-78, 78):
        c.circle(x + engine, 484, 15, plane)
        c.line(f"M{number(x + engine - 26)} 484h52", p.light, 2, opacity=0.6)
    c.polygon([(x - 4, 400), (x + 4, 400), (x + 9, 460), (x - 9, 460)], plane)
    fog = c.fade([(0, p.light, 0), (0.5, p.light, 0.55), (1, p.light, 0)])
    c.rectangle(x - r * 0.76, 480, r * 1.52, 120, fog)
    for offset, skirt in ((-36, 0.35), (34, 0.75)):
        c.figure(x + offset, 664, 196 if offset < 0 else 178, p.deep, skirt=skirt)
    c.shape("ellipse", cx=number(x - 36), cy=482, rx=33, ry=6, fill=p.deep)
    c.path(f"M{number(x - 54)} 482q2 -28 18 -24q16 -4 18 24z", p.deep)
    c.rectangle(0, 656, c.width, 260, p.deep)


def curtain(c: Canvas, variant: str) -> None:
    """Draw cloth that hides and shows: a ``stage`` curtain with light behind, a ``corridor`` of folds."""
    if variant == "stage":
        _stage(c)
    else:
        _corridor(c)


def _stage(c: Canvas) -> None:
    p = c.inks
    c.cover(c.bloom([(0, p.light), (0.35, p.glow), (0.8, p.accent)]))
    x, y = c.focus_x, 400.0
    for star in range(28):
        spot = x + c.chance.uniform(-150, 150), c.chance.uniform(170, 560)
        c.circle(*spot, 2 + star % 4, p.light, opacity=0.9)
    # A giant with a mace, half dream.
    ink = mix(p.ground, p.deep, 0.45)
    c.figure(x, 640, 400, ink, skirt=0.35)
    c.path(
        f"M{number(x - 82)} 346Q{number(x)} 306 {number(x + 82)} 346L{number(x + 60)} 460H{number(x - 60)}Z",
        ink,
    )
    c.path(
        f"M{number(x - 37)} 262l-13 -62 27 26 23 -40 23 40 27 -26 -13 62z",
        p.accent,
        stroke=ink,
        stroke_width=5,
    )
    c.path(f"M{number(x)} 290q-26 -12 -46 10q28 10 46 -2q18 12 46 2q-20 -22 -46 -10z", p.accent)
    c.line(f"M{number(x + 66)} 362L{number(x + 116)} 424L{number(x + 112)} 372", ink, 24)
    c.line(f"M{number(x + 111)} 452V310", ink, 13)
    c.circle(x + 111, 296, 36, ink)
    c.path(f"M{number(x - 60)} 452H{number(x + 60)}v16h-120z", p.accent)
    for side in (-1, 1):
        for fold in reversed(range(18 if c.wide else 6)):
            outer = x + side * (90 + 58 * fold)
            waist = x + side * (c.reach * 1.1 + 9 * fold + 50 * max(0, fold - 5))
            top = x + side * (50 + 62 * fold)
            tint = mix(p.ground, p.accent, 0.08 if fold % 2 else 0.36)
            c.path(
                f"M{number(outer)} -10H{number(top)}Q{number(top + side * 20)} {number(y - 60)} "
                f"{number(waist)} "
                f"{number(y + 70)}Q{number(waist - side * 26)} {number(y + 260)} "
                f"{number(waist + side * 30)} 910"
                f"H{number(outer + side * 90)}Z",
                tint,
            )
        knot = x + side * c.reach * 1.2
        c.line(
            f"M{number(knot - side * 16)} {number(y + 62)}L{number(knot + side * 400)} {number(y + 20)}",
            p.glow,
            15,
        )
        c.line(f"M{number(knot - side * 4)} {number(y + 66)}v64", p.glow, 9)
    swag, left = "", -60.0
    while left < c.width + 60:
        swag += f"M{number(left)} -10V74Q{number(left + 66)} 190 {number(left + 132)} 74V-10Z"
        left += 132
    c.path(swag, p.ground, stroke=p.glow, stroke_width=5)


def _corridor(c: Canvas) -> None:
    p = c.inks
    c.cover(p.ground)
    folds, left = 0, -10.0
    fold = [
        (0, mix(p.accent, p.deep, 0.75)),
        (0.5, mix(p.accent, p.ground, 0.12)),
        (1, mix(p.accent, p.deep, 0.7)),
    ]
    shade = c.fade(fold, across=True)
    while left < c.width:
        width = c.chance.uniform(34, 60)
        c.rectangle(left, 0, width + 1, 900, mix(p.accent, p.deep, 0.5) if folds % 3 == 1 else shade)
        left += width
        folds += 1
    x = c.focus_x
    c.rectangle(x - 128, 0, 256, 900, c.fade([(0, p.deep), (0.5, p.ground), (1, p.deep)]))
    c.circle(x, 380, 360, c.bloom([(0, p.glow, 0.95), (0.4, p.accent, 0.7), (1, p.accent, 0)]))
    c.line(f"M{number(x)} 0V196", p.deep, 3)
    c.path(
        f"M{number(x - 62)} 262Q{number(x - 46)} 196 {number(x)} 194Q{number(x + 46)} 196 "
        f"{number(x + 62)} 262Z",
        p.glow,
    )
    c.circle(x, 266, 15, p.light)
    # Two who pass, and do not turn.
    for offset, skirt in ((-44, 0.15), (48, 0.3)):
        c.figure(x + offset, 650, 330 if offset < 0 else 306, p.deep, skirt=skirt)
    smoke = f"M{number(x - 78)} 400q-40 -40 -6 -80t-10 -86"
    c.line(smoke, p.light, 4, opacity=0.6)


def chess(c: Canvas, variant: str) -> None:
    """Draw a board that runs out to sea, a king in the light and one in a hood: the game on the ``shore``."""
    p = c.inks
    c.cover(c.fade([(0, p.dusk), (0.5, p.glow)]))
    x, line = c.focus_x, 420.0
    c.circle(x, line - 150, c.reach * 0.56, mix(p.light, p.accent, 0.4))
    for band in range(5):
        c.rectangle(0, line - 66 + band * 14, c.width, 15, mix(p.glow, p.ground, 0.3 + band * 0.15))
    ranks = [line + 4 + 11 * k + 5.2 * k * k for k in range(9)]
    half_near = 1500 if c.wide else 620
    for rank, (top, foot) in enumerate(pairwise(ranks)):
        far, near = (half_near * (0.2 + 0.8 * (y - line) / (ranks[-1] - line)) for y in (top, foot))
        for file in range(8):
            a, b = file / 4 - 1, (file + 1) / 4 - 1
            c.polygon(
                [(x + a * far, top), (x + b * far, top), (x + b * near, foot), (x + a * near, foot)],
                p.light if (rank + file) % 2 else p.deep,
            )
    c.rectangle(0, ranks[-1], c.width, 400, p.deep)
    if variant == "shore":
        _king(c, x - 104, 640, 1.0, p.light, p.ground)
        _hood(c, x + 112, 640)


def _king(c: Canvas, x: float, foot: float, scale: float, fill: str, edge: str) -> None:
    """Draw a chess king."""
    s = scale
    c.path(
        f"M{number(x - 62 * s)} {number(foot)}v-26q30 -14 34 -60l14 -132h-22v-22h18q-34 -44 0 "
        f"-84h36q34 40 0 84h18v22"
        f"h-22l14 132q4 46 34 60v26z",
        fill,
        stroke=edge,
        stroke_width=3,
    )
    c.path(f"M{number(x - 7)} {number(foot - 324)}v-16h-16v-13h16v-17h14v17h16v13h-16v16z", fill)


def _hood(c: Canvas, x: float, foot: float) -> None:
    """Draw a hooded figure with a pale face and no features but the eyes."""
    p = c.inks
    c.path(
        f"M{number(x - 88)} {number(foot)}Q{number(x - 84)} {number(foot - 210)} "
        f"{number(x - 46)} {number(foot - 262)}"
        f"Q{number(x - 60)} {number(foot - 372)} {number(x)} "
        f"{number(foot - 392)}Q{number(x + 60)} {number(foot - 372)} "
        f"{number(x + 46)} {number(foot - 262)}Q{number(x + 84)} {number(foot - 210)} "
        f"{number(x + 88)} {number(foot)}Z",
        p.deep,
        stroke=p.ground,
        stroke_width=3,
    )
    c.shape("ellipse", cx=number(x), cy=number(foot - 318), rx=28, ry=38, fill=p.light)
    for side in (-1, 1):
        c.circle(x + side * 11, foot - 326, 5, p.deep)
