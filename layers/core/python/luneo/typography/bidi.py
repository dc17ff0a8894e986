"""Which way the letters of a line run: the Unicode Bidirectional Algorithm (UAX 9), implicit rules."""

import unicodedata
from collections.abc import Sequence

# Marks without a direction take their neighbour's; embeddings, overrides and isolates are not for product text.
_WEIGHTLESS = frozenset({"BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def levels_of(line: str) -> list[int]:
    """The embedding level of every character: even runs left to right, odd ones right to left."""
    from bidi import algorithm

    weighty = [index for index, letter in enumerate(line) if unicodedata.bidirectional(letter) not in _WEIGHTLESS]
    storage = algorithm.get_empty_storage()
    plain = "".join(line[index] for index in weighty)
    storage["base_level"] = algorithm.get_base_level(plain)
    storage["base_dir"] = "LR"[storage["base_level"]]
    algorithm.get_embedding_levels(plain, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, debug=False)
    algorithm.resolve_implicit_levels(storage, debug=False)
    known = dict(zip(weighty, (int(each["level"]) for each in storage["chars"]), strict=True))
    levels: list[int] = []
    for index in range(len(line)):
        levels.append(known.get(index, levels[-1] if levels else int(storage["base_level"])))
    return levels


def visual_order(levels: Sequence[int]) -> list[int]:
    """Runs of these levels from left to right (rule L2): indexes into ``levels``."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            if levels[order[start]] < level:
                start += 1
                continue
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end
    return order
