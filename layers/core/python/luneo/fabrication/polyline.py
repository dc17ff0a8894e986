"""Closed lines with fewer points."""

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
_FEWEST = 3


def simplified(ring: Points, tolerance: float) -> Points:
    """The ring without the points that lie within ``tolerance`` of what is left; n by 2, its first point not repeated.

    Douglas and Peucker (1973), on both halves between the first point and the one farthest from it. What would shrink
    to a line stays as it is.
    """
    if len(ring) <= _FEWEST:
        return ring
    far = int(np.linalg.norm(ring - ring[0], axis=1).argmax())
    closed = np.vstack((ring, ring[:1]))
    kept = _kept(closed, [(0, far), (far, len(ring))], tolerance)
    return ring[kept[:-1]] if kept.sum() > _FEWEST else ring


def _kept(points: Points, spans: list[tuple[int, int]], tolerance: float) -> NDArray[np.bool_]:
    kept = np.zeros(len(points), bool)
    kept[[end for span in spans for end in span]] = True
    while spans:
        start, end = spans.pop()
        if end - start < 2:  # noqa: PLR2004 - nothing lies between neighbours
            continue
        away = _distances(points[start + 1 : end], points[start], points[end])
        if away.max() > tolerance:
            middle = start + 1 + int(away.argmax())
            kept[middle] = True
            spans += [(start, middle), (middle, end)]
    return kept


def _distances(points: Points, start: Points, end: Points) -> NDArray[np.float64]:
    """How far each point is from the line's segment."""
    along = end - start
    length = float(along @ along)
    at = np.clip((points - start) @ along / length, 0, 1) if length else np.zeros(len(points))
    distances: NDArray[np.float64] = np.linalg.norm(points - start - at[:, None] * along, axis=1)
    return distances
