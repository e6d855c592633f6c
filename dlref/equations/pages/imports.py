"""The functions that a page names by a dotted path, and where their modules are looked for.

An author's own module stands beside the page, or in the folder where the command runs. There it is
looked for, in this order, and only then where Python looks by itself. All faces read a page inside
of `own_modules`, so that a page means the same to each. Afterwards Python's own tables are as they
were: two pages in two folders may each have a module `stats` beside them.
"""

import difflib
import importlib
import importlib.machinery
import importlib.util
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from dlref.equations.errors import EquationError

__all__ = ["beside", "own_modules", "resolve", "searched"]

_THIS = __name__.partition(".")[0]  # is the one that runs, wherever another copy of it lies
_searched: tuple[str, ...] = ()
_loaded: dict[str, dict[str, "_Loaded"]] = {}  # for each folder, the modules that come from it
_changes = 0


class _Loaded(NamedTuple):
    """A module, and when its file was written."""

    module: ModuleType
    time: int


@contextmanager
def own_modules(page: Path | None) -> Iterator[None]:
    """Find modules beside a page and in the working folder, until the page has been dealt with.

    Args:
        page: The file; `None` if nobody knows which it is.
    """
    global _searched
    outer, path, keeps = _searched, sys.path[:], sys.dont_write_bytecode
    folders = [str(page.resolve().parent)] if page else []
    _searched = tuple(dict.fromkeys([*folders, *outer, str(Path.cwd())]))
    ours = [folder for folder in _searched if folder not in _folders(path)]
    sys.path[:0] = ours
    sys.dont_write_bytecode = True  # a folder of pages is published as it is
    others = _bring_in(ours)
    try:
        yield
    finally:
        _take_out(ours, others)
        _searched, sys.path[:], sys.dont_write_bytecode = outer, path, keeps


def searched() -> tuple[str | int, ...]:
    """Name the own modules at hand: what is kept of a page holds for these, as they are now."""
    return (*_searched, _changes)


def beside() -> list[str]:
    """List the folders of own modules less the working folder."""
    return [folder for folder in _searched if folder != str(Path.cwd())]


def _folders(path: Iterable[str]) -> set[str]:
    return {str(Path(entry).resolve()) for entry in path}


def _bring_in(folders: list[str]) -> dict[str, ModuleType]:
    """Make the modules of some folders known to Python, and return those that were."""
    global _changes
    others = sys.modules.copy()
    for folder in reversed(folders):
        known = _loaded.get(folder, {})
        if any(_time(module) != time for module, time in known.values()):
            known.clear()  # who serves a site sees a module that was edited
            _changes += 1
        sys.modules.update({name: loaded.module for name, loaded in known.items()})
    return others


def _take_out(folders: list[str], others: dict[str, ModuleType]) -> None:
    """Undo that, and keep what has been imported from the folders since."""
    for name, module in list(sys.modules.items()):
        if module is others.get(name) or (folder := _home(name)) not in folders:
            continue
        _loaded.setdefault(folder, {}).setdefault(name, _Loaded(module, _time(module)))
        if name in others:
            sys.modules[name] = others[name]
        else:
            del sys.modules[name]


def _time(module: ModuleType) -> int:
    try:
        return Path(module.__file__ or "").stat().st_mtime_ns
    except (AttributeError, OSError):  # a package without a file, or one that is there no more
        return 0


def _home(name: str) -> str:
    """Return the folder in which a module, or the package that it belongs to, was found."""
    spec = getattr(sys.modules.get(name.partition(".")[0]), "__spec__", None)
    if spec is None:
        return ""
    places = [*(spec.submodule_search_locations or ()), spec.origin or ""]
    return str(Path(places[0]).parent)


def resolve(path: str) -> object:
    """Return what a dotted path names: something in a module, or in an object of one.

    Raises:
        EquationError: There is no such thing; the message names the cure.
    """
    first, *names = path.split(".")
    try:
        thing: object = importlib.import_module(first)
        _refuse_namesake(first)
        for name in names:
            thing = _member(thing, name)
    except Exception as error:  # whatever the module of a stranger raises
        raise EquationError(f"{path}, which cannot be imported: {_told(error, first)}") from None
    return thing


def _member(thing: object, name: str) -> object:
    """Find a name as `from thing import name` does, or as an attribute of an object."""
    if hasattr(thing, name):
        return getattr(thing, name)
    if isinstance(thing, ModuleType) and hasattr(thing, "__path__"):
        module = f"{thing.__name__}.{name}"
        if importlib.util.find_spec(module):
            return importlib.import_module(module)
    owner = getattr(thing, "__name__", type(thing).__name__)
    near = difflib.get_close_matches(name, dir(thing), 1)
    cure = f"write {near[0]}" if near else "write the name of something that it has"
    raise EquationError(f"{owner} has no {name}: {cure}")


def _refuse_namesake(name: str) -> None:
    """Refuse a module beside the page whose name Python has given to another one already."""
    own = importlib.machinery.PathFinder.find_spec(name, list(_searched))
    spec = sys.modules[name].__spec__
    if name == _THIS or own is None or own.origin is None or spec is None:
        return
    if spec.origin is None or not _is_same(own.origin, spec.origin):
        raise EquationError(
            f"{own.origin} is not what Python imports by this name, which is {spec.origin}: give "
            "it another name"
        )


def _is_same(one: str, other: str) -> bool:
    return Path(one).resolve() == Path(other).resolve()


def _told(error: Exception, first: str) -> str:
    if isinstance(error, EquationError):
        return str(error)
    if isinstance(error, ModuleNotFoundError) and error.name == first:
        return (
            f"there is no module {first}: put {first}.py beside the page or into the folder where "
            "the command is run, or install it"
        )
    return f"importing it raises {type(error).__name__}: {error}: mend that first"
