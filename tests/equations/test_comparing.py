"""An output agrees with what is shown: numbers to the digits shown, everything else as text."""

import doctest

import pytest

from dlref.equations.snippets.comparing import is_shown
from dlref.equations.snippets.numbers import NUMBER, agree, is_near, rounds_to


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("0.300", "0.30000000000000004"),
        ("0.3", "0.29999"),
        ("0.16666667", "0.16666666"),  # the last digit of a value as it was computed
        ("1.5e-07", "1.5000000000000002e-07"),
        ("0.0", "1.1e-17"),
        ("0.0", "-0.0"),
        ("-0.", "0."),
        ("1.", "1.0"),
        ("1.0e+400", "1.04e+400"),
        ("0.5j", "0.50000001j"),
    ],
)
def test_numbers_agree_to_the_digits_shown(shown: str, printed: str) -> None:
    assert agree(shown, printed)


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("0.300", "0.302"),
        ("0.300", "-0.300"),
        ("0.25", "0.26"),
        ("0.16666667", "0.16666660"),
        ("5", "4"),
        ("5", "5.0001"),
        ("1.1e-16", "-1.1e-16"),
        ("1.0e-410", "3.0e-400"),
        ("1.0e-410", "1.0e-411"),
        ("1.0e+400", "2.0e+400"),
        ("1.5e+99999999999999999999", "1.6e+99999999999999999999"),
        ("0.5j", "0.5"),
        # Of a number with more digits than a double has, all count.
        ("3.14159265358979323846264338", "3.14159265358979323846264999"),
    ],
)
def test_a_wrong_digit_sign_or_size_disagrees(shown: str, printed: str) -> None:
    assert not agree(shown, printed)


@pytest.mark.parametrize(
    ("shown", "printed"),
    [("3.0", "3"), ("3", "3.0"), ("0.", "0"), ("1e+16", "10000000000000000"), ("7", "+7")],
)
def test_an_integer_is_no_fraction(shown: str, printed: str) -> None:
    assert not agree(shown, printed)
    assert not rounds_to(shown, printed)
    assert not is_near(shown, printed)


def test_rounding_is_strict_where_agreement_is_not() -> None:
    assert agree("0.16666666", "0.16666667")
    assert not rounds_to("0.16666666", "0.16666667")
    assert rounds_to("0.300", "0.30000000000000004")
    assert agree("0.30000000000000004", "0.3")
    assert not rounds_to("0.30000000000000004", "0.3")


@pytest.mark.parametrize(
    "text", ["9e4321", "a9e4321b", "float32", "1.2.3", "0x7f00", "1_000", "x2", "3D", "v1.5"]
)
def test_digits_in_a_word_are_text(text: str) -> None:
    assert not NUMBER.search(text)
    assert is_shown(f"token {text}\n", f"token {text}\n")
    other = text.replace("4", "5").replace("2", "4").replace("7", "8")
    assert is_shown(text, other) == (text == other)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("-0.5, .25 and 1e-05.", ["-0.5", ".25", "1e-05."[:-1]]),
        ("(1.5-2.j)", ["1.5", "-2.j"]),
        ("loss=3.", ["3."]),
        ("np.float64(0.5)", ["0.5"]),
    ],
)
def test_numbers_are_found(text: str, numbers: list[str]) -> None:
    assert NUMBER.findall(text) == numbers


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("[0.25 1.  ]", "[0.25  1.  ]"),
        ("array([0.12345671])", "array([0.1234567 ])"),
        ("array([1., 0.])", "array([ 1., -0.])"),
        ("[0.99999999 1.        ]", "[1. 1.]"),
        ("array([ 1., -0.])", "array([1.0e+00, 1.1e-16])"),
        ("array([2. +1.j, 0.+0.j])", "array([2.+1.j , 0.-0.j ])"),
        ("[0.5, 0.25,\n 0.125]", "[0.5, 0.25, 0.125]"),
        ("a  0.5  b", "a 0.5 b"),
        ("x=0.50 | 2", "x= 0.50|2"),
        ("done \n", "done\n"),
        ("a\n<BLANKLINE>\nb\n", "a\n  \nb\n"),
    ],
)
def test_white_space_beside_a_number_is_padding(shown: str, printed: str) -> None:
    assert is_shown(shown, printed)


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("array([1., 0.])", "array([1.4, 0. ])"),  # NumPy's `1.` is not 1.4
        ("array([[0., 0., 1.]])", "array([[0, 0, 1]])"),
        ("{'a': 1.0}", "{'a': 1}"),
        ("1", "True"),
        ("True", "1"),
        ("x = 0.5", "y = 0.5"),
        ("[0.5]", "[0.5, 0.5]"),
        ("[1 2]", "[12]"),
        ("1 2", "12"),
        ("epoch 5", "epoch5"),
        ("nan", "0.5"),
        ("[1.0, nan]", "[1.0, inf]"),
        ("0.5\n0.25", "0.5 0.25"),
        ("a  b", "a b"),
        ("a\nb", "a b"),
        ("token 8e4321", "token 9e4321"),
        ("array([1.0e+00, 1.1e-16])", "array([ 1.0e+00, -1.1e-16])"),
    ],
)
def test_everything_else_is_text(shown: str, printed: str) -> None:
    assert not is_shown(shown, printed)


@pytest.mark.parametrize(
    ("shown", "printed", "agrees"),
    [
        ("[0.3, 'a long...', 0.333]", "[0.30000000000000004, 'a long text', 0.3333333]", True),
        ("[0.3, 'a long...', 0.334]", "[0.30000000000000004, 'a long text', 0.3333333]", False),
        ("0.333...", "0.3333333333", True),
        ("0.333...", "0.3343333333", False),
        ("... 0.5 ...", "0.3 0.5 0.7", True),
        ("... 0.6 ...", "0.3 0.5 0.7", False),
        ("...0.7", "0.3 0.5 0.7", True),
        ("[0.1, ..., 0.9]", "[0.1, 0.5, 0.90000001]", True),
        ("a...b...a", "ab", False),
        ("<object at 0x...>", "<object at 0x7f3b>", True),
        ("...", "", True),
    ],
)
def test_dots_stand_for_any_text_beside_numbers(shown: str, printed: str, agrees: bool) -> None:
    assert is_shown(shown, printed, doctest.ELLIPSIS) == agrees
    assert not is_shown(shown, printed)


def test_the_other_options_of_doctest_hold() -> None:
    assert is_shown("a b", "a\n  b", doctest.NORMALIZE_WHITESPACE)
    assert not is_shown("<BLANKLINE>\n", "\n", doctest.DONT_ACCEPT_BLANKLINE)
    assert is_shown("<BLANKLINE>\n", "<BLANKLINE>\n")


def test_many_numbers_take_no_long_time() -> None:
    shown = "[" + ", ".join(f"{i}.5" for i in range(5000)) + "]"
    assert is_shown(shown, shown.replace(" ", "  "))
