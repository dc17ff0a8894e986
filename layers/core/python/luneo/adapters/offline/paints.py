"""Painted styles: watercolour, floral, ukiyo-e, layered paper."""

import numpy as np

from luneo.adapters.offline.canvas import (
    Board,
    Grid,
    blurred,
    mix,
    opaque,
    over,
    rgb,
    with_alpha,
)  # fmt: skip
from luneo.adapters.offline.ornaments import blossom, disc, leaf, scallops
from luneo.adapters.offline.shapes import Role, at_angle

_CHANNELS = dict.fromkeys(Role, "#000000") | {Role.BODY: "#ff0000", Role.SECOND: "#00ff00", Role.THIRD: "#0000ff"}


def watercolour(board: Board) -> Grid:
    """Washes that pool at their edges and granulate, over a loose wet patch, with splashes."""
    unit = board.unit
    dx, dy = ((board.noise(46 * unit, 3) - 0.5) * 44 * unit for _ in range(2))
    grains = board.noise(2.2 * unit)
    clouds = board.noise(170 * unit, 3)
    white = np.ones((board.height, board.width, 3), np.float32)
    painted = white
    for layer, colour, strength in _washes(board):
        wash = board.displaced(layer, dx, dy)
        soft = blurred(wash, 9 * unit)
        pool = np.clip(wash - soft, 0, 1) * 0.95
        density = wash * (0.34 + 0.62 * clouds + pool + (grains - 0.5) * 0.16) * strength
        # Layers of pigment filter the light one after the other (Beer and Lambert).
        painted = painted * np.exp(np.log(np.maximum(rgb(colour), 0.03)) * np.clip(density * 1.15, 0, 1.7)[..., None])
    details = board.displaced(
        board.mask(board.motifs(board.colours.of(), scale=0.74, roles=(Role.LINE, Role.DARK))), dx / 3, dy / 3
    )
    painted = over(painted, mix(board.colours.ink, "#000000", 0.15), details * (0.66 + 0.3 * grains))
    return _off_paper(painted.astype(np.float32))


def _washes(board: Board) -> list[tuple[Grid, str, float]]:
    c = board.colours
    # Each channel tells where its colour is seen, so that washes stand side by side and stay clear.
    seen = board.raster(board.motifs(_CHANNELS, scale=0.74))
    figure = board.outline_mask(scale=0.74)
    washes = []
    for size, colour in ((0.30, mix(c.second, "#ffffff", 0.25)), (0.34, mix(c.third, "#ffffff", 0.2))):
        washes.append((board.mask(_patch(board, size)) * (1 - 0.7 * figure), colour, 0.45))
    washes.append((board.mask(_splashes(board)), c.main, 0.55))
    for channel, colour in enumerate((c.main, c.second, c.third)):
        washes.append((np.ascontiguousarray(seen[..., channel] * seen[..., 3]), colour, 1.0))
    return washes


def _patch(board: Board, size: float) -> str:
    drawn = ""
    for spot in board.spots:
        for _ in range(5):
            x, y = at_angle(spot.x, spot.y, spot.r * 0.42 * board.dice.random(), 360 * board.dice.random())
            drawn += disc(x, y, spot.r * size * (0.8 + 0.8 * board.dice.random()), "#000")
    return drawn


def _splashes(board: Board) -> str:
    drawn = ""
    for spot in board.spots:
        for _ in range(22):
            far = 0.66 + 0.26 * board.dice.random()
            x, y = at_angle(spot.x, spot.y, spot.r * far, 360 * board.dice.random())
            drawn += disc(x, y, spot.r * (0.006 + 0.024 * board.dice.random() ** 3), board.colours.main)
    return drawn


def _off_paper(painted: Grid) -> Grid:
    """White becomes clear: the paint alone, so that the product's own surface is the paper."""
    alpha = np.clip((1 - painted.min(-1)) * 1.08, 0, 1)
    safe = np.maximum(alpha, 1 / 255)[..., None]
    return with_alpha(np.clip(1 - (1 - painted) / safe, 0, 1), alpha)


def floral(board: Board) -> Grid:
    """The motif within a wreath of leaves, buds and blossoms, with a painted unevenness."""
    c = board.colours
    drawn = "".join(_wreath(board, spot.x, spot.y, spot.r) for spot in board.spots)
    motif = board.motifs(c.of(), scale=0.5, outline=mix(c.ink, c.main, 0.2), stroke=1.7)
    picture = board.raster(drawn + motif)
    wash = 0.9 + 0.2 * board.noise(90 * board.unit, 3) + 0.06 * (board.noise(2 * board.unit) - 0.5)
    picture[..., :3] = np.clip(picture[..., :3] * wash[..., None], 0, 1)
    return picture


def _wreath(board: Board, x: float, y: float, r: float) -> str:
    c, dice = board.colours, board.dice
    greens = [mix(c.ink, "#ffffff", 0.06), c.second, mix(c.second, c.ink, 0.45), mix(c.second, "#ffffff", 0.28)]
    drawn = f'<circle cx="{x}" cy="{y}" r="{r * 0.74}" fill="none" stroke="{greens[0]}" stroke-width="{r * 0.012}"/>'
    for index in range(44):
        turn = 360 * index / 44 + 5 * dice.random()
        px, py = at_angle(x, y, r * 0.74, turn)
        lean = 62 if index % 2 else 118
        length = r * (0.15 + 0.08 * dice.random())
        drawn += leaf(
            px,
            py,
            length,
            turn + lean - 14 + 28 * dice.random(),
            greens[index % 4],
            mix(greens[index % 4], "#ffffff", 0.35),
        )
    for index in range(18):
        px, py = at_angle(x, y, r * (0.62 + 0.26 * (index % 2)), 20 * index + 9)
        drawn += disc(px, py, r * 0.018, c.third)
    tones = [(c.main, mix(c.main, "#ffffff", 0.35), c.third), (c.light, mix(c.light, c.main, 0.3), c.third)]
    for turn, size, tone in (
        (214, 0.19, 0),
        (180, 0.15, 1),
        (246, 0.13, 1),
        (34, 0.16, 0),
        (64, 0.12, 1),
        (8, 0.11, 1),
        (150, 0.1, 0),
        (276, 0.09, 0),
        (92, 0.085, 0),
    ):
        px, py = at_angle(x, y, r * 0.75, turn + 6 * (dice.random() - 0.5))
        drawn += blossom(px, py, r * size, 360 * dice.random(), 7 - tone, tones[tone])
    return drawn


def ukiyo_e(board: Board) -> Grid:
    """A red sun, a graded sky, patterned water, flat blocks of colour and the grain of the plank."""
    c, unit, height = board.colours, board.unit, board.height
    _, y = board.grid
    paper = np.broadcast_to(rgb(c.ground), (height, board.width, 3)).astype(np.float32)
    sky = over(paper, c.second, np.clip(1 - y / (height * 0.42), 0, 1) ** 1.4 * 0.95)
    suns = board.mask("".join(disc(spot.x, spot.y - spot.r * 0.08, spot.r * 0.74, "#000") for spot in board.spots))
    glow = 0.82 + 0.18 * np.clip(1 - y / height, 0, 1)
    sky = over(sky, c.third, suns * glow)
    water = scallops(
        board.width,
        height * 0.76,
        height * 0.3,
        46 * unit,
        mix(c.ground, "#ffffff", 0.2),
        mix(c.ink, c.second, 0.25),
        3 * unit,
    )
    motif = board.motifs(c.of(), scale=0.76, outline=c.ink, stroke=1.5)
    for layer in (board.raster(water), board.raster(motif)):
        sky = over(sky, layer[..., :3], layer[..., 3])
    x, _ = board.grid
    ring = np.sin((y + 26 * unit * board.noise(260 * unit, 2) * 6 + x * 0.02) * np.float32(2 * np.pi / (17 * unit)))
    grain = ring * 0.022 + (board.noise(2.4 * unit) - 0.5) * 0.07
    return opaque(np.clip(_bordered(board, sky * (1 + grain[..., None])), 0, 1).astype(np.float32))


def _bordered(board: Board, picture: Grid) -> Grid:
    x, y = board.grid
    edge = np.minimum(np.minimum(x, board.width - x), np.minimum(y, board.height - y))
    rough = 26 * board.unit + (board.noise(8 * board.unit) - 0.5) * 5 * board.unit
    outside = np.clip((rough - edge) / max(1.0, 2 * board.unit) + 0.5, 0, 1)
    return over(picture, mix(board.colours.ground, "#ffffff", 0.35), outside)


def paper_cut(board: Board) -> Grid:
    """Sheets of card with wavy openings, each throwing a shadow into the next; the motif stands in the hollow."""
    c, unit = board.colours, board.unit
    picture = np.broadcast_to(rgb(mix(c.light, "#ffffff", 0.3)), (board.height, board.width, 3)).astype(np.float32)
    for index, size in enumerate((0.62, 0.72, 0.83, 0.94)):
        colour = mix(c.second, c.ink, index / 3)
        sheet = 1 - _opening(board, size, index)
        picture = _card(board, picture, sheet, colour, 20 * unit)
    for roles in ((Role.SECOND,), (Role.BODY,), (Role.THIRD,), (Role.LIGHT,), (Role.DARK, Role.LINE)):
        layer = board.raster(board.motifs(c.of(), scale=0.62, roles=roles))
        if layer[..., 3].any():
            picture = _card(board, picture, layer[..., 3], layer[..., :3], 8 * unit)
    fibres = (board.noise(1.7 * unit) - 0.5) * 0.05 + (board.noise(6 * unit) - 0.5) * 0.02
    return opaque(np.clip(picture * (1 + fibres[..., None]), 0, 1).astype(np.float32))


def _opening(board: Board, size: float, index: int) -> Grid:
    x, y = board.grid
    opened = np.zeros_like(x)
    for spot in board.spots:
        dx, dy = x - np.float32(spot.x), y - np.float32(spot.y)
        angle = np.arctan2(dy, dx)
        edge = spot.r * size * (1 + 0.035 * np.sin(angle * 8 + index * 1.9) + 0.02 * np.sin(angle * 5 - index))
        opened = np.maximum(opened, np.clip(edge - np.hypot(dx, dy) + 0.5, 0, 1))
    return opened.astype(np.float32)


def _card(board: Board, below: Grid, mask: Grid, colour: Grid | str, depth: float) -> Grid:
    fall = round(depth * 0.55)
    shadow = np.roll(blurred(mask, depth * 0.6), (fall, fall // 2), (0, 1))
    shaded = below * (1 - 0.42 * shadow * (1 - mask))[..., None]
    rim = np.clip(mask - np.roll(mask, (max(1, round(2 * board.unit)),) * 2, (0, 1)), 0, 1) * np.float32(0.16)
    return over(shaded, colour, mask) + rim[..., None]
