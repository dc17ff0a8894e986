"""Styles that shine: gold foil, art deco, neon, stained glass."""

import numpy as np

from luneo.adapters.offline.canvas import Board, Grid, Spot, blurred, mix, opaque, over, relief, rgb
from luneo.adapters.offline.ornaments import disc, dot_ring, frame, petal_ring, rays, ring
from luneo.adapters.offline.shapes import Role, at_angle


def gold_foil(board: Board) -> Grid:
    """Foil stamped into deep card: a wreathed emblem in a fine frame."""
    unit, white = board.unit, "#ffffff"
    drawn = frame(board.width, board.height, 44 * unit, white, 7 * unit, corner=34 * unit)
    drawn += frame(board.width, board.height, 62 * unit, white, 2.5 * unit, corner=34 * unit)
    for spot in board.spots:
        drawn += ring(spot.x, spot.y, spot.r * 0.80, white, 3 * unit) + ring(
            spot.x, spot.y, spot.r * 0.66, white, 6 * unit
        )
        drawn += petal_ring(spot, 0.675, 0.785, 36, 3.6, f'fill="{white}"')
        drawn += dot_ring(spot, 0.765, 36, 0.008, white, 5) + dot_ring(spot, 0.63, 72, 0.005, white)
    return _stamped(board, board.mask(drawn), _emblem(board, 0.57))


def _emblem(board: Board, scale: float) -> Grid:
    """The motif as foil: filled, with its details and seams left to the card."""
    paint = {
        Role.BODY: "#ffffff", Role.SECOND: "#a8a8a8", Role.THIRD: "#d0d0d0",
        Role.LIGHT: "#ffffff", Role.DARK: "#000000", Role.LINE: "#000000",
    }  # fmt: skip
    drawn = board.raster(board.motifs(paint, scale=scale, outline="#000000", stroke=1.5))
    hatch = 0.5 + 0.5 * np.cos((board.grid[0] + board.grid[1]) * np.float32(2 * np.pi / (7 * board.unit)))
    tone = drawn[..., 0]
    lined = np.where((tone > 0.4) & (tone < 0.75), np.clip((hatch - 0.3) * 4, 0, 1), tone)  # noqa: PLR2004 - the second colour
    whole = np.clip(lined * 1.25, 0, 1) * drawn[..., 3]
    strokes = board.mask(board.motifs(paint, scale=scale, roles=(Role.LINE,), stroke=1.4))
    outside = strokes * (1 - board.outline_mask(scale=scale, grow=0.9))
    return np.maximum(whole, outside).astype(np.float32)


def _stamped(board: Board, ornament: Grid, emblem: Grid) -> Grid:
    colours, unit = board.colours, board.unit
    foil = np.maximum(ornament, emblem)
    x, y = board.grid
    texture = (board.noise(3 * unit) - 0.5) * 0.05 + (board.noise(1.4 * unit) - 0.5) * 0.05
    away = np.hypot(x / board.width - 0.45, y / board.height - 0.4)
    card = rgb(colours.ground) * (1.22 - 0.62 * away + texture * 1.6)[..., None]
    dent = relief(blurred(foil, 2.2 * unit), 1.1)
    card = card * (1 + 0.5 * dent * (1 - foil))[..., None]
    return opaque(np.clip(over(card, _metal(board, foil), foil), 0, 1).astype(np.float32))


def _metal(board: Board, foil: Grid) -> Grid:
    """Bands of reflected room along the diagonal, crumpled a little, with a bevel from the top left."""
    unit = board.unit
    x, y = board.grid
    bands = np.sin((x * 0.8 + y + board.noise(210 * unit, 2) * 330 * unit) * np.float32(2 * np.pi / (620 * unit)))
    crumple = (board.noise(26 * unit, 2) - 0.5) * 0.42
    bevel = relief(blurred(foil, 3 * unit), 1.5)
    gleam = np.clip(0.5 + 0.36 * bands + crumple + 0.55 * bevel, 0, 1)
    main, highlight = board.colours.main, board.colours.light
    steps = np.array([rgb(mix(main, "#1c0f02", 0.52)), rgb(main), rgb(highlight), rgb(mix(highlight, "#ffffff", 0.6))])
    at = [0.0, 0.42, 0.8, 1.0]
    metal: Grid = np.stack([np.interp(gleam, at, steps[:, band]) for band in range(3)], -1).astype(np.float32)
    return metal


def art_deco(board: Board) -> Grid:
    """Stepped frames and a fan of rays behind the motif, in metal on a deep ground."""
    c, unit = board.colours, board.unit
    width, height, white = board.width, board.height, "#ffffff"
    lines = "".join(
        frame(width, height, (30 + 17 * step) * unit, white, (6, 2.5, 2.5)[step] * unit, corner=(14 + 30 * step) * unit)
        for step in range(3)
    )
    fans, clear = "", ""
    for spot in board.spots:
        foot = spot.y + spot.r * 0.62
        fans += rays(spot.x, foot, spot.r * 0.2, spot.r * 1.32, 72, white, share=0.16)
        fans += "".join(
            ring(spot.x, spot.y, spot.r * radius, white, stroke * unit)
            for radius, stroke in ((0.66, 9), (0.62, 2.5), (0.7, 2.5))
        )
        clear += f'<circle cx="{spot.x}" cy="{spot.y}" r="{spot.r * 0.6}"/>'
    x, y = board.grid
    inside = np.minimum(np.minimum(x, width - x), np.minimum(y, height - y)) > 96 * unit
    medallion = board.mask(clear)
    metal_mask = np.maximum(board.mask(lines), board.mask(fans) * inside * (1 - medallion))
    ground: Grid = rgb(c.ground) * (1.15 - 0.35 * (y / height))[..., None]
    ground = over(ground, c.second, medallion * 0.85)
    metal = _metal(board, metal_mask)
    picture = over(ground, metal, metal_mask)
    motif = board.raster(
        board.motifs(c.of(second=mix(c.main, c.ground, 0.45)), scale=0.5, outline=c.ground, stroke=1.6)
    )
    shine = np.clip(metal.mean(-1, keepdims=True) * 0.5 + 0.62, 0, 1.2)
    return opaque(np.clip(over(picture, motif[..., :3] * shine, motif[..., 3]), 0, 1).astype(np.float32))


def neon(board: Board) -> Grid:
    """Glass tubes bent along the motif, their light on a dark brick wall."""
    c, unit = board.colours, board.unit
    dark = dict.fromkeys(Role, "#000000")
    drawing = ""
    for role, colour in (
        (Role.BODY, c.main),
        (Role.SECOND, c.second),
        (Role.THIRD, c.third),
        (Role.LIGHT, c.light),
        (Role.DARK, c.second),
        (Role.LINE, c.light),
    ):
        drawing += board.motifs(dark | {Role.LINE: colour}, scale=0.68, outline=colour, stroke=1.5, roles=(role,))
    circle = "".join(ring(spot.x, spot.y, spot.r * 0.88, c.second, 10 * unit) for spot in board.spots)
    glass = board.raster(_night(board) + circle + drawing)[..., :3]
    core = glass.max(-1)
    wall = _bricks(board)
    light = sum(
        (_glow(glass, radius * unit) * share for radius, share in ((6, 0.9), (22, 0.8), (80, 1.0))),
        np.zeros_like(glass),
    )
    lit = wall * (0.42 + 2.9 * _glow(glass, 130 * unit) + 1.2 * _glow(glass, 50 * unit)) + light * 0.62
    centre = np.clip(core * 1.2 - 0.25, 0, 1) ** 2
    shown = lit + glass * 0.9 + centre[..., None] * 0.42 * blurred(core, 1.5 * unit)[..., None]
    return opaque(np.clip(shown, 0, 1).astype(np.float32))


def _night(board: Board) -> str:
    """Black over the whole board: light adds to it."""
    return f'<rect width="{board.width}" height="{board.height}" fill="#000"/>'


def _glow(light: Grid, radius: float) -> Grid:
    return np.stack([blurred(light[..., band], radius) for band in range(3)], -1)


def _bricks(board: Board) -> Grid:
    unit = board.unit
    x, y = board.grid
    high, wide = 44 * unit, 118 * unit
    row = np.floor(y / high)
    across = x + (row % 2) * wide / 2
    joint = np.minimum(np.minimum(y % high, high - y % high), np.minimum(across % wide, wide - across % wide))
    face = np.clip(joint / (3.4 * unit) - 0.4, 0, 1)
    tint = np.sin(row * 12.9898 + np.floor(across / wide) * 78.233) * 43758.5453
    value = 0.55 + 0.22 * (tint - np.floor(tint)) + 0.5 * (board.noise(5 * unit, 2) - 0.5)
    wall: Grid = rgb(mix(board.colours.ground, "#8a6a78", 0.42)) * (0.3 + 0.7 * face * value)[..., None]
    return wall.astype(np.float32)


def stained_glass(board: Board) -> Grid:
    """Panes of jewel colours between leads, brighter where the light stands behind them."""
    c, unit = board.colours, board.unit
    lead = mix(c.ink, "#000000", 0.3)
    drawing = f'<rect width="{board.width}" height="{board.height}" fill="{c.second}"/>'
    for spot in board.spots:
        drawing += _window(board, spot, _panes(board, spot.x, spot.y, max(board.cell) * 0.75, lead))
        drawing += disc(spot.x, spot.y, spot.r * 0.66, mix(c.third, "#ffffff", 0.55), stroke=lead, width=13 * unit)
    glass = (
        drawing
        + board.motifs(c.of(), scale=0.6, outline=lead, stroke=2.6)
        + frame(board.width, board.height, 12 * unit, lead, 26 * unit)
    )
    picture = board.raster(glass)[..., :3]
    leads = np.clip(1 - np.abs(picture - rgb(lead)).sum(-1) * 5, 0, 1)
    x, y = board.grid
    behind = sum(
        (np.exp(-((x - s.x) ** 2 + (y - s.y + s.r * 0.2) ** 2) / (1.1 * s.r * s.r)) for s in board.spots),
        np.zeros_like(x),
    )
    ripple = (board.noise(34 * unit, 3) - 0.5) * 0.5 + (board.noise(5 * unit) - 0.5) * 0.1
    shining = picture * (0.66 + 0.62 * np.minimum(behind, 1) + ripple)[..., None]
    solder = rgb(lead) * 0.9 + 0.35 * np.clip(relief(blurred(leads, 3 * unit), 2.4), 0, 1)[..., None]
    return opaque(np.clip(over(shining, solder.astype(np.float32), leads), 0, 1).astype(np.float32))


def _window(board: Board, spot: Spot, drawing: str) -> str:
    """The drawing, cut to the part of the board that belongs to a spot."""
    wide, high = board.cell
    x, y = spot.x - wide / 2, spot.y - high / 2
    box = f"{x:.2f} {y:.2f} {wide:.2f} {high:.2f}"
    return f'<svg x="{x:.2f}" y="{y:.2f}" width="{wide:.2f}" height="{high:.2f}" viewBox="{box}">{drawing}</svg>'


def _panes(board: Board, x: float, y: float, reach: float, lead: str) -> str:
    c = board.colours
    tones = [
        c.main,
        c.third,
        c.second,
        mix(c.second, c.light, 0.45),
        mix(c.main, c.third, 0.5),
        mix(c.third, c.light, 0.4),
        mix(c.second, c.ink, 0.25),
    ]
    drawn, count = "", 14
    turns = [360 * (index + 0.5 * board.dice.random()) / count for index in range(count)]
    rings = [0.30, 0.62, 0.8, 1.0]
    for band, (inner, outer) in enumerate(zip(rings, [*rings[1:], 1.5], strict=True)):
        for index, turn in enumerate(turns):
            after = turns[(index + 1) % count] + (360 if index == count - 1 else 0)
            skew = 5 * band * (1 if index % 2 else -1)
            corners = [
                at_angle(x, y, reach * inner, turn),
                at_angle(x, y, reach * outer, turn + skew),
                at_angle(x, y, reach * outer, after + skew * -1),
                at_angle(x, y, reach * inner, after),
            ]
            d = "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in corners) + "Z"
            tone = tones[int(board.dice.integers(len(tones)))]
            joint = f'stroke="{lead}" stroke-width="{9 * board.unit:.1f}" stroke-linejoin="round"'
            drawn += f'<path d="{d}" fill="{tone}" {joint}/>'
    return drawn
