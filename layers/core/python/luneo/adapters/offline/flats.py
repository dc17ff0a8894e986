"""Styles of flat colours: pop art, retro sunset, pixel art, facets, embroidery."""

import numpy as np
from PIL import Image

from luneo.adapters.offline.canvas import (
    Board,
    Grid,
    blurred,
    mix,
    opaque,
    over,
    relief,
    rgb,
    stacked,
    with_alpha,
)  # fmt: skip
from luneo.adapters.offline.ornaments import bar, disc, frame, rays, ring
from luneo.adapters.offline.shapes import Role, star


def pop_art(board: Board) -> Grid:
    """A comic panel: rays, halftone, a burst, and the motif in fat outlines with its shadow."""
    c, unit = board.colours, board.unit
    behind = bar(0, 0, board.width, board.height, c.third)
    reach = 2.2 * max(board.width, board.height)
    middle = board.spots[len(board.spots) // 2]
    behind += rays(middle.x, middle.y, 0, reach, 18, mix(c.third, "#ffffff", 0.55))
    bursts = "".join(
        f'<path d="{star(s.x, s.y, s.r * 0.93, s.r * 0.72, 18, 5)}" fill="{c.second}" stroke="{c.ink}" '
        f'stroke-width="{11 * unit}" stroke-linejoin="round"/>'
        for s in board.spots
    )
    shadow = board.motifs(dict.fromkeys(Role, c.ink), scale=0.62, grow=1.6, stroke=3)
    picture = board.raster(behind)[..., :3]
    picture = over(picture, mix(c.third, c.ink, 0.12), _halftone(board, 17 * unit, 0.9))
    burst = board.raster(bursts)
    picture = over(picture, burst[..., :3], burst[..., 3])
    inner = board.mask("".join(disc(s.x, s.y, s.r * 0.7, "#000") for s in board.spots))
    picture = over(picture, mix(c.second, c.main, 0.55), inner * _halftone(board, 15 * unit, 0.72) * 0.8)
    picture = over(picture, c.ink, _moved(board.mask(shadow), 14 * unit))
    fat = board.motifs(dict.fromkeys(Role, c.ink), scale=0.62, grow=1.7, stroke=3)
    motif = board.raster(fat + board.motifs(c.of(), scale=0.62, outline=c.ink, stroke=1.9))
    picture = over(picture, motif[..., :3], motif[..., 3])
    dots = _halftone(board, 13 * unit, 0.62) * board.mask(board.motifs(c.of(), scale=0.62, roles=(Role.BODY,)))
    flat = np.clip(1 - np.abs(motif[..., :3] - rgb(c.main)).sum(-1) * 8, 0, 1)
    picture = over(picture, mix(c.main, c.ink, 0.22), dots * flat)
    edge = board.mask(frame(board.width, board.height, 9 * unit, "#000", 18 * unit))
    return opaque(over(picture, c.ink, edge))


def _moved(mask: Grid, by: float) -> Grid:
    return np.roll(mask, (round(by), round(by)), (0, 1))


def _halftone(board: Board, pitch: float, strength: float) -> Grid:
    """Dots on a grid turned by 45°, growing towards the bottom right."""
    x, y = board.grid
    a, b = (x + y) * np.float32(0.7071 / pitch), (x - y) * np.float32(0.7071 / pitch)
    distance = np.hypot(a - np.round(a), b - np.round(b)) * np.float32(pitch)
    grows = (x / board.width + y / board.height) / 2
    return np.clip(pitch * strength * (0.12 + 0.6 * grows) - distance + 0.5, 0, 1).astype(np.float32)


def retro_sunset(board: Board) -> Grid:
    """A badge with a banded setting sun and the motif dark before it."""
    c, unit = board.colours, board.unit
    _, y = board.grid
    canvas = np.zeros((board.height, board.width, 4), np.float32)
    for spot in board.spots:
        at = np.clip((y - spot.y + spot.r * 0.9) / (1.8 * spot.r), 0, 1)
        steps = np.array([rgb(c.second), rgb(c.third), rgb(c.main), rgb(c.light)])
        sky = np.stack([np.interp(at, [0.05, 0.4, 0.7, 1.0], steps[:, band]) for band in range(3)], -1)
        round_mask = board.mask(disc(spot.x, spot.y, spot.r * 0.9, "#000"))
        cuts = "".join(
            bar(
                spot.x - spot.r,
                spot.y + spot.r * (0.12 + 0.115 * step),
                2 * spot.r,
                spot.r * (0.012 + 0.0085 * step),
                "#000",
            )
            for step in range(7)
        )
        worn = 1 - np.clip((board.noise(5 * unit, 2) - 0.66) * 5, 0, 0.5)
        sun = with_alpha(sky.astype(np.float32), round_mask * (1 - board.mask(cuts)) * worn)
        canvas = stacked(canvas, sun)
    glow = board.motifs(dict.fromkeys(Role, c.second), scale=0.66, grow=1.3, stroke=4)
    motif = board.motifs(
        c.of(
            second=mix(c.ink, c.light, 0.35),
            body=c.ink,
            third=c.third,
            light=mix(c.second, "#ffffff", 0.2),
            line=c.second,
            dark=c.ink,
        ),
        scale=0.66,
        stroke=1.8,
    )
    rings = "".join(ring(s.x, s.y, s.r * 0.955, c.ink, 12 * unit) for s in board.spots)
    eyes = board.motifs(dict.fromkeys(Role, c.ink), scale=0.66, roles=(Role.DARK,))
    return stacked(canvas, board.raster(rings + glow + motif + eyes))


def pixel_art(board: Board) -> Grid:
    """A sprite on a grid of 44 dots a motif, few colours, dark outline, light from the top left."""
    c = board.colours
    around = board.motifs(dict.fromkeys(Role, c.ink), scale=0.86, grow=2.3, stroke=2.4)
    drawn = board.raster(around + board.motifs(c.of(), scale=0.86, stroke=2.2))
    cell = max(1.0, board.spots[0].r * 2 / 44)
    columns, rows = max(8, round(board.width / cell)), max(8, round(board.height / cell))
    small = (
        Image.fromarray((drawn * 255).round().astype(np.uint8), "RGBA")
        .convert("RGBa")
        .resize((columns, rows), Image.Resampling.BOX)
    )
    dots = np.asarray(small.convert("RGBA"), np.float32) / 255
    solid = dots[..., 3] > 0.42  # noqa: PLR2004 - nearly half a dot
    tones = [c.ink, c.main, c.second, c.third, c.light]
    palette = np.array([rgb(tone) for tone in tones])
    nearest = np.abs(dots[..., None, :3] - palette).sum(-1).argmin(-1)
    rows_at, columns_at = np.mgrid[0:rows, 0:columns]
    lower = ((rows_at + columns_at) % 2 == 0) & (rows_at / rows > 0.55)  # noqa: PLR2004 - the shaded part
    shaded = palette[nearest] * np.where(lower & (nearest > 0), 0.86, 1.0)[..., None]
    top = solid & ~np.roll(solid, 1, 0)
    shaded = np.where(top[..., None] & (nearest > 0)[..., None], shaded * 0.6 + 0.4, shaded)
    sprite = np.concatenate([shaded, solid[..., None].astype(np.float32)], -1)
    image = Image.fromarray((sprite * 255).round().astype(np.uint8), "RGBA")
    return np.asarray(image.resize((board.width, board.height), Image.Resampling.NEAREST), np.float32) / 255


def geometric(board: Board) -> Grid:
    """Triangles of one tone each, lit as facets, within the motif's crisp outline."""
    c, unit = board.colours, board.unit
    flat = board.raster(board.motifs(c.of(), scale=0.86, stroke=2))
    facets = board.raster(bar(0, 0, board.width, board.height, "#808080") + _triangles(board, 62 * unit))[..., 0]
    toned = flat[..., :3] + (facets - 0.5)[..., None] * 0.62
    warm = rgb(c.third) - rgb(c.main)
    toned = toned + np.clip(facets - 0.55, 0, 1)[..., None] * warm * 0.5
    return with_alpha(np.clip(toned, 0, 1), flat[..., 3])


def _triangles(board: Board, size: float) -> str:
    columns, rows = int(board.width / size) + 3, int(board.height / size) + 3
    jitter = (board.dice.random((rows, columns, 2)) - 0.5) * 0.72
    grid = (np.mgrid[0:rows, 0:columns].transpose(1, 2, 0)[..., ::-1] - 1 + jitter) * size
    drawn = ""
    for row in range(rows - 1):
        for column in range(columns - 1):
            a, b = grid[row, column], grid[row, column + 1]
            d, e = grid[row + 1, column], grid[row + 1, column + 1]
            for corners in ((a, b, d), (b, e, d)) if (row + column) % 2 else ((a, b, e), (a, e, d)):
                level = int(
                    np.clip(128 + 150 * (board.dice.random() - 0.5) - (corners[0][1] / board.height - 0.5) * 60, 0, 255)
                )
                d_ = "L".join(f"{x:.1f} {y:.1f}" for x, y in corners)
                grey = "#" + f"{level:02x}" * 3
                drawn += f'<path d="M{d_}Z" fill="{grey}" stroke="{grey}"/>'
    return drawn


def embroidery(board: Board) -> Grid:
    """A twill patch with a merrowed rim; every colour is a field of satin stitches in its own direction."""
    c, unit = board.colours, board.unit
    patch = board.mask("".join(disc(s.x, s.y, s.r * 0.93, "#000") for s in board.spots))
    rim = board.mask("".join(ring(s.x, s.y, s.r * 0.9, "#000", 54 * unit) for s in board.spots))
    x, y = board.grid
    twill = 0.5 + 0.5 * np.cos((x + 2 * y) * np.float32(2 * np.pi / (9 * unit)))
    picture: Grid = rgb(c.ground) * (0.86 + 0.2 * twill)[..., None]
    picture = _stitched(board, picture, rim, c.third, _radial(board))
    turns = {Role.SECOND: 0.5, Role.BODY: -0.35, Role.THIRD: 1.2, Role.LIGHT: 0.15, Role.DARK: 1.5, Role.LINE: 0.9}
    layer = board.raster(board.motifs(c.of(), scale=0.62, stroke=2.6))
    fields = dict.fromkeys(c.of()[role] for role in Role)
    for role in (role for role in Role if fields.pop(c.of()[role], 0) is None):
        colour = c.of()[role]
        same = np.clip(1.2 - np.abs(layer[..., :3] - rgb(colour)).sum(-1) * 6, 0, 1) * layer[..., 3]
        along = x * np.float32(np.cos(turns[role])) + y * np.float32(np.sin(turns[role]))
        picture = _stitched(board, picture, same, colour, along)
    return with_alpha(np.clip(picture, 0, 1).astype(np.float32), patch)


def _radial(board: Board) -> Grid:
    x, y = board.grid
    turn = np.zeros_like(x)
    for spot in board.spots:
        near = np.abs(x - spot.x) <= spot.r if board.width >= board.height else np.abs(y - spot.y) <= spot.r
        turn = np.where(
            near, np.arctan2(y - np.float32(spot.y), x - np.float32(spot.x)) * np.float32(spot.r * 0.9), turn
        )
    return turn


def _stitched(board: Board, below: Grid, mask: Grid, colour: str, along: Grid) -> Grid:
    unit = board.unit
    thread = 0.5 + 0.5 * np.cos(along * np.float32(2 * np.pi / (6.4 * unit)))
    height = blurred(mask, 7 * unit)
    shine = 0.72 + 0.3 * thread + 0.5 * relief(height, 16 * unit) + (board.noise(4 * unit) - 0.5) * 0.14
    shadow = np.roll(height, (round(7 * unit), round(4 * unit)), (0, 1)) * (1 - mask) * 0.42
    return over(below * (1 - shadow)[..., None], rgb(colour) * shine[..., None], mask)
