"""Motifs of the land: horizon, peaks, moon and tree."""

from itertools import pairwise
from math import cos, radians, sin

from server.catalogue.posters.canvas import Canvas, number
from server.catalogue.posters.colour import mix


def horizon(c: Canvas, variant: str) -> None:
    """Draw a disc over a low line: a sliced ``sun`` and rocks, ``furrows``, ``dunes``, or a ``calm`` sea."""
    p = c.inks
    if variant == "calm":
        c.cover(c.fade([(0, p.glow), (0.5, p.light), (0.62, p.glow)]))
    else:
        c.cover(c.fade([(0, p.dusk), (0.32, p.accent), (0.62, p.glow)]))
    {"sun": _rocks, "furrows": _furrows, "dunes": _dunes, "calm": _calm}[variant](c)


def _rocks(c: Canvas) -> None:
    p = c.inks
    x, y, radius = c.focus_x, 380.0, c.reach * 0.95
    c.circle(x, y, radius, c.fade([(0, p.light), (1, p.glow)]))
    for slice_ in range(6):
        c.rectangle(x - radius, y + 18 + slice_ * 32, 2 * radius, 4 + slice_ * 3.4, p.accent)
    for shade, foot, height in ((0.35, 560, 150), (0.08, 640, 230)):
        tint, left, outline = mix(p.ground, p.accent, shade), -80.0, f"M-80 {number(c.height)}L-80 {foot}"
        while left < c.width + 80:
            width = c.chance.uniform(120, 230)
            # Rocks stand tall at the sides and leave the sun its gap.
            away = min(1.0, abs(left + width / 2 - x) / (c.reach * 1.5))
            top = foot - height * c.chance.uniform(0.6, 1) * away**1.4
            outline += (
                f"L{number(left + width * 0.16)} "
                f"{number(top + 26)}Q{number(left + width * 0.3)} {number(top - 8)} "
                f"{number(left + width * 0.6)} {number(top)}L{number(left + width * 0.86)} {number(top + 44)}"
                f"L{number(left + width)} {number(foot)}"
            )
            left += width
        c.path(f"{outline}V{number(c.height)}Z", tint)
    for offset in (-26, 22):
        c.figure(x + offset, 652, 104 if offset < 0 else 92, p.deep)
    c.rectangle(0, 636, c.width, 300, p.deep)


def _furrows(c: Canvas) -> None:
    p = c.inks
    x, line = c.focus_x, 450.0
    c.circle(x, line - 40, c.reach * 0.8, c.fade([(0, p.light), (1, p.accent)]))
    c.rectangle(0, line, c.width, 460, p.ground)
    spread = c.width * 0.2
    for furrow in range(-14, 15):
        near, wide = x + furrow * spread * 0.52, spread * 0.2
        c.polygon(
            [
                (x + furrow * 9, line),
                (x + furrow * 9 + 3, line),
                (near + wide, 900),
                (near - wide * 0.2, 900),
            ],
            p.accent if furrow % 2 else p.glow,
            opacity=0.85,
        )
    # A plough carried like a cross, and who carries it.
    c.figure(x - 8, 600, 236, p.deep, skirt=0.75)
    c.line(f"M{number(x - 112)} 516L{number(x + 98)} 372M{number(x + 98)} 372l40 8", p.deep, 13)
    c.line(f"M{number(x + 62)} 396L{number(x + 96)} 452", p.deep, 11)


def _dunes(c: Canvas) -> None:
    p = c.inks
    c.circle(c.focus_x + c.reach * 0.42, 290, c.reach * 0.52, p.light)
    for layer in range(5):
        y = 410 + layer * 56
        crest = c.focus_x + c.chance.uniform(-0.9, 0.9) * c.reach
        lit, shade = mix(p.glow, p.ground, 0.14 + layer * 0.17), mix(p.accent, p.ground, 0.3 + layer * 0.16)
        c.path(
            f"M0 {number(y + 50)}Q{number(crest * 0.5)} {number(y + 30)} {number(crest)} {number(y - 40)}"
            f"Q{number((crest + c.width) / 2)} {number(y + 60)} {number(c.width)} {number(y + 20)}V900H0Z",
            lit,
        )
        c.path(
            f"M{number(crest)} {number(y - 40)}Q{number(crest + 34)} {number(y + 60)} "
            f"{number(crest - 90)} 900"
            f"H{number(c.width)}V{number(y + 20)}Q{number((crest + c.width) / 2)} "
            f"{number(y + 60)} {number(crest)} "
            f"{number(y - 40)}Z",
            shade,
        )
    c.figure(c.focus_x - 120, 520, 74, p.deep, skirt=0.8)
    c.figure(c.focus_x - 168, 524, 48, p.deep, skirt=0.6)


def _calm(c: Canvas) -> None:
    p = c.inks
    line = 470.0
    c.circle(c.focus_x, 330, c.reach * 0.72, p.accent)
    for layer in range(3):
        y = line - 46 + layer * 18
        hill = c.focus_x + (layer - 1) * c.reach * 1.1
        c.path(
            f"M{number(hill - 420)} {number(line)}Q{number(hill)} {number(y - 120 + layer * 20)} "
            f"{number(hill + 420)} {number(line)}Z",
            mix(p.glow, p.ground, 0.3 + layer * 0.2),
        )
    c.rectangle(0, line, c.width, 440, c.fade([(0, mix(p.glow, p.ground, 0.4)), (0.55, p.ground)]))
    for stroke in range(12):
        half = c.reach * c.chance.uniform(0.1, 0.62)
        y = line + 12 + stroke * 15
        c.line(
            f"M{number(c.focus_x - half)} {number(y)}H{number(c.focus_x + half)}", p.accent, 4, opacity=0.8
        )
    # The wall an old couple sits on, looking out.
    c.rectangle(0, 606, c.width, 300, p.ground)
    for offset in (-38, 24):
        c.circle(c.focus_x + offset, 528, 17, p.deep)
        c.path(
            f"M{number(c.focus_x + offset - 34)} 612Q{number(c.focus_x + offset - 32)} 546 "
            f"{number(c.focus_x + offset)} 546Q{number(c.focus_x + offset + 32)} 546 "
            f"{number(c.focus_x + offset + 34)} 612Z",
            p.deep,
        )


def _ridge(c: Canvas, base: float, height: float, step: float, fill: str, *, sharp: bool = True) -> None:
    """Draw one range of mountains down to the sheet's foot."""
    points, x = [(-40.0, c.height), (-40.0, base)], -40.0
    high = True
    while x < c.width + step:
        x += step * c.chance.uniform(0.6, 1.2)
        points.append((x, base - height * c.chance.uniform(0.6, 1) if high else base - height * 0.12))
        high = not high
    points.append((x, c.height))
    if sharp:
        c.polygon(points, fill)
        return
    path = f"M{number(points[0][0])} {number(points[0][1])}L{number(points[1][0])} {number(points[1][1])}"
    for (x1, y1), (x2, y2) in pairwise(points[1:-1]):
        middle = (x1 + x2) / 2
        path += f"C{number(middle)} {number(y1)} {number(middle)} {number(y2)} {number(x2)} {number(y2)}"
    c.path(f"{path}V{number(c.height)}Z", fill)


def peaks(c: Canvas, variant: str) -> None:
    """Draw ranges of hills: a cliff with ``falls``, ``mist`` under a star, a hilltop of ``banners``."""
    p = c.inks
    if variant == "falls":
        c.cover(c.fade([(0, p.ground), (0.45, p.accent), (0.7, p.glow)]))
        c.circle(c.focus_x, 270, c.reach * 0.7, p.light, opacity=0.9)
        _ridge(c, 470, 260, 120, mix(p.glow, p.ground, 0.45))
        _falls(c)
    elif variant == "mist":
        c.cover(c.fade([(0, p.ground), (0.5, p.dusk), (0.75, p.glow)]))
        _star(c, c.focus_x + c.reach * 0.3, 230)
        for layer in range(5):
            tint = mix(mix(p.accent, p.light, 0.3), p.ground, 0.2 + layer * 0.19)
            _ridge(c, 430 + layer * 56, 150 - layer * 10, 170, tint, sharp=False)
        c.figure(c.focus_x - 40, 622, 120, p.deep, skirt=0.55)
        c.rectangle(0, 618, c.width, 300, p.deep)
    else:
        c.cover(c.fade([(0, p.light), (0.7, p.glow)]))
        c.circle(c.focus_x, 320, c.reach * 0.82, p.accent)
        _ridge(c, 520, 120, 190, mix(p.ground, p.light, 0.5), sharp=False)
        _banners(c)


def _falls(c: Canvas) -> None:
    p = c.inks
    x = c.focus_x
    for side in (-1, 1):
        cliff = [(x + side * 84, 900), (x + side * 70, 610), (x + side * 88, 470), (x + side * 66, 330)]
        cliff += [(x + side * 150, 300), (x + side * 205, 212), (x + side * 300, 250), (x + side * 900, 60)]
        cliff += [(x + side * 1100, 900)]
        c.polygon(cliff, mix(p.ground, p.deep, 0.2 if side < 0 else 0.6))
        ledge = [(x + side * 88, 470), (x + side * 190, 430), (x + side * 150, 560), (x + side * 70, 610)]
        c.polygon(ledge, mix(p.ground, p.accent, 0.25 if side < 0 else 0.1))
    c.polygon(
        [(x - 68, 334), (x + 68, 334), (x + 88, 700), (x - 88, 700)],
        c.fade([(0, p.light), (0.6, p.glow), (1, p.accent, 0.6)]),
    )
    for strand in range(13):
        left = x - 60 + strand * 10
        drop = 338 + c.chance.uniform(0, 60)
        c.line(
            f"M{number(left)} {number(drop)}V{number(drop + c.chance.uniform(60, 230))}",
            p.ground,
            2.4,
            opacity=0.4,
        )
    c.figure(x + 206, 222, 88, p.deep)
    c.line(f"M{number(x + 214)} 182L{number(x + 246)} 116", p.deep, 5)


def _star(c: Canvas, x: float, y: float) -> None:
    """Draw a four-pointed star with a faint halo."""
    c.circle(x, y, 120, c.bloom([(0, c.inks.light, 0.55), (1, c.inks.light, 0)]))
    arms = [
        (
            x + cos(radians(45 * k)) * (64 if k % 2 == 0 else 9),
            y + sin(radians(45 * k)) * (64 if k % 2 == 0 else 9),
        )
        for k in range(8)
    ]
    c.polygon(arms, c.inks.light)


def _banners(c: Canvas) -> None:
    """Draw seven on a hilltop with their spears, and rain driving across."""
    p = c.inks
    x = c.focus_x
    half = 1400 if c.wide else 900
    c.path(
        f"M{number(x - half)} 700Q{number(x)} 430 {number(x + half)} 700V900H{number(x - half)}Z", p.ground
    )
    for place in range(7):
        left = x - 168 + place * 56
        foot = 574 + abs(place - 3) ** 2 * 2.6
        c.figure(left, foot, 116 + c.chance.uniform(-10, 12), p.deep, skirt=0.5)
        lean = c.chance.uniform(-10, 14)
        c.line(
            f"M{number(left + 16)} {number(foot - 10)}L{number(left + 16 + lean)} {number(foot - 172)}",
            p.deep,
            4,
        )
    c.line(f"M{number(x + 4)} 560V250", p.deep, 6)
    c.path(f"M{number(x + 6)} 254l120 18 -26 34 30 40 -124 8z", p.ground)
    for dot in range(6):
        c.circle(x + 32 + dot % 3 * 26, 288 + dot // 3 * 26, 7, p.light)
    rain = ""
    for _ in range(46 if not c.wide else 110):
        rain += f"M{number(c.chance.uniform(0, c.width + 100))} {number(c.chance.uniform(60, 640))}l-15 58"
    c.line(rain, p.deep, 1.6, opacity=0.45)


def moontree(c: Canvas, variant: str) -> None:
    """Draw a tree against a huge moon: ``bare`` and clawing, or ``round`` and friendly with two players."""
    p = c.inks
    c.cover(c.fade([(0, p.deep), (0.7, p.ground if variant == "bare" else p.dusk)]))
    c.circle(c.focus_x, c.focus_y, c.reach * 1.6, c.bloom([(0.4, p.accent, 0.55), (1, p.accent, 0)]))
    c.circle(c.focus_x, c.focus_y, c.reach, c.fade([(0, p.light), (1, p.glow)]))
    for _ in range(5):
        angle, away = c.chance.uniform(0, 360), c.chance.uniform(0.2, 0.7) * c.reach
        spot = c.focus_x + cos(radians(angle)) * away, c.focus_y + sin(radians(angle)) * away
        c.circle(*spot, c.chance.uniform(12, 38), p.accent, opacity=0.3)
    if variant == "bare":
        twigs: list[str] = []
        _branch(c, twigs, c.focus_x + 40, 640, -92, 124, 7)
        for depth, thickness in ((7, 30), (6, 19), (5, 12), (4, 8), (3, 5), (2, 3), (1, 2)):
            c.line("".join(t[1:] for t in twigs if t[0] == f"{depth}"), p.deep, thickness)
        c.path(f"M0 640Q{number(c.focus_x - 60)} 540 {number(c.width)} 650V900H0Z", p.deep)
        c.figure(c.focus_x - 92, 596, 98, p.deep, skirt=0.9)
    else:
        _grove(c)


def _branch(c: Canvas, into: list[str], x: float, y: float, angle: float, length: float, depth: int) -> None:
    """Grow a branch and its children; each segment is kept with its depth as first letter."""
    end_x, end_y = x + cos(radians(angle)) * length, y + sin(radians(angle)) * length
    into.append(f"{depth}M{x:.0f} {y:.0f}L{end_x:.0f} {end_y:.0f}")
    if depth == 1:
        return
    for side in (-1, 1):
        turn = side * c.chance.uniform(14, 40)
        _branch(c, into, end_x, end_y, angle + turn, length * c.chance.uniform(0.66, 0.84), depth - 1)


def _grove(c: Canvas) -> None:
    p = c.inks
    x = c.focus_x + c.reach * 0.28
    c.line(f"M{number(x)} 640Q{number(x - 16)} 520 {number(x + 4)} 400", p.deep, 24)
    c.line(f"M{number(x - 4)} 500L{number(x - 70)} 420M{number(x)} 470L{number(x + 72)} 400", p.deep, 11)
    for dx, dy, radius in ((-76, 390, 66), (4, 330, 92), (84, 376, 70), (-30, 300, 56), (60, 296, 58)):
        c.circle(x + dx, dy, radius, p.ground)
    for _ in range(24):
        leaf = x + c.chance.uniform(-110, 120), c.chance.uniform(270, 430)
        c.circle(*leaf, c.chance.choice((4, 6, 8)), c.chance.choice((p.accent, p.glow)))
    c.path(f"M0 650Q{number(c.focus_x * 0.8)} 580 {number(c.width)} 646V900H0Z", p.deep)
    for offset, height in ((-120, 112), (-56, 92)):
        c.figure(c.focus_x + offset, 622, height, p.deep, skirt=0.45)
    c.shape("ellipse", cx=number(c.focus_x - 40), cy=588, rx=22, ry=14, fill=p.deep)
    c.stars(26, top=90, foot=330)
