"""The functions that a declaration may call by bare name: all public ones of a package."""

import functools
import importlib
import pkgutil
from types import MappingProxyType

__all__ = ["functions_of"]

_NO_FORMULAS = {"equations", "site"}


@functools.cache
def functions_of(package: str) -> MappingProxyType[str, object]:
    """Collect what the public subpackages of `package` list in `__all__`.

    Its modules are no chapters: the plugin for pytest, which is one, imports pytest.
    """
    found: dict[str, object] = {}
    root = importlib.import_module(package)
    for info in pkgutil.iter_modules(root.__path__):
        if not info.ispkg or info.name.startswith("_") or info.name in _NO_FORMULAS:
            continue
        module = importlib.import_module(f"{package}.{info.name}")
        found |= {name: getattr(module, name) for name in getattr(module, "__all__", ())}
    return MappingProxyType(found)
