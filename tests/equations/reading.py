"""Short ways from LaTeX to a tree or a value, for the tests of the parts between."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from dlref.equations import EquationError, Notation
from dlref.equations.declaring.environment import Environment, Work
from dlref.equations.evaluating.evaluate import Evaluator
from dlref.equations.reading.boxes import read_boxes
from dlref.equations.reading.parser import Parser, Rules
from dlref.equations.reading.tree import Node

__all__ = ["error_of", "evaluate", "parse"]

Rows = Iterable[tuple[str, object]]


def parse(latex: str, notation: Notation) -> Node:
    """Read one expression."""
    rules = Rules(operators=frozenset(notation.operators), formulas=notation.formulas)
    return Parser(read_boxes(latex), notation.names, rules).whole()


def evaluate(latex: str, rows: Rows = (), **conventions: Any) -> Any:
    """Evaluate one expression in the first draw."""
    notation = Notation(rows, {})
    evaluator = Evaluator(**conventions)
    env = Environment(notation, "0|0", Work(100_000))
    with np.errstate(all="ignore"):
        return evaluator(parse(latex, notation), env)


def error_of(latex: str, rows: Rows = (), **conventions: Any) -> EquationError:
    """Return the error that reading or evaluating an expression raises."""
    try:
        evaluate(latex, rows, **conventions)
    except EquationError as error:
        return error
    raise AssertionError(f"{latex} was evaluated")
