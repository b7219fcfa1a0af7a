"""Motifs of the city: skyline, stairs, spotlight."""

from server.catalogue.posters.canvas import Canvas, number
from server.catalogue.posters.colour import mix


def skyline(c: Canvas, variant: str) -> None:
    """Draw buildings against a glowing sky: a stepped ``tower``, a lit ``night``, a ``harbour`` at dusk."""
    p = c.inks
    c.cover(c.fade([(0, p.deep), (0.35, p.ground), (0.75, p.dusk if variant == "night" else p.accent)]))
    if variant == "tower":
        _beams(c)
    elif variant == "night":
        c.stars(30, top=80, foot=420)
        c.crescent(c.focus_x + 100, 220, 78, p.light)
    else:
        c.circle(c.focus_x, 440, c.reach * 0.86, c.fade([(0, p.light), (0.55, p.glow), (1, p.accent)]))
    base = {"tower": 560.0, "night": 500.0, "harbour": 520.0}[variant]
    _row(c, base - 40, 150, 58, mix(p.ground, p.accent, 0.5), lit=0)
    _row(c, base + 20, 190, 74, mix(p.ground, p.accent, 0.2), lit=0.12)
    if variant == "tower":
        _stepped(c, c.focus_x, 150, 620)
    _row(c, base + 110, 170, 92, p.deep, lit=0.3 if variant == "night" else 0.16)
    if variant == "harbour":
        _quay(c)


def _row(c: Canvas, foot: float, tallest: float, breadth: float, fill: str, *, lit: float) -> None:
    """Draw one row of buildings down to the edge of the sheet, a share of their windows ``lit``."""
    x, outline, windows = -20.0, f"M-20 {number(c.height)}", ""
    while x < c.width + 20:
        width = breadth * c.chance.uniform(0.55, 1.15)
        top = foot - tallest * c.chance.uniform(0.15, 1.0)
        step = c.chance.choice((0, 0, width * 0.22))
        outline += f"V{number(top + step)}H{number(x + step)}V{number(top)}H{number(x + width - step)}"
        outline += f"V{number(top + step)}H{number(x + width)}"
        for column in range(1, int(width / 15)):
            for level in range(1, 9):
                if c.chance.random() < lit:
                    windows += f"M{number(x + column * 15)} {number(top + step + level * 19)}v9"
        x += width
    c.path(f"{outline}V{number(c.height)}Z", fill)
    if windows:
        c.path(windows, "none", stroke=c.inks.light, stroke_width=5, stroke_opacity=0.85)


def _beams(c: Canvas) -> None:
    """Draw searchlights from behind the tower."""
    for lean in (-520, -250, 60, 330, 600):
        c.polygon(
            [(c.focus_x, 420), (c.focus_x + lean - 70, -20), (c.focus_x + lean + 70, -20)],
            c.inks.glow,
            opacity=0.22,
        )


def _stepped(c: Canvas, x: float, top: float, foot: float) -> None:
    """Draw a tower in set-backs, one face in the light and one in the shade."""
    p = c.inks
    for step, (half, start) in enumerate(((118, 0.62), (90, 0.38), (62, 0.2), (34, 0.08), (13, 0.0))):
        y = top + (foot - top) * start
        lit = mix(p.light, p.accent, 0.12 * step)
        c.polygon([(x - half, c.height), (x - half, y + half * 0.3), (x, y), (x, c.height)], lit)
        c.polygon([(x, c.height), (x, y), (x + half, y + half * 0.3), (x + half, c.height)], p.deep)
        for groove in range(1, 4):
            offset = half * groove / 4
            rule = f"M{number(x - offset)} {number(y + half * 0.4)}V900"
            c.line(rule, mix(p.accent, p.ground, 0.3), 1.6, opacity=0.7)
    c.line(f"M{number(x)} {number(top)}V{number(top - 70)}", p.light, 4)
    c.circle(x, top - 74, 9, p.light)


def _quay(c: Canvas) -> None:
    """Draw water before the town, broken by strokes of light."""
    c.rectangle(0, 610, c.width, 300, c.inks.deep)
    for level in range(9):
        half = c.reach * (0.75 - level * 0.06) * c.chance.uniform(0.5, 1)
        y = 622 + level * 13
        stroke = f"M{number(c.focus_x - half)} {y}H{number(c.focus_x + half)}"
        c.line(stroke, c.inks.glow, 4, opacity=0.75 - level * 0.06)


def stairs(c: Canvas, variant: str) -> None:
    """Draw steps: a long-fingered ``shadow`` climbing them, or a ``descent`` out of the light."""
    if variant == "shadow":
        _climbing_shadow(c)
    else:
        _descent(c)


def _climbing_shadow(c: Canvas) -> None:
    p = c.inks
    c.cover(c.fade([(0, p.accent), (0.6, p.glow), (1, p.accent)], across=True))
    c.circle(c.focus_x - 30, 330, c.reach * 1.35, c.bloom([(0, p.light, 0.9), (1, p.light, 0)]))
    x, y = c.focus_x - 20, 300.0
    # Bald head with pointed ears, hunched back, and one arm with fingers too long.
    c.path(
        f"M{number(x - 46)} 292L{number(x - 78)} 226L{number(x - 47)} 244Q{number(x - 50)} 170 "
        f"{number(x)} 168"
        f"Q{number(x + 50)} 170 {number(x + 47)} 244L{number(x + 78)} 226L{number(x + 46)} 292"
        f"Q{number(x + 44)} 334 {number(x + 22)} 346Q{number(x + 100)} 366 {number(x + 118)} "
        f"470L{number(x + 150)} 900"
        f"H{number(x - 150)}L{number(x - 112)} 480Q{number(x - 96)} 366 {number(x - 24)} 346"
        f"Q{number(x - 44)} 332 {number(x - 46)} 292Z",
        p.deep,
    )
    hand_x, hand_y = x - 214, 372.0
    c.line(f"M{number(x - 90)} 420Q{number(x - 160)} 476 {number(hand_x)} {number(hand_y + 40)}", p.deep, 34)
    for lean, length in ((-62, 104), (-30, 138), (2, 146), (34, 126), (66, 84)):
        c.line(
            f"M{number(hand_x)} {number(hand_y + 36)}Q{number(hand_x + lean * 0.3)} "
            f"{number(hand_y - length * 0.5)} "
            f"{number(hand_x + lean)} {number(hand_y - length)}",
            p.deep,
            9,
        )
    for step in range(-4, 12):
        left, top = c.focus_x + 330 - step * 78, y + 60 + step * 52
        tread = mix(p.ground, p.deep, 0.15 + 0.06 * max(step, 0))
        c.rectangle(left, top, c.width, c.height, tread)
        c.rectangle(left, top, c.width, 5, p.glow, opacity=0.5)


def _descent(c: Canvas) -> None:
    p = c.inks
    c.cover(p.deep)
    x = c.focus_x
    c.rectangle(x - 76, 108, 152, 214, c.fade([(0, p.light), (1, p.glow)]))
    c.polygon(
        [(x - 76, 322), (x + 76, 322), (x + c.reach * 1.8, 900), (x - c.reach * 1.8, 900)],
        c.fade([(0, p.accent), (1, p.ground)]),
    )
    top = 322.0
    for step in range(12):
        depth = 22 + step * 5.2
        half = 76 + (top - 322) * (c.reach * 1.8 - 76) / 578
        c.rectangle(x - half, top, 2 * half, depth * 0.45, mix(p.glow, p.ground, step / 13))
        c.rectangle(x - half, top + depth * 0.45, 2 * half, depth * 0.55, mix(p.dusk, p.deep, step / 14))
        top += depth
    for side in (-1, 1):
        wall = [
            (x + side * 76, 100),
            (x + side * c.width, -420),
            (x + side * c.width, 1400),
            (x + side * 76, 322),
        ]
        c.polygon(wall, mix(p.ground, p.deep, 0.45 if side < 0 else 0.75))
        c.line(f"M{number(x + side * 84)} 262L{number(x + side * 470)} 560", p.accent, 7, opacity=0.8)
    c.polygon([(x - 76, 322), (x + 34, 322), (x + 210, 640), (x - 60, 640)], p.light, opacity=0.14)
    c.figure(x + 14, 356, 118, p.deep)


def spotlight(c: Canvas, variant: str) -> None:
    """Draw a cone of light on a stage, and a small figure with a hat and a bundle: the ``tramp``."""
    p = c.inks
    c.cover(c.fade([(0, p.deep), (1, p.ground)]))
    x, floor = c.focus_x, 610.0
    for lean, opacity in ((-280, 0.16), (280, 0.16), (0, 0.95)):
        cone = c.fade([(0, p.light, 0.9), (0.7, p.accent, 0.75), (1, p.accent, 0.4)])
        c.polygon(
            [
                (x + lean - 16, -10),
                (x + lean + 16, -10),
                (x + c.reach * 0.98, floor),
                (x - c.reach * 0.98, floor),
            ],
            cone,
            opacity=opacity,
        )
    c.shape(
        "ellipse",
        cx=number(x),
        cy=number(floor),
        rx=number(c.reach * 0.98),
        ry=46,
        fill=p.light,
        opacity=0.92,
    )
    c.shape("ellipse", cx=number(x + 6), cy=number(floor + 4), rx=66, ry=13, fill=p.deep, opacity=0.55)
    c.figure(x, floor + 4, 250, p.deep)
    c.shape("ellipse", cx=number(x), cy=number(floor - 236), rx=48, ry=9, fill=p.deep)
    c.path(
        f"M{number(x - 28)} {number(floor - 238)}Q{number(x - 30)} {number(floor - 278)} {number(x)} "
        f"{number(floor - 274)}Q{number(x + 30)} {number(floor - 278)} {number(x + 28)} "
        f"{number(floor - 238)}Z",
        p.deep,
    )
    if variant == "tramp":
        c.line(f"M{number(x + 20)} {number(floor - 120)}L{number(x + 124)} {number(floor - 270)}", p.deep, 7)
        c.path(
            f"M{number(x + 116)} {number(floor - 262)}q-34 22 -22 58q34 26 68 -6q6 -40 -34 -54l14 -20l-30 2z",
            p.deep,
        )
