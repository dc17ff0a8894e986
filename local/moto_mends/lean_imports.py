"""Keeps moto's EC2 model, a second of imports, out of processes that never ask for it.

moto's Step Functions imports one enumeration from ``moto.batch.utils``; importing the package ``moto.batch``
pulls in EC2 with its tables of regions and instance types. Here the package's own module body runs only when
something is first looked up in it.
"""

import sys
from importlib.util import find_spec, module_from_spec
from threading import RLock
from types import ModuleType
from typing import Any


def defer_package(name: str) -> None:
    """Make ``name`` importable with its submodules, its ``__init__`` running at the first attribute look-up."""
    if name in sys.modules:
        return
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"There is no package {name}.", name=name)
    module = module_from_spec(spec)
    loader, lock = spec.loader, RLock()

    def load(attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        with lock:
            if module.__dict__.pop("__getattr__", None) is not None:
                loader.exec_module(module)
        return getattr(module, attribute)

    _hook(module, load)
    sys.modules[name] = module


def _hook(module: ModuleType, load: Any) -> None:
    module.__dict__["__getattr__"] = load
