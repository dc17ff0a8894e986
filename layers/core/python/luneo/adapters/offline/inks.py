"""Styles of one or two inks: woodcut, line art, engraving, silhouette, mandala."""

import numpy as np

from luneo.adapters.offline.canvas import (
    Board,
    Grid,
    blurred,
    mix,
    opaque,
    over,
    relief,
    rgb,
    with_alpha,
)  # fmt: skip
from luneo.adapters.offline.ornaments import bar, disc, dot_ring, petal_ring, rays, ring
from luneo.adapters.offline.shapes import Role

_TONES = {
    Role.BODY: "#8a8a8a",
    Role.SECOND: "#4c4c4c",
    Role.THIRD: "#b4b4b4",
    Role.LIGHT: "#f4f4f4",
    Role.DARK: "#000000",
    Role.LINE: "#000000",
}

_ACCENTS = dict.fromkeys(Role, "#000000") | {Role.SECOND: "#ffffff", Role.THIRD: "#ffffff"}


def woodcut(board: Board) -> Grid:
    """A block with gouged rays, the motif cut in tone lines, a second block for the accent."""
    colours, unit = board.colours, board.unit
    inset = 46 * unit
    wobble = (board.noise(7 * unit, 2) - 0.5) * 0.9 + (board.noise(2.4 * unit) - 0.5) * 0.35
    block = board.mask("".join(bar(*block, "#000") for block in _blocks(board, inset)))
    halo = board.outline_mask(scale=0.72, grow=4.5)
    shape = board.outline_mask(scale=0.72)
    tone = board.raster(board.motifs(_TONES, scale=0.72, outline="#000", stroke=1.7))
    cut = _gouges(board)
    sky = block * (1 - cut)
    lines = _tone_lines(board, tone[..., 0] + 0.42 * relief(blurred(shape, 26 * unit), 60 * unit))
    drawn = np.where(shape > 0.5, np.maximum(lines, (tone[..., 0] < 0.06) * 1.0), sky * (1 - halo))  # noqa: PLR2004
    ink = _crisp(drawn + wobble * 0.55 * (np.abs(drawn - 0.5) < 0.5))  # noqa: PLR2004
    seen = board.raster(board.motifs(_ACCENTS, scale=0.72))
    accent = seen[..., 0] * seen[..., 3]
    grain = board.noise(1.6 * unit) * 0.05 + board.noise(90 * unit, 3) * 0.06 - 0.055
    paper: Grid = rgb(colours.ground) * (1 + grain[..., None])
    speckled = np.clip(accent * (0.82 + 0.5 * (board.noise(3 * unit) - 0.4)), 0, 1)
    paper = over(paper, colours.main, shape * (0.9 + 0.1 * board.noise(5 * unit)))
    return opaque(over(over(paper, colours.third, speckled), colours.ink, ink * (0.93 + 0.07 * board.noise(4 * unit))))


def _blocks(board: Board, inset: float) -> list[tuple[float, float, float, float]]:
    """One block of wood a motif (left, top, width, height), with paper between them."""
    if len(board.spots) == 1:
        return [(inset, inset, board.width - 2 * inset, board.height - 2 * inset)]
    wide, high = board.cell
    return [(s.x - wide / 2 + inset / 2, s.y - high / 2 + inset / 2, wide - inset, high - inset) for s in board.spots]


def _gouges(board: Board) -> Grid:
    x, y = board.grid
    wave = (board.noise(60 * board.unit, 2) - 0.5) * 0.12
    cut = np.zeros_like(x)
    for spot in board.spots:
        dx, dy = x - np.float32(spot.x), y - np.float32(spot.y)
        away = np.hypot(dx, dy) / np.float32(spot.r)
        angle = np.arctan2(dy, dx) + wave
        comb = 0.5 + 0.5 * np.cos(angle * 72 + 9 * np.sin(away * 4))
        width = np.clip((away - 0.52) * 1.1, 0, 0.78) * (0.55 + 0.9 * board.noise(38 * board.unit))
        near = (np.abs(dx) <= board.cell[0] / 2) & (np.abs(dy) <= board.cell[1] / 2)
        cut = np.where(near, np.clip((comb - 1 + width) * 6 + 0.5, 0, 1), cut)
    return cut.astype(np.float32)


def _tone_lines(board: Board, tone: Grid) -> Grid:
    x, y = board.grid
    bend = board.noise(140 * board.unit, 2) * 60 * board.unit
    phase = (x * 0.42 + y * 0.9 + bend) * np.float32(2 * np.pi / (15 * board.unit))
    lines: Grid = (0.5 + 0.5 * np.cos(phase) - np.clip(tone * 1.25 - 0.06, 0, 1.2)) * 5 + 0.5
    return lines.clip(0, 1)


def _crisp(values: Grid) -> Grid:
    crisp: Grid = ((values - 0.5) * 5 + 0.5).clip(0, 1)
    return crisp


def line_art(board: Board) -> Grid:
    """Strokes of one weight and nothing else."""
    white = dict.fromkeys(Role, "#ffffff") | {Role.LINE: "#000000", Role.DARK: "#000000"}
    drawn = board.raster(board.motifs(white, scale=0.86, outline="#000000", stroke=1.7))
    alpha = drawn[..., 3] * (1 - drawn[..., 0])
    return with_alpha(rgb(board.colours.ink), alpha)


def silhouette(board: Board) -> Grid:
    """One solid shape, its details left open."""
    parts = dict.fromkeys(Role, "#000000") | {Role.LIGHT: "#ffffff", Role.LINE: "#ffffff"}
    seen = board.raster(board.motifs(parts, scale=0.88, outline="#ffffff", stroke=1.8))
    strokes = board.mask(board.motifs(parts, scale=0.88, stroke=2.0, roles=(Role.LINE,)))
    solid = seen[..., 3] * (1 - seen[..., 0])
    outside = strokes * (1 - board.outline_mask(scale=0.88, grow=0.9))
    return with_alpha(rgb(board.colours.ink), np.maximum(solid, outside))


def engraving(board: Board) -> Grid:
    """Parallel lines that swell with the shadow, crossed where it is deep, as on a banknote."""
    unit = board.unit
    tones = board.raster(board.motifs(_TONES, scale=0.86, outline="#000", stroke=1.3))
    shape = board.outline_mask(scale=0.86)
    depth = blurred(shape, 44 * unit) * 0.7 + blurred(shape, 14 * unit) * 0.3
    light = np.clip(tones[..., 0] * 1.12 + 0.75 * relief(depth, 90 * unit) - 0.02, 0, 1)
    x, y = board.grid
    swell = 34 * unit * np.sin(x / (120 * unit)) + depth * 90 * unit
    first = 0.5 + 0.5 * np.cos((y + swell) * np.float32(2 * np.pi / (9.6 * unit)))
    across = 0.5 + 0.5 * np.cos((x + y * 0.35 - swell * 0.6) * np.float32(2 * np.pi / (10.4 * unit)))
    lines = np.clip((first - light * 1.05 - 0.03) * 3.2 + 0.5, 0, 1)
    crossed = np.clip((across - light * 2.3 - 0.12) * 3.2 + 0.5, 0, 1)
    edge = np.clip(tones[..., 3] * (1 - tones[..., 0] * 9), 0, 1)
    ink = np.maximum(np.maximum(lines, crossed) * shape, edge)
    return with_alpha(rgb(board.colours.ink), ink.astype(np.float32))


def mandala(board: Board) -> Grid:
    """Twelve-fold rings of petals, the motif in a medallion at the heart."""
    c, line = board.colours, 4.5 * board.unit
    drawn = ""
    for spot in board.spots:
        for inner, outer, count, width, fill, turn in (
            (0.62, 0.985, 24, 6.5, mix(c.second, "#ffffff", 0.55), 7.5),
            (0.60, 0.93, 12, 13, c.second, 0),
            (0.60, 0.84, 12, 8, mix(c.third, "#ffffff", 0.35), 0),
            (0.58, 0.78, 12, 12, c.main, 15),
            (0.58, 0.70, 12, 6, mix(c.main, "#ffffff", 0.7), 15),
        ):
            style = f'fill="{fill}" stroke="{c.ink}" stroke-width="{line:.2f}" stroke-linejoin="round"'
            drawn += petal_ring(spot, inner, outer, count, width, style, turn)
        drawn += dot_ring(spot, 0.955, 12, 0.018, c.third, 15) + dot_ring(spot, 0.885, 12, 0.014, c.light)
        drawn += disc(spot.x, spot.y, spot.r * 0.6, c.ink)
        drawn += dot_ring(spot, 0.56, 48, 0.013, c.third)
        drawn += disc(spot.x, spot.y, spot.r * 0.52, c.light) + ring(spot.x, spot.y, spot.r * 0.49, c.third, line)
        drawn += rays(spot.x, spot.y, 0, spot.r * 0.48, 48, mix(c.light, c.third, 0.28), share=0.5)
        drawn += disc(spot.x, spot.y, spot.r * 0.40, c.light)
    drawn += board.motifs(c.of(), scale=0.4, outline=c.ink, stroke=2.2)
    return board.raster(drawn)
