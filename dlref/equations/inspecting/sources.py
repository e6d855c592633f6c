"""Where the source of a Python function is."""

import ast
import functools
import linecache
import types

__all__ = ["Function", "trees_of"]

Function = ast.FunctionDef | ast.Lambda


def trees_of(code: types.CodeType) -> list[Function]:
    """Find a function in its file; of several lambdas in a line, those with the same arguments."""
    wanted = code.co_varnames[: code.co_argcount]
    return [
        node
        for node in _functions_of(code.co_filename)
        if _first_line(node) == code.co_firstlineno
        and tuple(a.arg for a in (*node.args.posonlyargs, *node.args.args)) == wanted
        and (isinstance(node, ast.Lambda) or node.name == code.co_name)
    ]


def _first_line(node: Function) -> int:
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(d.lineno for d in decorators)])


@functools.lru_cache(maxsize=500)
def _functions_of(filename: str) -> tuple[Function, ...]:
    try:
        tree = ast.parse("".join(linecache.getlines(filename)))
    except (SyntaxError, ValueError):
        return ()
    return tuple(node for node in ast.walk(tree) if isinstance(node, Function))
