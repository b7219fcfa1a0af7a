"""Motifs of things in the air: kites, umbrellas."""

from math import cos, pi, sin

from server.catalogue.posters.canvas import Canvas, number
from server.catalogue.posters.colour import mix


def kite(c: Canvas, variant: str) -> None:
    """Draw three kites with long tails over ``rooftops``."""
    p = c.inks
    c.cover(c.fade([(0, p.accent), (0.55, p.glow), (0.75, p.light)]))
    x, y = c.focus_x, c.focus_y
    for cloud in range(4 if not c.wide else 8):
        left = c.width * (cloud + 0.2) / (4 if not c.wide else 8) + c.chance.uniform(-40, 40)
        top = c.chance.uniform(130, 470)
        c.path(
            f"M{number(left)} {number(top)}a26 26 0 0 1 30 -38a44 44 0 0 1 78 2a32 32 0 0 1 26 36z",
            p.light,
            opacity=0.7,
        )
    for dx, dy, size, turn in ((0, -50, 1.0, 14), (-170, 60, 0.6, -20), (150, 110, 0.72, 30)):
        _one_kite(c, x + dx * (2.0 if c.wide else 1.0), y + dy, c.reach * 0.72 * size, turn)
    if variant == "rooftops":
        left, outline = -30.0, "M-30 900"
        while left < c.width + 40:
            width = c.chance.uniform(80, 150)
            top = 600 + c.chance.uniform(-30, 40)
            outline += f"V{number(top)}H{number(left + width * 0.3)}v-34h{number(width * 0.34)}v34"
            outline += f"H{number(left + width)}"
            left += width
        c.path(f"{outline}V900Z", p.ground)
        for offset, height in ((-70, 96), (0, 104), (66, 92)):
            c.figure(x + offset, 606, height, p.deep)
            c.line(f"M{number(x + offset + 8)} 540l26 -44", p.deep, 7)
        c.rectangle(x - 130, 598, 260, 40, p.ground)


def _one_kite(c: Canvas, x: float, y: float, size: float, turn: float) -> None:
    p = c.inks
    spin = f'<g transform="rotate({turn:g} {number(x)} {number(y)})">'
    c.line(
        f"M{number(x)} {number(y + size)}Q{number(x - 140)} {number(y + 2 * size)} {number(c.focus_x)} 560",
        p.ground,
        1.8,
    )
    c.add(spin)
    top, foot, left, right = (x, y - size), (x, y + size), (x - size * 0.78, y - 6), (x + size * 0.78, y - 6)
    middle = (x, y - 6)
    for corners, ink in (
        ((top, left, middle), p.ground),
        ((top, right, middle), mix(p.accent, p.ground, 0.55)),
        ((foot, left, middle), mix(p.light, p.accent, 0.1)),
        ((foot, right, middle), p.ground),
    ):
        c.polygon(corners, ink)
    tail = f"M{number(x)} {number(y + size)}q34 30 0 62t0 62t0 54"
    c.line(tail, p.ground, 3)
    for bow in range(3):
        c.path(f"M{number(x)} {number(y + size + 44 + bow * 56)}l-17 -11v22zl17 -11v22z", p.ground)
    c.add("</g>")


def umbrella(c: Canvas, variant: str) -> None:
    """Draw rain, and what is held against it: ``many`` seen from above, or a ``single`` one under a lamp."""
    if variant == "many":
        _from_above(c)
    else:
        _under_the_lamp(c)


def _from_above(c: Canvas) -> None:
    p = c.inks
    c.cover(c.fade([(0, mix(p.ground, p.light, 0.35)), (1, p.ground)]))
    stones = c.define(
        '<pattern id="{id}" width="52" height="40" patternUnits="userSpaceOnUse">'
        f'<path d="M0 0H52M0 20H52M0 40H52M13 0V20M39 20V40" stroke="{p.ground}" stroke-width="3" '
        'fill="none"/></pattern>'
    )
    c.cover(stones, opacity=0.45)
    teal, rose = mix(p.accent, "#3aa6a0", 0.8), mix(p.accent, p.light, 0.45)
    spots = [
        (-0.95, -1.0, 0.52, rose), (0.9, -1.05, 0.6, teal), (-0.1, -0.05, 1.0, p.accent),
        (1.28, 0.42, 0.5, p.light), (-1.3, 0.5, 0.5, teal), (0.55, 1.28, 0.55, rose),
        (-0.75, 1.42, 0.46, p.light),
    ]  # fmt: skip
    if c.wide:
        spots += [
            (-2.2, -0.6, 0.6, p.light),
            (-3.0, 0.7, 0.7, rose),
            (2.1, -0.8, 0.5, rose),
            (-2.2, 1.2, 0.4, p.accent),
        ]
    for dx, dy, size, ink in spots:
        _canopy(c, c.focus_x + dx * c.reach, c.focus_y + dy * c.reach * 0.86, c.reach * 0.78 * size, ink)
    rain = ""
    for _ in range(40 if not c.wide else 90):
        rain += f"M{number(c.chance.uniform(0, c.width))} {number(c.chance.uniform(0, 760))}l5 24"
    c.line(rain, p.light, 2, opacity=0.65)


def _canopy(c: Canvas, x: float, y: float, radius: float, ink: str) -> None:
    """Draw an umbrella from above: eight panels, light to dark round the pole."""
    c.circle(x + 16, y + 24, radius, c.inks.deep, opacity=0.35)
    start = c.chance.uniform(0, pi / 4)
    for panel in range(8):
        a, b = start + panel * pi / 4, start + (panel + 1) * pi / 4
        middle, dip = (a + b) / 2, radius * 0.9
        tint = mix(ink, c.inks.deep, 0.05 + 0.17 * (1 + sin(middle)) / 2 + (0.12 if panel % 2 else 0))
        c.path(
            f"M{number(x)} {number(y)}L{number(x + cos(a) * radius)} {number(y + sin(a) * radius)}"
            f"Q{number(x + cos(middle) * dip)} {number(y + sin(middle) * dip)} "
            f"{number(x + cos(b) * radius)} {number(y + sin(b) * radius)}Z",
            tint,
        )
    c.circle(x, y, max(4, radius * 0.05), c.inks.light)


def _under_the_lamp(c: Canvas) -> None:
    p = c.inks
    c.cover(c.fade([(0, p.ground), (0.75, p.dusk)]))
    x = c.focus_x
    post = x + c.reach * 0.72
    c.circle(post, 190, 330, c.bloom([(0, p.light, 0.85), (0.3, p.glow, 0.5), (1, p.glow, 0)]))
    rain = ""
    for _ in range(70 if not c.wide else 170):
        rain += f"M{number(c.chance.uniform(-40, c.width))} {number(c.chance.uniform(-10, 620))}l-16 52"
    c.line(rain, p.light, 2, opacity=0.4)
    c.line(f"M{number(post)} 640V230", p.deep, 13)
    c.polygon([(post - 28, 228), (post + 28, 228), (post + 40, 150), (post - 40, 150)], p.light)
    c.path(f"M{number(post - 50)} 152H{number(post + 50)}L{number(post)} 112Z", p.deep)
    c.line(f"M{number(post - 30)} 232h60", p.deep, 9)
    c.rectangle(0, 632, c.width, 300, p.deep)
    for ripple in range(6):
        y, half = 646 + ripple * 14, c.reach * c.chance.uniform(0.2, 0.7)
        c.line(f"M{number(post - half)} {y}h{number(half * 1.5)}", p.glow, 3, opacity=0.6)
    # A dancer swinging from the post, the umbrella thrown out to the other side.
    body = post - 24
    c.circle(body - 74, 326, 25, p.deep)
    c.line(f"M{number(body - 66)} 362L{number(body - 20)} 470", p.deep, 46)
    c.line(f"M{number(body - 24)} 466L{number(body + 12)} 548L{number(body + 18)} 628", p.deep, 25)
    c.line(f"M{number(body - 30)} 470L{number(body - 104)} 520L{number(body - 168)} 588", p.deep, 24)
    c.line(f"M{number(body - 56)} 372L{number(post)} 330", p.deep, 17)
    c.line(f"M{number(body - 72)} 376L{number(body - 160)} 330", p.deep, 17)
    c.shape(
        "ellipse",
        cx=number(body - 78),
        cy=304,
        rx=40,
        ry=8,
        fill=p.deep,
        transform=f"rotate(-14 {number(body - 78)} 304)",
    )
    c.path(f"M{number(body - 102)} 302q2 -28 24 -26q24 -8 26 18z", p.deep)
    hub = body - 190
    c.add(f'<g transform="rotate(-36 {number(hub)} 300)">')
    c.line(f"M{number(hub)} 220V352q0 24 22 18", p.deep, 7)
    c.path(
        f"M{number(hub - 128)} 252Q{number(hub)} 92 {number(hub + 128)} 252q-21 -22 -43 0q-21 "
        f"-22 -42 0q-22 -22 -43 0"
        f"q-21 -22 -43 0q-21 -22 -42 0z",
        p.accent,
    )
    c.add("</g>")
