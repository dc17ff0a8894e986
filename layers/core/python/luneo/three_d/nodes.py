"""Where a scene's node tree places its meshes."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luneo.three_d.budgets import BUDGETS
from luneo.three_d.document import Document
from luneo.three_d.errors import InvalidModel
from luneo.three_d.fields import Fields

Matrix = NDArray[np.float64]
IDENTITY = tuple(np.eye(4).ravel().tolist())


@dataclass(frozen=True, slots=True)
class Placement:
    """A mesh by index, with the 4 x 4 matrix that takes it into the world."""

    name: str
    mesh: int
    matrix: Matrix


def placements(document: Document) -> Iterator[Placement]:
    """Every mesh of the default scene; InvalidModel for a cycle, a node with two parents, or a rig."""
    nodes = document.root.children("nodes")
    BUDGETS["nodes"].refuse_excess(len(nodes))
    seen: set[int] = set()
    pending = [(root, np.eye(4)) for root in _roots(document, nodes)]
    while pending:
        index, parent = pending.pop()
        if index in seen:
            raise InvalidModel(f"The node graph is cyclic, or node {index} has two parents.")
        seen.add(index)
        node = nodes[index]
        matrix = parent @ _local(node)
        _refuse_wild(matrix, node)
        pending.extend((child, matrix) for child in reversed(node.indices("children", len(nodes))))
        mesh = node.index("mesh", len(document.meshes))
        if mesh is not None:
            _refuse_skin(node)
            yield Placement(_name(document, node, mesh), mesh, matrix)


def _roots(document: Document, nodes: list[Fields]) -> list[int]:
    scenes = document.root.children("scenes")
    if scenes:
        scene = scenes[document.root.index("scene", len(scenes)) or 0]
        return scene.indices("nodes", len(nodes))[::-1]
    inner = {child for node in nodes for child in node.indices("children", len(nodes))}
    roots = [index for index in range(len(nodes)) if index not in inner]
    if nodes and not roots:
        raise InvalidModel("The node graph is cyclic: no node is without a parent.")
    return roots[::-1]


def _refuse_wild(matrix: Matrix, node: Fields) -> None:
    # Below this bound no product of finite members overflows on the way down the tree.
    if not bool(np.all(np.abs(matrix) <= 1e12)):  # noqa: PLR2004  # named by the comment above
        raise InvalidModel(f"{node.where} scales or moves the model out of all proportion.")


def _refuse_skin(node: Fields) -> None:
    if "skin" in node:
        raise InvalidModel("The model is rigged. Apply its pose and export it without the armature.")


def _name(document: Document, node: Fields, mesh: int) -> str:
    return node.text("name") or document.meshes[mesh].text("name") or f"mesh_{mesh}"


def _local(node: Fields) -> Matrix:
    if "matrix" in node:
        return np.array(node.numbers("matrix", IDENTITY)).reshape(4, 4).T
    matrix = np.eye(4)
    rotation = _rotation(node.numbers("rotation", (0.0, 0.0, 0.0, 1.0)), node)
    matrix[:3, :3] = rotation * np.array(node.numbers("scale", (1.0, 1.0, 1.0)))
    matrix[:3, 3] = node.numbers("translation", (0.0, 0.0, 0.0))
    return matrix


def _rotation(quaternion: tuple[float, ...], node: Fields) -> Matrix:
    """The rotation matrix of a quaternion (x, y, z, w)."""
    length = float(np.linalg.norm(quaternion))
    if length == 0:
        raise InvalidModel(f"{node.where}.rotation has no direction.")
    x, y, z, w = (value / length for value in quaternion)
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )
