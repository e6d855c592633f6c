"""What kind of thing a symbol of the notation is, in words: a number, a vector of 4, a function."""

from dlref.equations.declaring.draws import RandomVariable
from dlref.equations.declaring.environment import Environment, NeedsOutcome, Work
from dlref.equations.declaring.notation import Notation
from dlref.equations.errors import EquationError
from dlref.equations.evaluating import values
from dlref.equations.reading.names import Symbol

__all__ = ["shape_of"]

_STEPS = 10_000


def shape_of(symbol: Symbol, notation: Notation) -> str:
    """Describe the value of a symbol in one draw; nothing where it has none of its own."""
    env = Environment(notation, "shape", Work(_STEPS))
    try:
        if symbol.kind == "index":
            numbers = env.range_of(symbol)
            return f"an index from {numbers.start} to {numbers.stop - 1}"
        value = env.value(symbol, tuple(env.range_of(slot).start for slot in symbol.slots))
    except NeedsOutcome as needed:
        return _random(needed.variable)
    except EquationError:
        return ""
    if isinstance(value, set | frozenset):
        return f"a set of {len(value)}"
    if values.is_number(value) or values.is_array(value) or callable(value):
        return values.shape(value)
    return ""


def _random(variable: RandomVariable) -> str:
    return f"a random variable with {len(variable.values)} values"
