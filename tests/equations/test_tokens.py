"""LaTeX becomes tokens: what a symbol is stays, what only changes its looks goes."""

import pytest

from dlref.equations import EquationError
from dlref.equations.reading.tokens import MAX_LENGTH, tokenize


def texts(latex: str) -> list[str]:
    return [token.text for token in tokenize(latex)]


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("x+1", ["x", "+", "1"]),
        ("2.5x", ["2.5", "x"]),
        ("1-p).", ["1", "-", "p", ")", "."]),
        (r"a \, b \; c", ["a", "b", "c"]),
        (r"\left( x \right)", ["(", "x", ")"]),
        (r"\left. x \right|", ["x", "|"]),
        (r"\Big[ x \Bigg]", ["[", "x", "]"]),
        (r"\leq \geqslant \neq \not=", [r"\le", r"\ge", r"\ne", r"\ne"]),
        (r"\not\in", [r"\notin"]),
        (r"\dfrac \tfrac", [r"\frac", r"\frac"]),
        (r"\| \Vert \parallel || \lVert", [r"\|"] * 5),
        (r"| \mid \vert \rvert", ["|"] * 4),
        (r"\mathbf{x} \boldsymbol\theta \bm{W}", ["{", "x", "}", r"\theta", "{", "W", "}"]),
        (r"\mathcal{L} \mathscr L", [r"\mathcal{L}", r"\mathcal{L}"]),
        (r"\mathbf{1} \mathbb 1 \mathbb{E}", [r"\mathbf{1}", r"\mathbf{1}", r"\mathbb{E}"]),
        (r"\operatorname{softmax} \mathrm{KL}", ["softmax", "KL"]),
        (r"\operatorname*{arg\,max}", ["argmax"]),
        (r"\text{kernel\_size}", ["kernel_size"]),
        (r"\mathrm{d}x", ["d", "x"]),
        (r"a \quad b \hspace{1em} c", ["a", r"\quad", "b", r"\quad", "c"]),
        (r"a % a comment" + "\n+ b", ["a", "+", "b"]),
        (r"a \\[2pt] b", ["a", "\\\\", "b"]),
        (r"x := y \triangleq z", ["x", ":=", "y", ":=", "z"]),
        (r"x \label{eq} = y \tag{1}", ["x", "=", "y"]),
        (r"x = y \tag*{(1)} z", ["x", "=", "y", "z"]),
        (r"\textcolor{red}{x} \color{blue} y", ["{", "x", "}", "y"]),
        (r"f^\prime", ["f", "^", "'"]),
        (r"\operatorname{arg\ min} \text{arg max}", ["argmin", "argmax"]),
        ("a + ... + b ....", ["a", "+", r"\dots", "+", "b", r"\dots", "."]),
        (r"\alpha*\beta", [r"\alpha", "*", r"\beta"]),
        ("2e^x 2 e 3", ["2", "e", "^", "x", "2", "e", "3"]),
    ],
)
def test_texts(latex: str, expected: list[str]) -> None:
    assert texts(latex) == expected


@pytest.mark.parametrize(
    ("latex", "kind"),
    [
        (r"\text{GELU}", "word"),
        (r"\text{where}", "prose"),
        (r"\operatorname{where}", "word"),
        (r"\textrm{, with gradient }", "prose"),
        (r"\text{if $x > 0$}", "prose"),
        (r"\text{a}", "letter"),
        (r"\mathrm{2}", "number"),
    ],
)
def test_words_are_told_from_prose(latex: str, kind: str) -> None:
    assert [token.kind for token in tokenize(latex)] == [kind]


def test_a_token_knows_its_place() -> None:
    latex = r"x = \operatorname{softmax}(z)"
    assert [latex[t.start : t.end] for t in tokenize(latex)][2] == r"\operatorname{softmax}"


def test_a_formula_in_upright_letters_is_read() -> None:
    assert texts(r"\mathrm{x_1}") == ["{", "x", "_", "1", "}"]


def test_a_number_of_a_programming_language_is_no_number() -> None:
    with pytest.raises(EquationError, match=r"write 2.5 \\cdot 10\^{-3}"):
        tokenize("x = 2.5e-3")


def test_too_long() -> None:
    with pytest.raises(EquationError, match="10001 characters"):
        tokenize("x" * (MAX_LENGTH + 1))
