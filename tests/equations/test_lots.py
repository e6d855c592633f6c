"""Draws are spread: no letter is lucky."""

import itertools

import numpy as np
import pytest

from dlref.equations.declaring.draws import Draws
from dlref.equations.declaring.environment import Environment, Work
from dlref.equations.declaring.lots import Key, Lot, Spread, ranked
from dlref.equations.declaring.notation import Notation
from dlref.equations.declaring.special import Constant, Mirrored, Moved, Peaked, Shaken, Turn
from tests.equations.kinks import LETTERS

NINE = LETTERS[:9]


def lots(count: int, names: list[str], seed: str = "0") -> list[Spread]:
    """Return the first lots of an equation with these symbols."""
    ranks = ranked(names)
    return [Spread(seed, k // 4, k % 4, ranks=ranks) for k in range(count)]


def numbers(name: str, given: list[Spread]) -> list[float]:
    return [float(lot.numbers(Key(name), ())) for lot in given]


@pytest.mark.parametrize("seed", ["0", "1", "35"])
@pytest.mark.parametrize("name", LETTERS)
def test_every_letter_takes_both_signs_small_and_large_in_four_draws(name: str, seed: str) -> None:
    values = sorted(numbers(name, lots(4, LETTERS, seed)))
    assert values[0] < -1 < values[1] < 0 < values[2] < 1 < values[3]


def test_each_value_comes_with_its_negative() -> None:
    for shape in ((), (3,), (2, 3)):
        four = [lot.numbers(Key("x"), shape) for lot in lots(4, ["x"])]
        for place in np.ndindex(shape):
            values = [four[k][place] for k in range(4)]
            np.testing.assert_allclose(sorted(values), sorted(-v for v in values))


def test_two_of_nine_symbols_meet_with_all_signs_in_eight_draws() -> None:
    eight = lots(8, NINE)
    for one, other in itertools.combinations(NINE, 2):
        pairs = list(zip(numbers(one, eight), numbers(other, eight), strict=True))
        assert {(a > 0, b > 0) for a, b in pairs} == {(True, True), (True, False), (False, True),
                                                      (False, False)}  # fmt: skip
        assert {a > b for a, b in pairs} == {True, False}


def test_two_of_all_letters_meet_with_all_signs_in_sixteen_draws() -> None:
    signs = {name: [v > 0 for v in numbers(name, lots(16, LETTERS))] for name in LETTERS}
    for one, other in itertools.combinations(LETTERS, 2):
        assert len(set(zip(signs[one], signs[other], strict=True))) == 4, (one, other)


def test_two_draws_of_one_row_differ() -> None:
    signs = {
        (bool(lot.numbers(Key("x", (), 0), ()) > 0), bool(lot.numbers(Key("x", (), 1), ()) > 0))
        for lot in lots(8, ["x"])
    }
    assert len(signs) == 4


def test_no_row_changes_the_numbers_of_another() -> None:
    rows: list[tuple[str, object]] = [("x", "normal(3)"), ("y", "x + normal()")]
    for more in ([], [("a", "normal()")], [("z", "uniform(0, 1)"), ("b", "5")]):
        env = Environment(Notation([*more, *rows]), "0", Work(1000))
        symbols = {symbol.latex: symbol for symbol in env.notation.symbols}
        values = env.value(symbols["x"]), env.value(symbols["y"])
        alone = Environment(Notation(rows), "0", Work(1000))
        names = {symbol.latex: symbol for symbol in alone.notation.symbols}
        np.testing.assert_array_equal(values[0], alone.value(names["x"]))
        np.testing.assert_array_equal(values[1], alone.value(names["y"]))


def four(make: str, *arguments: int | float) -> list[float]:
    """Draw a number of a kind in the four lots of a block."""
    found = []
    for lot in lots(4, ["x"]):
        found.append(float(getattr(Draws(lot.source("x", ())), make)(*arguments)))
    return sorted(found)


def test_positive_numbers_are_on_both_sides_of_1() -> None:
    values = four("positive")
    assert 0 < values[0] < values[1] < 1 < values[2] < values[3]


def test_uniform_numbers_are_near_both_ends_and_in_the_middle() -> None:
    values = four("uniform", 2, 4)
    assert 2 < values[0] < 2.35 < values[1] < 3 < values[2] < 3.65 < values[3] < 4


def test_whole_numbers_take_both_ends_0_and_both_parities() -> None:
    for a, b in ((-5, 5), (-3, 3), (-2, 9)):
        values = four("integers", a, b)
        assert (values[0], values[-1]) == (a, b)
        assert 0 in values
    for a, b in ((0, 10), (1, 9), (2, 5)):
        values = four("integers", a, b)
        assert {value % 2 for value in values} == {0, 1}
        assert (values[0], values[-1]) == (a, b)
    assert four("integers", 1, 4) == [1, 2, 3, 4] or set(four("integers", 1, 4)) >= {1, 4}


def test_orthogonal_matrices_are_rotations_and_reflections() -> None:
    found = {
        round(float(np.linalg.det(Draws(lot.source("Q", ())).orthogonal(3))))
        for lot in lots(4, ["Q"])
    }
    assert found == {1, -1}


BASE = lots(1, ["a", "b", "c", "d"])[0]


def drawn(lot: Lot, name: str) -> Draws:
    return Draws(lot.source(name, ()), lot.is_literal)


def test_in_a_turn_a_third_of_the_symbols_is_special() -> None:
    for turn in range(3):
        lot = Turn(BASE, 0.0, turn)
        zero = [name for k, name in enumerate("abcd") if k % 3 == turn]
        assert [name for name in "abcd" if float(drawn(lot, name).normal()) == 0] == zero
        assert not drawn(lot, zero[0]).normal(3).any()
        np.testing.assert_allclose(drawn(lot, zero[0]).simplex(4), 0.25)


def test_a_value_is_taken_where_the_domain_has_it() -> None:
    draws = drawn(Constant(BASE, 3.0), "a")
    assert draws.normal() == draws.positive() == draws.uniform(0, 4) == draws.integers(1, 5) == 3
    assert 0 < draws.uniform(0, 2) < 2
    assert draws.integers(-1, 1) in (-1, 0, 1)
    assert drawn(Constant(BASE, -3.0), "a").positive() > 0


def test_mirrored_symbols_have_the_same_numbers_in_reverse() -> None:
    lot = Mirrored(BASE, 1)
    p, q = drawn(lot, "a").simplex(4), drawn(lot, "b").simplex(4)
    np.testing.assert_allclose(p, q[::-1])
    assert drawn(lot, "a").normal() == -drawn(lot, "b").normal()
    tied = Mirrored(BASE, 0)
    np.testing.assert_allclose(drawn(tied, "a").normal(3), drawn(tied, "b").normal(3))


def test_a_peak_stands_alone() -> None:
    values = drawn(Peaked(BASE, 3.0), "a").normal(5)
    assert sorted(values) == [0, 0, 0, 0, 3]
    assert drawn(Peaked(BASE, 3.0), "a").simplex(5).max() > 0.9


def test_a_moved_lot_notes_what_is_asked_and_gives_what_it_is_told() -> None:
    moved = Moved(BASE)
    asked = drawn(moved, "a").normal(2)
    np.testing.assert_array_equal(asked, BASE.numbers(Key("a"), (2,)))
    other = moved.to({Key("a"): np.array([5.0, 6.0])})
    np.testing.assert_array_equal(drawn(other, "a").normal(2), [5, 6])
    np.testing.assert_array_equal(drawn(other, "b").normal(2), BASE.numbers(Key("b"), (2,)))


def test_a_shaken_lot_changes_last_digits_and_no_zero() -> None:
    shaken = Shaken(Turn(BASE, 0.0, 0), 1e-12)
    assert drawn(shaken, "a").normal() == 0
    before, after = BASE.numbers(Key("b"), ()), drawn(shaken, "b").normal()
    assert 0 < abs(after - before) < 1e-11
