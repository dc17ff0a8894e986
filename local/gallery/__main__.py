"""``python -m local.gallery``: make the sheets into a folder, with a page that shows them."""

import argparse
import sys
import time
from pathlib import Path

from local.gallery.pages import Page, pages

OUT = Path("docs", "gallery")
_HEAD = """# Gallery

Made by `make gallery`: the offline provider's drawings through the production code, nothing retouched. Photographs come
from scikit-image, products from `luneo.three_d.models`, customers' models from the npm package `@pmndrs/assets` (CC0):
two of its three have no texture coordinates and are printed by a projection from the front.
"""


def main(arguments: list[str]) -> int:
    """Make all pages, or those named; 0 when done."""
    parser = argparse.ArgumentParser(prog="make gallery", description=__doc__)
    parser.add_argument("names", nargs="*", help="only these pages, such as styles.webp")
    parser.add_argument("--out", type=Path, default=OUT, help="the folder to write into (default: %(default)s)")
    options = parser.parse_args(arguments)
    every = list(pages())
    options.out.mkdir(parents=True, exist_ok=True)
    for page in every:
        if not options.names or page.name in options.names:
            _make(page, options.out)
    (options.out / "README.md").write_text(_index(every), encoding="utf-8")
    return 0


def _make(page: Page, folder: Path) -> None:
    began = time.perf_counter()
    data = page.make()
    (folder / page.name).write_bytes(data)
    print(f"  {page.name:24} {len(data) / 1000:7.0f} kB {time.perf_counter() - began:6.1f} s", flush=True)


def _index(every: list[Page]) -> str:
    return _HEAD + "".join(f"\n## {page.title}\n\n![{page.title}]({page.name})\n" for page in every)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
