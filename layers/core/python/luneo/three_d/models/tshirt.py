"""A T-shirt, as if somebody invisible wore it."""

import numpy as np

from luneo.three_d.author import Finish, write_model
from luneo.three_d.errors import InvalidModel
from luneo.three_d.models.cloth import Panel, band, eased, flat_section, sewn, soft_noise, stood
from luneo.three_d.models.zones import printed_finish
from luneo.three_d.profiles import Points, Surface

WHITE_JERSEY = (211, 211, 209)
CLOTH_M = 0.0014
MEDIUM_M = 0.720
"""The length of the cut whose other measures are written below; other lengths scale them all."""

CHEST, TIP, NECK = 0.262, 0.212, 0.088
"""Half widths: at the armpit, at the shoulder's tip, at the neck."""
ARMPIT, SHOULDER, COLLAR = 0.455, 0.655, 0.715
"""Heights above the hem: of the armpit, the shoulder's tip, the neck's side."""
DROP = {1: 0.088, -1: 0.022}
"""How far the neckline falls, in front (1) and behind (-1)."""
CUFF = np.array([0.366, 0.482, 0.0])
CUFF_HALF, CUFF_DEPTH = 0.084, 0.058
SLEEVE_AXIS = np.array([0.84, -0.5426, 0.0])
ARM_STEPS, SIDE_STEPS, NECK_STEPS = 15, 5, 12
ROWS, TURN_ROWS, SLEEVE_ROWS, RIB_STEPS = 50, 6, 18, 72
HEM_M = 0.020
CUFF_HEM = 0.855
"""Where the sleeve's hem begins, as a share of its length."""


def tshirt(
    length_m: float = MEDIUM_M,
    *,
    zone_width_m: float = 0.240,
    zone_height_m: float = 0.300,
    colour: tuple[int, int, int] = WHITE_JERSEY,
) -> bytes:
    """A crew-neck T-shirt of jersey, size M at 72 cm, printed on the chest."""
    scale = length_m / MEDIUM_M
    width, height = zone_width_m / scale, zone_height_m / scale
    if not (0.02 < width <= 2 * (TIP - 0.06) and 0.02 < height <= COLLAR - DROP[1] - 0.16):  # noqa: PLR2004  # room
        raise InvalidModel("The print zone does not fit between the shirt's collar, sleeves and hem. Make it smaller.")
    body = _Body(width, height)
    cloth = sewn([body.front(), body.back(), *(_sleeve(body, side) for side in (1, -1))], CLOTH_M)
    jersey = Finish("jersey", colour, roughness=0.95)
    plain, printed = stood([Surface.joined([cloth.plain, _rib(body)]), cloth.printed], scale)
    return write_model("tshirt", [(plain, jersey), (printed, printed_finish(jersey, zone_width_m, zone_height_m))])


class _Body:
    """The torso's cut in metres, and how it hangs. ``side`` is 1 in front and -1 behind."""

    def __init__(self, zone_width: float, zone_height: float) -> None:
        self._half = zone_width / 2
        self._top = COLLAR - DROP[1] - 0.070
        self._bottom = self._top - zone_height

    def front(self) -> Panel:
        x, y = self._lattice(1)
        columns = np.abs((x[0, 1:] + x[0, :-1]) / 2) < self._half
        middle = y[:, y.shape[1] // 2]
        rows = (middle[1:] > self._bottom + SMALL) & (middle[1:] < self._top + SMALL)
        pattern = np.stack([x / self._half / 2 + 0.5, (self._top - y) / (self._top - self._bottom)], axis=-1)
        return Panel(self.hung(x, y, 1), rows[:, None] & columns[None], pattern)

    def back(self) -> Panel:
        x, y = self._lattice(-1)
        return Panel(self.hung(x, y, -1)[:, ::-1])

    def armhole(self, side: int) -> Points:
        """From the armpit to the shoulder's tip, (n, 3), on the wearer's left (+x)."""
        x, y = _armhole()
        return self.hung(x, y, side)

    def neckline(self, x: Points, side: int) -> Points:
        return self.hung(x, _neck_height(x, side), side)

    def hung(self, x: Points, y: Points, side: int) -> Points:
        """Points of the cut where they hang."""
        depth = _depth(x, y)
        folds = self._folds(x, y, side) * np.clip(depth / 0.05, 0, 1)
        waist = 1 - 0.035 * np.sin(np.pi * np.clip(y / ARMPIT, 0, 1))
        flare = 0.012 * side * (1 - eased(y / 0.10)) * np.sin(11 * x + side) * np.clip(depth / 0.05, 0, 1)
        return np.stack([x * waist, y, side * (depth + folds) + flare + 0.012 * eased((y - 0.5) / 0.2)], axis=-1)

    def _lattice(self, side: int) -> tuple[Points, Points]:
        """Columns from the right sleeve to the left one; in the middle they stand upright, as the zone does."""
        arm_x, arm_y = _armhole()
        inner = np.unique(
            np.concatenate([np.linspace(0, self._half, 8), NECK * np.sin(np.linspace(0, np.pi / 2, NECK_STEPS))])
        )
        inner = np.concatenate([inner, np.linspace(max(self._half, NECK), TIP, SIDE_STEPS + 1)[1:-1]])
        top_x = np.concatenate([inner, arm_x[::-1]])
        top_y = np.concatenate([_neck_height(inner, side), arm_y[::-1]])
        low_x = np.concatenate([inner, _under(inner[-1], len(arm_x))])
        top_x, top_y, low_x = (_mirrored(v, sign) for v, sign in ((top_x, -1), (top_y, 1), (low_x, -1)))
        share = self._rows()
        height = self._heights(share, top_y)
        return low_x + (top_x - low_x) * height / top_y, height

    def _rows(self) -> Points:
        edges = np.array([0, self._bottom, self._top, COLLAR])
        counts = np.maximum(3, np.round(np.diff(edges) / COLLAR * ROWS)).astype(int)
        pieces = [np.linspace(edges[i], edges[i + 1], counts[i], endpoint=False) for i in range(3)]
        # The cloth turns over the shoulders within a finger's breadth, so its rows lie closer together there.
        pieces[2] = edges[2] + (edges[3] - edges[2]) * (1 - np.linspace(1, 0, counts[2] + TURN_ROWS) ** 2)
        return np.unique(np.concatenate([*pieces, [HEM_M - 0.001, HEM_M]]))

    def _heights(self, rows: Points, top: Points) -> Points:
        """Rows that lie level up to the zone's top, and are squeezed or stretched to meet each column's end."""
        share = rows[:, None] / COLLAR
        bent = self._top / COLLAR
        low = top * bent + (self._top - top * bent) * eased((top - ARMPIT) / (COLLAR - DROP[1] - ARMPIT))
        return np.where(share <= bent, share / bent * low, low + (share - bent) / (1 - bent) * (top - low))

    def _folds(self, x: Points, y: Points, side: int) -> Points:
        """Drapes that fan out from the shoulders' tips and the armpits, and a double hem."""
        free = eased((COLLAR - y) / 0.20)
        total = 0.0035 * soft_noise(x / 0.10, y / 0.30, 5 + side) * free
        for sign in (1, -1):
            along, across = _turned(sign * x - CHEST * 0.93, y - ARMPIT * 0.99, 128)
            near = np.exp(-((across / 0.045) ** 2)) * np.exp(-(((along - 0.09) / 0.10) ** 2))
            total += 0.0105 * near * np.cos(across / 0.0135 + along * 6)
            fall, apart = _turned(sign * x - CHEST * 0.80, y - ARMPIT * 0.86, 98 + 6 * side)
            total += 0.0075 * np.exp(-((apart / 0.07) ** 2)) * eased(fall / 0.16) * np.cos(apart / 0.021 + sign * side)
        total += (
            0.0022
            * soft_noise((x + 0.3 * y) / 0.035, y / 0.11, 21 + side)
            * free
            * (1 - 0.7 * np.exp(-((x / 0.10) ** 2)))
        )
        return total + 0.0008 * (y < HEM_M - SMALL)


SMALL = 1e-6


def _turned(x: Points, y: Points, degrees: float) -> tuple[Points, Points]:
    """Along a direction that points so many degrees from +x, downwards, and across it."""
    cosine, sine = np.cos(np.radians(degrees)), -np.sin(np.radians(degrees))
    return x * cosine + y * sine, -x * sine + y * cosine


def _depth(x: Points, y: Points) -> Points:
    """Half the wearer's depth: fuller at the chest, nothing at the side seams and the shoulders."""
    body = 0.104 + 0.014 * np.exp(-(((y - 0.50) / 0.13) ** 2)) - 0.052 * eased((y - 0.50) / 0.20)
    across = np.clip(1 - (np.abs(x) / CHEST) ** 2.5, 0, 1) ** 0.52
    return body * across * np.clip(1 - (y / _shoulder_line(x)) ** 11, 0, 1) ** 0.5


def _shoulder_line(x: Points) -> Points:
    return COLLAR + (np.abs(x) - NECK) * (SHOULDER - COLLAR) / (TIP - NECK)


def _neck_height(x: Points, side: int) -> Points:
    """The upper edge of the cut: the neckline, then the shoulder."""
    inside = np.sqrt(np.clip(1 - (np.abs(x) / NECK) ** 2.2, 0, 1))
    return np.where(np.abs(x) < NECK, COLLAR - DROP[side] * inside, _shoulder_line(x))


def _armhole() -> tuple[Points, Points]:
    """The seam from the armpit to the shoulder's tip: flatter at its beginning than at its end."""
    step = (1 - np.cos(np.linspace(0, np.pi, ARM_STEPS))) / 2
    x = CHEST + (TIP - CHEST) * (0.5 * eased(step**0.9) + 0.5 * step**1.3)
    y = ARMPIT + (SHOULDER - ARMPIT) * step**1.25
    return x, y


def _under(inner: float, count: int) -> Points:
    """Where the columns of the armhole begin at the hem: denser towards the side seam."""
    step = np.linspace(0, 1, count + 1)[1:]
    return inner + (CHEST - inner) * np.sin(step * np.pi / 2)


def _mirrored(half: Points, sign: int) -> Points:
    return np.concatenate([sign * half[:0:-1], half])


def _sleeve(body: _Body, side: int) -> Panel:
    """A tube from the armhole to the cuff, round by the front; ``side`` 1 is the wearer's left (+x)."""
    root = np.concatenate([body.armhole(1), body.armhole(-1)[-2::-1]])
    half = np.linspace(0, np.pi, ARM_STEPS)
    turn = np.concatenate([half, half[1:] + np.pi])
    upwards = np.array([-SLEEVE_AXIS[1], SLEEVE_AXIS[0], 0.0])
    sine = np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** 0.85
    cuff = CUFF - np.cos(turn)[:, None] * upwards * CUFF_HALF + sine[:, None] * np.array([0, 0, CUFF_DEPTH])
    cuff[-1] = cuff[0]
    reach = np.linalg.norm(cuff - root, axis=1)[:, None]
    share = np.concatenate([np.linspace(0, 1, SLEEVE_ROWS), [CUFF_HEM - 0.005, CUFF_HEM + 0.005]])
    s = np.sort(share)[:, None, None]
    top = ((1 - np.cos(turn)) / 2)[:, None]
    leaving = (top * np.array([0.95, -0.30, 0]) + (1 - top) * np.array([0.75, -0.65, 0])) * reach
    arriving = SLEEVE_AXIS * reach
    points = (
        root * (2 * s**3 - 3 * s**2 + 1)
        + leaving * (s**3 - 2 * s**2 + s)
        + cuff * (3 * s**2 - 2 * s**3)
        + arriving * (s**3 - s**2)
    )
    lift = _creases(np.sort(share)[:, None], turn[None])
    normal = points - points[:, :-1].mean(axis=1, keepdims=True)
    normal /= np.linalg.norm(normal, axis=2, keepdims=True)
    points = points + normal * lift[..., None]
    points[0] = root
    points[:, -1] = points[:, 0]
    return Panel(points[:, ::-1] if side > 0 else (points * np.array([-1, 1, 1])))


def _creases(share: Points, turn: Points) -> Points:
    """Folds under the arm and across the sleeve, none at its seam with the body, and a double hem at the cuff."""
    below = (1 + np.cos(turn)) / 2
    around = 0.0035 * np.sin(9 * share + 2.2 * np.cos(turn) + 1.4 * np.sin(turn)) * below
    soft = 0.0028 * soft_noise(np.cos(turn) * 1.3 + share, np.sin(turn) * 1.3 + 2.2 * share, 31)
    return (around + soft) * np.sin(np.pi * np.clip(share * 1.15, 0, 1)) ** 0.8 + 0.0008 * (share > CUFF_HEM)


def _rib(body: _Body) -> Surface:
    """The collar: a ribbed band that stands up from the neckline and leans towards the neck."""
    turn = np.linspace(0, 2 * np.pi, RIB_STEPS, endpoint=False)
    x = NECK * np.sin(turn)
    path = np.where((np.cos(turn) >= 0)[:, None], body.neckline(x, 1), body.neckline(x, -1))
    inwards = path.mean(axis=0) + np.array([0, 0.045, 0]) - path
    along = np.roll(path, -1, 0) - np.roll(path, 1, 0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    inwards -= along * np.einsum("nd,nd->n", inwards, along)[:, None]
    inwards /= np.linalg.norm(inwards, axis=1, keepdims=True)
    return band(path + inwards * 0.0085, inwards, np.cross(inwards, along), flat_section(0.021, 0.0034), closed=True)
