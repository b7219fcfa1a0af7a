"""Motifs of the way: rails, waves, wheels."""

from math import cos, pi, sin

from server.catalogue.posters.canvas import Canvas, number
from server.catalogue.posters.colour import mix


def rails(c: Canvas, variant: str) -> None:
    """Draw a railway: a far train behind tall ``grass``, flowering ``fields``, a head of ``steam``."""
    {"grass": _grass, "fields": _fields, "steam": _steam}[variant](c)


def _far_train(c: Canvas, x: float, line: float, cars: int, ink: str) -> None:
    """Draw a train in silhouette from its engine at ``x`` to the left."""
    for car in range(cars):
        left = x - 62 - car * 66
        c.rectangle(left, line - 33, 58, 27, ink)
        c.circle(left + 14, line - 4, 6, ink)
        c.circle(left + 44, line - 4, 6, ink)
    c.rectangle(x, line - 27, 66, 21, ink, rx="6")
    c.rectangle(x + 2, line - 44, 24, 34, ink)
    c.rectangle(x + 48, line - 46, 10, 22, ink)
    for dx in (12, 34, 56):
        c.circle(x + dx, line - 4, 8, ink)


def _smoke(c: Canvas, x: float, y: float, drift: float, puffs: int, ink: str, *, start: float = 9) -> None:
    """Draw puffs that grow as they drift away and up."""
    for puff in range(puffs):
        share = puff / puffs
        spot = x + drift * share, y - 150 * share**0.8 + c.chance.uniform(-9, 9)
        c.circle(*spot, start + 46 * share, ink, opacity=0.9 - 0.55 * share)


def _grass(c: Canvas) -> None:
    p = c.inks
    c.cover(c.fade([(0, p.dusk), (0.35, p.accent), (0.55, p.light)]))
    x, line = c.focus_x, 470.0
    c.circle(x - c.reach * 0.3, 300, c.reach * 0.5, p.light, opacity=0.9)
    _smoke(c, x + 160, line - 50, -380, 16, p.deep)
    _far_train(c, x + 108, line, 7 if not c.wide else 15, p.deep)
    c.rectangle(0, line, c.width, 440, p.ground)
    c.path(
        f"M{number(x - 300)} 520Q{number(x - 120)} 468 {number(x + 90)} 520V700H{number(x - 300)}Z", p.ground
    )
    for offset, height, skirt in ((-160, 138, 0.6), (-102, 98, 0.0)):
        c.figure(x + offset, 500, height, p.deep, skirt=skirt)
    blades, plumes, clearing = "", "", 100.0
    for _ in range(48 if not c.wide else 90):
        left, foot = c.chance.uniform(-20, c.width), c.chance.uniform(690, 780)
        # The grass opens around the children.
        near = abs(left - x + 110) < clearing
        tall = c.chance.uniform(90, 150) if near else c.chance.uniform(150, 310)
        lean = c.chance.uniform(12, 44)
        blades += f"M{left:.0f} {foot:.0f}q4 {-tall * 0.7:.0f} {lean:.0f} {-tall:.0f}"
        plumes += f"M{left + lean:.0f} {foot - tall:.0f}q10 -26 26 -44q-2 26 -26 44"
    c.line(blades, mix(p.ground, p.accent, 0.35), 3)
    c.path(plumes, p.light, stroke=p.light, stroke_width=3, stroke_linejoin="round")


def _track(c: Canvas, x: float, line: float, half: float, ink: str, sleeper: str) -> None:
    """Draw two rails that meet at (x, line), with sleepers that crowd towards the meeting."""
    for step in range(1, 15):
        y = line + 430 * (step / 14) ** 2.1
        reach = half * (y - line) / 430
        c.line(f"M{number(x - reach * 1.4)} {number(y)}H{number(x + reach * 1.4)}", sleeper, 1.5 + step * 0.9)
    for side in (-1, 1):
        c.polygon(
            [(x + side * 1, line), (x + side * (half + 11), 900), (x + side * (half - 7), 900)],
            ink,
        )


def _fields(c: Canvas) -> None:
    p = c.inks
    c.cover(c.fade([(0, p.ground), (0.3, p.dusk), (0.52, p.glow)]))
    x, line = c.focus_x, 440.0
    c.circle(x, line - 70, c.reach * 0.72, c.fade([(0, p.light), (1, p.glow)]))
    c.rectangle(0, line, c.width, 470, c.fade([(0, p.accent), (0.55, mix(p.accent, p.ground, 0.6))]))
    for _ in range(66 if not c.wide else 90):
        depth = c.chance.random() ** 1.5
        spot = c.chance.uniform(0, c.width), line + 8 + depth * 260
        c.circle(*spot, 2 + depth * 7, c.chance.choice((p.light, p.glow, p.glow)))
    c.polygon([(x, line), (x + 230, 900), (x - 230, 900)], mix(p.ground, p.deep, 0.3))
    _track(c, x, line, 128, p.light, mix(p.ground, p.accent, 0.4))
    # The last door of a leaving train, a hand held out of it, and the one who runs.
    c.rectangle(x - 60, line - 126, 120, 136, p.ground, rx="12")
    c.rectangle(x - 60, line - 126, 120, 20, p.deep, rx="10")
    c.rectangle(x - 20, line - 96, 40, 96, p.light)
    c.figure(x + 2, line, 84, p.deep)
    c.line(f"M{number(x + 8)} {number(line - 54)}L{number(x + 42)} {number(line - 26)}", p.deep, 8)
    c.figure(x + 64, line + 84, 110, p.deep, skirt=0.8)
    c.line(f"M{number(x + 60)} {number(line + 14)}L{number(x + 46)} {number(line - 18)}", p.deep, 8)
    c.path(f"M{number(x + 74)} {number(line + 12)}q60 -8 84 36q-46 -14 -80 10z", p.accent)


def _steam(c: Canvas) -> None:
    p = c.inks
    c.cover(c.fade([(0, p.light), (0.5, p.glow), (0.8, p.accent)]))
    x, line = c.focus_x, 640.0
    for side in (-1, 1):
        for puff in range(9):
            spot = (
                x + side * (26 + puff * 34) + c.chance.uniform(-14, 14),
                190 - puff * 9 + c.chance.uniform(-26, 26),
            )
            c.circle(*spot, 46 + puff * 8, mix(p.light, p.ground, 0.1 + 0.035 * puff))
    c.rectangle(0, line - 40, c.width, 400, p.ground)
    for side in (-1, 1):
        rail = [
            (x + side * 84, line - 60),
            (x + side * 96, line - 60),
            (x + side * 190, 900),
            (x + side * 150, 900),
        ]
        c.polygon(rail, p.glow)
    c.polygon([(x - 34, 100), (x + 34, 100), (x + 24, 250), (x - 24, 250)], p.deep)
    c.rectangle(x - 46, 88, 92, 22, p.deep, rx="8")
    c.circle(x, 380, 158, p.deep)
    c.circle(x, 380, 138, mix(p.ground, p.accent, 0.18))
    c.circle(x, 380, 108, p.deep)
    for bolt in range(12):
        angle = bolt * pi / 6
        c.circle(x + cos(angle) * 123, 380 + sin(angle) * 123, 6, p.glow)
    c.circle(x, 380, 60, c.bloom([(0, p.light), (0.7, p.glow), (1, p.accent)]))
    c.circle(x, 380, 150, c.bloom([(0, p.light, 0.6), (1, p.light, 0)]))
    c.rectangle(x - 172, 520, 344, 44, mix(p.accent, p.deep, 0.25), rx="5")
    for bar in range(-4, 5):
        c.polygon(
            [
                (x + bar * 20 - 7, 564),
                (x + bar * 20 + 7, 564),
                (x + bar * 38 + 7, 690),
                (x + bar * 38 - 9, 690),
            ],
            p.deep,
        )
    # The small man on the bar, unbothered.
    c.circle(x - 112, 446, 19, p.deep)
    c.shape("ellipse", cx=number(x - 112), cy=428, rx=35, ry=5, fill=p.deep)
    c.rectangle(x - 131, 412, 38, 17, p.deep)
    c.path(f"M{number(x - 134)} 524l4 -56h36l4 56z", p.deep)
    c.line(f"M{number(x - 124)} 520l-6 54M{number(x - 100)} 520l4 54", p.deep, 13)


def waves(c: Canvas, variant: str) -> None:
    """Draw water: still ``backwater`` with a boat and palms, or ``scales`` of sea under paper lanterns."""
    if variant == "backwater":
        _backwater(c)
    else:
        _scales(c)


def _backwater(c: Canvas) -> None:
    p = c.inks
    c.cover(c.fade([(0, p.deep), (0.3, p.ground), (0.56, p.accent)]))
    x, line = c.focus_x, 480.0
    c.circle(x - 20, 330, c.reach * 0.62, p.light)
    far, left = mix(p.ground, p.accent, 0.3), -30.0
    while left < c.width + 40:
        c.circle(left, line + 6, c.chance.uniform(22, 46), far)
        left += 42
    c.rectangle(0, line, c.width, 430, c.fade([(0, p.accent), (0.5, p.ground)]))
    for stroke in range(14):
        half = c.reach * (0.62 - stroke * 0.03) * c.chance.uniform(0.35, 1)
        y = line + 10 + stroke * 12
        c.line(
            f"M{number(x - 20 - half)} {number(y)}H{number(x - 20 + half)}",
            p.light,
            4.5,
            opacity=0.85 - stroke * 0.04,
        )
    for root, lean, top in (
        (x + c.reach * 1.06, -66, 190),
        (x + c.reach * 1.34, -30, 270),
        (x - c.reach * 1.3, 44, 250),
    ):
        crown = root + lean
        c.line(
            f"M{number(root)} 560Q{number(root + 4)} {number((560 + top) / 2)} {number(crown)} {number(top)}",
            p.deep,
            12,
        )
        for angle in (-170, -140, -100, -60, -20, 10, 35, 150, 180):
            dx, dy = cos(angle * pi / 180) * 98, sin(angle * pi / 180) * 62
            c.path(
                f"M{number(crown)} {number(top)}q{number(dx * 0.5)} {number(dy - 26)} "
                f"{number(dx)} {number(dy + 26)}"
                f"q{number(-dx * 0.5)} {number(-dy * 0.4 - 10)} {number(-dx)} {number(-dy - 26)}z",
                p.deep,
            )
    boat = x - 40
    c.path(
        f"M{number(boat - 150)} 566q20 34 70 36h150q60 -4 84 -48q-40 26 -100 24h-130q-50 2 -74 -12z", p.deep
    )
    for offset, height in ((-48, 92), (14, 104), (64, 84)):
        c.figure(boat + offset, 584, height, p.deep)
    c.line(f"M{number(boat + 92)} 480L{number(boat + 150)} 640", p.deep, 5)


def _scales(c: Canvas) -> None:
    p = c.inks
    c.cover(c.fade([(0, p.deep), (0.5, p.dusk)]))
    x = c.focus_x
    c.circle(x + c.reach * 0.2, 300, c.reach * 0.82, c.fade([(0, p.light), (1, p.glow)]))
    wall = mix(p.ground, p.deep, 0.4)
    # A bath-house of many roofs on its rock.
    for level, (half, y) in enumerate(((150, 500), (118, 430), (88, 364), (56, 304))):
        c.rectangle(x - half * 0.8, y - 40, half * 1.6, 84, wall)
        c.path(
            f"M{number(x - half * 1.2)} {number(y - 22)}Q{number(x - half * 0.7)} "
            f"{number(y - 36)} {number(x - half * 0.5)} "
            f"{number(y - 66)}H{number(x + half * 0.5)}Q{number(x + half * 0.7)} "
            f"{number(y - 36)} {number(x + half * 1.2)} "
            f"{number(y - 22)}Z",
            p.deep,
        )
        pane = half * 1.32 / (5 - level)
        panes = "".join(
            f"M{number(x - half * 0.66 + window * pane + pane / 2)} {y - 8}v22" for window in range(5 - level)
        )
        c.path(panes, "none", stroke=p.accent, stroke_width=number(half * 0.16))
    radius, row, top = (68 if c.wide else 50), 0, 520.0
    while top < (900 if c.wide else 780):
        left, half = (-2 * radius if row % 2 else -radius), radius // 2
        count = int(c.width / (2 * radius)) + 2
        outer = f"M{left} {number(top + radius)}" + f"a{radius} {radius} 0 0 1 {2 * radius} 0" * count
        inner = (
            f"M{left + half} {number(top + radius)}" + f"a{half} {half} 0 0 1 {radius} 0m{radius} 0" * count
        )
        c.path(outer, mix(p.ground, p.accent, 0.1 + 0.05 * (row % 3)), stroke=p.light, stroke_width=5)
        c.path(inner, "none", stroke=p.light, stroke_width=3, opacity=0.7)
        top += radius * 0.55
        row += 1
    for dx, dy in ((-0.95, 130), (1.05, 210), (-1.15, 330)):
        at = x + dx * c.reach
        c.line(f"M{number(at)} 0V{dy}", p.deep, 2)
        c.circle(at, dy + 34, 90, c.bloom([(0, p.accent, 0.6), (1, p.accent, 0)]))
        c.shape("ellipse", cx=number(at), cy=number(dy + 34), rx=30, ry=36, fill=p.accent)
        c.rectangle(at - 14, dy - 6, 28, 8, p.deep)
        c.rectangle(at - 14, dy + 66, 28, 8, p.deep)


def wheel(c: Canvas, variant: str) -> None:
    """Draw one great wheel: a bicycle's ``spokes`` behind a father and son, a ``gear`` over a road."""
    if variant == "spokes":
        _spokes(c)
    else:
        _gear(c)


def _spokes(c: Canvas) -> None:
    p = c.inks
    c.cover(c.fade([(0, p.glow), (0.7, p.light)]))
    x, y, r = c.focus_x + 30, 330.0, c.reach * 1.16
    for arch in range(-3, 5):
        left = c.focus_x - 60 + arch * 150
        c.path(f"M{number(left)} 640V460a54 54 0 0 1 108 0V640Z", p.accent, opacity=0.35)
    c.ring(x, y, r, p.ground, 24)
    c.ring(x, y, r - 20, p.accent, 6)
    data = ""
    for spoke in range(28):
        angle = spoke * 2 * pi / 28
        near = angle + (0.9 if spoke % 2 else -0.9)
        data += (
            f"M{number(x + cos(near) * 19)} {number(y + sin(near) * 19)}"
            f"L{number(x + cos(angle) * (r - 22))} {number(y + sin(angle) * (r - 22))}"
        )
    c.line(data, p.ground, 2.6)
    c.circle(x, y, 24, p.ground)
    c.circle(x, y, 9, p.light)
    c.rectangle(0, 616, c.width, 300, p.ground)
    c.figure(x - 96, 636, 262, p.deep)
    c.figure(x + 6, 636, 158, p.deep)
    c.line(f"M{number(x - 72)} 500L{number(x - 10)} 548", p.deep, 14)
    c.shape("ellipse", cx=number(x - 96), cy=386, rx=42, ry=8, fill=p.deep)
    c.path(f"M{number(x - 122)} 386q0 -34 26 -32q26 -2 26 32z", p.deep)


def _gear(c: Canvas) -> None:
    p = c.inks
    c.cover(c.fade([(0, p.accent), (0.4, p.glow), (0.62, p.light)]))
    x, y, r = c.focus_x, c.focus_y - 10, c.reach
    for streak in range(9):
        top = 120 + streak * 46
        c.path(
            f"M0 {top + c.chance.uniform(0, 20):.0f}Q{number(c.width * 0.5)} {top - 30} "
            f"{number(c.width)} {top + 12}"
            f"V{top + 26}Q{number(c.width * 0.5)} {top - 6} 0 {top + 22}Z",
            p.accent,
            opacity=0.35,
        )
    points = []
    for tooth in range(64):
        angle = (tooth + 0.5) * 2 * pi / 64
        reach = r * (1.12 if tooth % 4 in {0, 1} else 0.96)
        points.append((x + cos(angle) * reach, y + sin(angle) * reach))
    c.polygon(points, p.deep)
    c.circle(x, y, r * 0.8, p.accent)
    c.circle(x, y, r * 0.74, p.deep)
    # The skull in the hub.
    s = r / 205
    c.path(
        f"M{number(x - 84 * s)} {number(y - 10 * s)}a{number(84 * s)} {number(88 * s)} 0 1 1 "
        f"{number(168 * s)} 0"
        f"q0 {number(44 * s)} {number(-38 * s)} "
        f"{number(58 * s)}v{number(48 * s)}h{number(-92 * s)}v{number(-48 * s)}"
        f"q{number(-38 * s)} {number(-14 * s)} {number(-38 * s)} {number(-58 * s)}z",
        p.light,
    )
    for side in (-1, 1):
        c.circle(x + side * 36 * s, y - 4 * s, 25 * s, p.deep)
        c.circle(x + side * 36 * s, y - 4 * s, 7 * s, p.accent)
    c.path(f"M{number(x)} {number(y + 22 * s)}l{number(13 * s)} {number(26 * s)}h{number(-26 * s)}z", p.deep)
    teeth = "".join(f"M{number(x + dx * s)} {number(y + 64 * s)}v{number(32 * s)}" for dx in (-28, -9, 9, 28))
    c.line(teeth, p.deep, 5)
    c.polygon([(0, 640), (c.width, 590), (c.width, 900), (0, 900)], p.ground)
    c.polygon([(x - 26, 612), (x + 26, 610), (x + 300, 900), (x - 300, 900)], p.deep)
    for dash in range(5):
        top = 630 + dash * dash * 14
        c.line(f"M{number(x)} {top}v{10 + dash * 8}", p.light, 4 + dash * 2)
