"""Motifs built on the circle: rings, eye, sunburst, orbit."""

from math import cos, pi, radians, sin

from server.catalogue.posters.canvas import Canvas, number
from server.catalogue.posters.colour import mix


def rings(c: Canvas, variant: str) -> None:
    """Draw circles in circles: a dizzy ``spiral`` with somebody falling, or sound from ``strings``."""
    p = c.inks
    if variant == "spiral":
        c.cover(p.accent)
        x, y = c.focus_x, c.focus_y + 10
        for turn in range(17, 0, -1):
            radius, lean = turn * c.reach * 0.125, radians(turn * 33)
            fill = p.ground if turn % 2 else p.accent
            c.circle(x + cos(lean) * turn * 3.4, y + sin(lean) * turn * 3.4, radius, fill)
        _falling(c, x + c.reach * 0.18, y + c.reach * 0.16)
        return
    c.cover(c.fade([(0, p.ground), (1, p.dusk)]))
    x, y = c.focus_x, 470.0
    for step in range(13, 0, -1):
        radius = c.reach * 0.17 * step
        c.circle(
            x, y, radius, mix(p.accent, p.ground, step / 14) if step % 2 else mix(p.glow, p.ground, step / 15)
        )
    c.circle(x, y, c.reach * 0.24, p.light)
    # The neck of the instrument, its frets, and the four strings that start the rings.
    c.polygon([(x - 34, -10), (x + 34, -10), (x + 40, 560), (x - 40, 560)], p.deep)
    c.circle(x, y + 84, 116, p.deep)
    c.circle(x, y + 84, 90, mix(p.deep, p.accent, 0.28))
    for fret in range(9):
        c.line(f"M{number(x - 36)} {100 + fret * 42}H{number(x + 36)}", p.accent, 4)
    for string in range(4):
        c.line(f"M{number(x - 21 + string * 14)} 0V600", p.light, 1.8)


def _falling(c: Canvas, x: float, y: float) -> None:
    """Draw a small man, arms and legs thrown out."""
    ink = c.inks.light
    c.circle(x + 30, y - 26, 13, ink)
    c.line(f"M{number(x + 20)} {number(y - 16)}L{number(x - 16)} {number(y + 22)}", ink, 21)
    limbs = ((14, -8, 46, 18, 72, 6), (10, -14, -22, -24, -44, -46), (-14, 18, -52, 16, -84, 40))
    for ax, ay, bx, by, cx, cy in (*limbs, (-14, 22, -14, 56, 18, 82)):
        c.line(
            f"M{number(x + ax)} {number(y + ay)}Q{number(x + bx)} {number(y + by)} "
            f"{number(x + cx)} {number(y + cy)}",
            ink,
            10,
        )


def eye(c: Canvas, variant: str) -> None:
    """Draw something that looks back: a camera's ``lens``, an insect's ``facets``, a ``lorgnette``."""
    {"lens": _lens, "facets": _facets, "lorgnette": _lorgnette}[variant](c)


def _lens(c: Canvas) -> None:
    p = c.inks
    c.cover(c.fade([(0, p.deep), (1, p.ground)]))
    x, y, r = c.focus_x, c.focus_y + 20, c.reach
    c.rectangle(x - r * 1.12, 0, r * 2.24, 900, mix(p.ground, p.deep, 0.7))
    c.circle(x, y, r, mix(p.ground, p.light, 0.5))
    c.circle(x, y, r * 0.94, p.deep)
    c.circle(x, y, r * 0.86, c.bloom([(0, p.accent), (0.45, p.accent, 0.7), (1, p.deep, 0)]))
    for step, share in enumerate((0.74, 0.6, 0.46)):
        c.ring(x, y, r * share, mix(p.accent, p.light, step * 0.2), 2.4, opacity=0.55)
    c.circle(x, y, r * 0.3, p.accent)
    c.circle(x, y, r * 0.19, p.glow)
    c.circle(x, y, r * 0.1, p.light)
    arc = f"M{number(x - r * 0.62)} {number(y - r * 0.36)}A{number(r * 0.72)} {number(r * 0.72)} 0 0 1 "
    c.line(f"{arc}{number(x - r * 0.1)} {number(y - r * 0.71)}", p.light, 15, opacity=0.8)
    c.line(
        f"M{number(x + r * 0.52)} {number(y + r * 0.5)}A{number(r * 0.72)} {number(r * 0.72)} 0 0 1 "
        f"{number(x + r * 0.3)} {number(y + r * 0.65)}",
        p.light,
        8,
        opacity=0.4,
    )


def _facets(c: Canvas) -> None:
    p = c.inks
    c.cover(c.fade([(0, p.accent), (0.75, p.glow)]))
    x, y, r = c.focus_x, c.focus_y, c.reach
    cell = c.define(
        '<pattern id="{id}" width="34" height="58.9" patternUnits="userSpaceOnUse">'
        '<path d="M17 0L34 9.8V29.4L17 39.3L0 29.4V9.8ZM17 39.3V58.9M0 58.9V49" fill="none" '
        f'stroke="{p.light}" stroke-opacity=".5" stroke-width="2.2"/></pattern>'
    )
    for wing in (-1, 1):
        c.path(
            f"M{number(x + wing * 20)} {number(y + r * 0.5)}Q{number(x + wing * r * 2.1)} "
            f"{number(y - r * 0.4)} "
            f"{number(x + wing * r * 1.75)} {number(y + r * 1.15)}Q{number(x + wing * r * 0.7)} "
            f"{number(y + r * 1.5)} "
            f"{number(x + wing * 20)} {number(y + r * 0.5)}Z",
            p.light,
            opacity=0.6,
        )
        c.line(
            f"M{number(x + wing * 30)} {number(y - r * 0.7)}Q{number(x + wing * r * 0.5)} "
            f"{number(y - r * 1.3)} "
            f"{number(x + wing * r * 0.85)} {number(y - r * 1.15)}",
            p.ground,
            7,
        )
        for leg in range(3):
            foot = y + r * (0.9 + leg * 0.34)
            c.line(
                f"M{number(x + wing * 60)} {number(y + r * 0.6)}L{number(x + wing * r * 1.05)} "
                f"{number(foot - 50)}"
                f"L{number(x + wing * r * (1.25 - leg * 0.12))} {number(foot + 60)}",
                p.ground,
                8,
            )
    c.shape(
        "ellipse",
        cx=number(x),
        cy=number(y + r * 0.95),
        rx=number(r * 0.5),
        ry=number(r * 0.9),
        fill=p.ground,
    )
    c.circle(x, y, r * 0.62, p.ground)
    for side in (-1, 1):
        spot = {"cx": number(x + side * r * 0.48), "cy": number(y - r * 0.1)}
        size = {"rx": number(r * 0.43), "ry": number(r * 0.58)}
        glare = c.bloom([(0, mix(p.accent, "#d42a2a", 0.75)), (1, p.deep)])
        turn = f"rotate({side * 14} {spot['cx']} {spot['cy']})"
        for fill in (glare, cell):
            c.shape("ellipse", **spot, **size, fill=fill, transform=turn)


def _lorgnette(c: Canvas) -> None:
    p = c.inks
    c.cover(c.fade([(0, p.ground), (0.55, p.dusk), (1, p.ground)]))
    for slat in range(22):
        c.rectangle(0, slat * 30, c.width, 15, p.accent, opacity=0.2 + 0.3 * slat / 22)
    x, y, r = c.focus_x, c.focus_y + 10, c.reach * 0.56
    handle = f"M{number(x + r * 2)} {number(y + 14)}Q{number(x + r * 2.3)} {number(y + r)} "
    f"{number(x + r * 1.7)} 700"
    c.line(handle, p.light, 11)
    for side in (-1, 1):
        at = x + side * r * 1.04
        c.circle(at, y, r, p.light)
        c.circle(at, y, r * 0.88, p.deep)
        c.path(
            f"M{number(at - r * 0.8)} {number(y)}Q{number(at)} {number(y - r * 0.78)} "
            f"{number(at + r * 0.8)} {number(y)}"
            f"Q{number(at)} {number(y + r * 0.62)} {number(at - r * 0.8)} {number(y)}Z",
            p.light,
        )
        c.circle(at + r * 0.1, y - r * 0.04, r * 0.36, p.accent)
        c.circle(at + r * 0.1, y - r * 0.04, r * 0.18, p.deep)
        c.circle(at + r * 0.2, y - r * 0.14, r * 0.07, p.light)
        lash = f"M{number(at - r * 0.84)} {number(y - r * 0.06)}Q{number(at)} {number(y - r * 0.9)} "
        c.line(f"{lash}{number(at + r * 0.86)} {number(y - r * 0.08)}", p.deep, 9)
    c.line(
        f"M{number(x - 16)} {number(y - 24)}Q{number(x)} {number(y - 50)} {number(x + 16)} {number(y - 24)}",
        p.light,
        10,
    )


def _rays(c: Canvas, x: float, y: float, count: int, fill: str, **attributes: float | str) -> None:
    """Draw ``count`` wedges from a point out over the edge of the sheet."""
    data, far = "", c.width + c.height
    for ray in range(count):
        first = 2 * pi * ray / count
        second = first + pi / count
        data += (
            f"M{number(x)} {number(y)}L{x + cos(first) * far:.0f} {y + sin(first) * far:.0f}"
            f"L{x + cos(second) * far:.0f} {y + sin(second) * far:.0f}Z"
        )
    c.path(data, fill, **attributes)


def sunburst(c: Canvas, variant: str) -> None:
    """Draw rays from a centre: two forces that ``clash``, a flaming ``halo``, a sun behind a ``wicket``."""
    {"clash": _clash, "halo": _halo, "wicket": _wicket}[variant](c)


def _clash(c: Canvas) -> None:
    p = c.inks
    x, y, r = c.focus_x, c.focus_y + 10, c.reach
    c.cover(p.accent)
    _rays(c, x, y, 22, p.glow, opacity=0.6)
    water = mix(p.ground, "#1f6f9c", 0.55)
    c.polygon([(x + 150, -10), (c.width + 10, -10), (c.width + 10, 910), (x - 190, 910)], water)
    half = c.define(
        f'<clipPath id="{{id}}"><path d="M{number(x + 150)} -10H{number(c.width + 10)}V910'
        f'H{number(x - 190)}Z"/></clipPath>'
    )
    c.add(f'<g clip-path="{half}">')
    for ripple in range(1, 15):
        c.ring(x, y, ripple * r * 0.3, mix(water, p.light, 0.4), 5, opacity=0.6)
    c.add("</g>")
    # Two hands that grip each other at the wrist.
    for turn, ink in ((-38, p.ground), (142, p.light)):
        c.add(f'<g transform="rotate({turn} {number(x)} {number(y)})">')
        c.path(
            f"M{number(x - 46)} {number(y + 760)}L{number(x - 40)} "
            f"{number(y + 40)}Q{number(x - 58)} {number(y - 30)} "
            f"{number(x - 34)} {number(y - 92)}H{number(x + 44)}Q{number(x + 62)} "
            f"{number(y - 20)} {number(x + 44)} "
            f"{number(y + 40)}L{number(x + 50)} {number(y + 760)}Z",
            ink,
        )
        for finger in range(4):
            c.line(f"M{number(x - 26 + finger * 21)} {number(y - 84)}v-42", ink, 18)
        c.line(f"M{number(x - 40)} {number(y - 10)}q-44 -22 -34 -76", ink, 19)
        c.add("</g>")


def _halo(c: Canvas) -> None:
    p = c.inks
    c.cover(c.fade([(0, p.deep), (0.7, p.ground)]))
    x, y, r = c.focus_x, c.focus_y + 40, c.reach
    c.circle(x, y, r * 2, c.bloom([(0.2, p.accent, 0.75), (1, p.accent, 0)]))
    for ring, (count, long, fill) in enumerate(
        ((26, 1.3, p.accent), (22, 1.06, p.glow), (18, 0.84, p.ground))
    ):
        petals = ""
        for leaf in range(count):
            turn = 2 * pi * leaf / count + ring * 0.1
            tip = x + cos(turn) * r * long, y + sin(turn) * r * long
            for side in (-1, 1):
                flank = turn + side * pi / count
                bend = x + cos(flank) * r * long * 0.8, y + sin(flank) * r * long * 0.8
                start = f"M{number(x)} {number(y)}" if side < 0 else ""
                move = f"Q{bend[0]:.0f} {bend[1]:.0f} "
                petals += f"{start}{move}{tip[0]:.0f} {tip[1]:.0f}" if side < 0 else f"{move}{x:.0f} {y:.0f}Z"
        c.path(petals, fill)
    c.circle(x, y, r * 0.58, p.accent)
    c.circle(x, y, r * 0.53, p.deep)
    for side in (-1, 1):
        at = x + side * r * 0.22
        c.path(
            f"M{number(at - 36)} {number(y - 10)}q36 -38 72 0q-36 30 -72 0z",
            p.light,
        )
        c.circle(at, y - 12, 13, p.accent)
        c.line(f"M{number(at - side * 34)} {number(y - 34)}q{side * 40} -44 {side * 78} -8", p.accent, 9)
    c.path(
        f"M{number(x - 20)} {number(y + 44)}L{number(x)} {number(y - 20)}L{number(x + 20)} {number(y + 44)}Z",
        p.accent,
    )
    c.path(f"M{number(x - 48)} {number(y + 66)}q48 26 96 0q-14 40 -48 40t-48 -40z", p.light)
    c.path(f"M{number(x)} {number(y - 96)}q-17 30 0 54q17 -24 0 -54z", p.light)


def _wicket(c: Canvas) -> None:
    p = c.inks
    c.cover(p.accent)
    x, y = c.focus_x, 420.0
    _rays(c, x, y, 20, p.glow, opacity=0.75)
    c.circle(x, y, c.reach * 0.82, p.light)
    c.rectangle(0, 596, c.width, 310, p.ground)
    crack = ""
    for _ in range(16 if not c.wide else 34):
        left = c.chance.uniform(0, c.width)
        crack += f"M{number(left)} "
        f"{number(c.chance.uniform(600, 640))}l{number(c.chance.uniform(-40, 40))} 34l26 40"
    c.line(crack, p.accent, 2.5, opacity=0.6)
    for stump in (-44, 0, 44):
        c.rectangle(x + stump - 8, 300, 16, 312, p.deep, rx="7")
    c.line(f"M{number(x - 46)} 298H{number(x - 6)}", p.deep, 8)
    c.line(f"M{number(x + 14)} 276L{number(x + 52)} 254", p.deep, 8)
    ball = x + 132, 236.0
    c.circle(*ball, 27, mix(p.accent, "#8e1b1b", 0.85))
    c.line(f"M{number(ball[0] - 16)} {number(ball[1] + 20)}q18 -18 32 -40", p.light, 3)
    for trail in range(3):
        c.line(
            f"M{number(ball[0] + 34 + trail * 8)} {number(ball[1] - 26 + trail * 15)}l{60 + trail * 18} -28",
            p.deep,
            4,
        )


def orbit(c: Canvas, variant: str) -> None:
    """Draw a black disc with its light bent round it (``lensed``), a far star field, one tiny craft."""
    p = c.inks
    c.cover(c.fade([(0, p.deep), (1, p.ground)]))
    c.stars(80, top=0, foot=760)
    x, y, r = c.focus_x, c.focus_y, c.reach
    c.circle(x, y, r * 1.5, c.bloom([(0.3, p.accent, 0.7), (1, p.accent, 0)]))
    spin = f"rotate(-14 {number(x)} {number(y)})"
    c.add(f'<g transform="{spin}">')
    for share, thickness, ink in ((0.9, 30, p.accent), (0.82, 20, p.glow), (0.75, 9, p.light)):
        c.ring(x, y, r * share, ink, thickness, opacity=0.92)
    c.circle(x, y, r * 0.7, "#050407")
    disc = c.fade(
        [(0, p.accent, 0), (0.2, p.accent), (0.5, p.light), (0.8, p.accent), (1, p.accent, 0)], across=True
    )
    for height, opacity in ((0.17, 0.55), (0.085, 1.0)):
        c.shape(
            "ellipse",
            cx=number(x),
            cy=number(y + r * 0.08),
            rx=number(r * 1.75),
            ry=number(r * height),
            fill=disc,
            opacity=opacity,
        )
    c.path(
        f"M{number(x - r * 0.7)} {number(y)}A{number(r * 0.7)} {number(r * 0.7)} 0 0 1 {number(x + r * 0.7)} "
        f"{number(y)}Q{number(x)} {number(y + r * 0.1)} {number(x - r * 0.7)} {number(y)}Z",
        "#050407",
    )
    c.add("</g>")
    if variant == "lensed":
        craft = x - r * 0.78, y + r * 1.14
        c.ring(*craft, 13, p.light, 4)
        c.line(f"M{number(craft[0] - 13)} {number(craft[1])}h26m-13 -13v26", p.light, 2.4)
