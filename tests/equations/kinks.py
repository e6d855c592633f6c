r"""Functions with a kink or a branch, each with identities that hold on one side of it only.

In the LaTeX `X` stands for the symbol, and in Python `x` for the argument. An identity of the first
list holds somewhere and not everywhere: a check must call it false whatever letter the symbol has.
Those of the second list are true.
"""

from dataclasses import dataclass
from typing import Any

from dlref.equations import Verdict, check

__all__ = ["KINKS", "LETTERS", "Kink", "judge"]

LETTERS = [
    *"abcdfghijklmnopqrstuvwxyz",
    *[rf"\{name}" for name in (
        "alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "kappa",
        "lambda", "mu", "nu", "xi", "rho", "sigma", "tau", "phi", "varphi", "chi", "psi", "omega",
    )],
    "x_1", r"\hat{y}", "z_{ij}", "w'", r"\theta_t", r"a^{(2)}", r"\mathbf{x}", r"\tilde{u}",
]  # fmt: skip


@dataclass(frozen=True)
class Kink:
    """A function: its Python (empty if the LaTeX says all), what is wrong of it, what is true."""

    name: str
    python: str
    false: tuple[str, ...]
    true: tuple[str, ...] = ()
    domain: str = "normal()"


def judge(kink: Kink, latex: str, letter: str, **options: Any) -> Verdict:
    """Check one identity of a function for one letter."""
    rows: list[tuple[str, object]] = [(letter, kink.domain)]
    if kink.python:
        rows.append((r"\operatorname{fun}(v)", f"lambda x: {kink.python}"))
    base = r"\left(X\right)" if "^" in letter else "X"
    written = latex.replace("X^", f"{base}^").replace("^X", "^{X}")
    written = written.replace("F", r"\operatorname{fun}").replace("X", letter)
    return check(written, rows, **options)


def _python(name: str, python: str, *false: str, true: str = "") -> Kink:
    return Kink(name, python, tuple(f"F(X) = {side}" for side in false), (true,) if true else ())


def _latex(name: str, *false: str, true: str = "", domain: str = "normal()") -> Kink:
    return Kink(name, "", false, (true,) if true else (), domain)


KINKS = [
    _python("relu", "np.maximum(x, 0)", "X", "0", true=r"F(X) = \max(X, 0)"),
    _python("leaky relu", "np.where(x > 0, x, 0.1 * x)", "X", r"0.1 \cdot X"),
    _python("elu", "x if x > 0 else np.expm1(x)", "X", "e^X - 1"),
    _python("selu", "1.05 * np.where(x > 0, x, 1.67 * np.expm1(x))", r"1.05 \cdot X"),
    _python("relu6", "np.clip(x, 0, 6)", "X", "0", "6", r"\max(X, 0)", r"\min(X, 6)"),
    _python("relu at 3", "np.maximum(x - 3, 0)", "0", "X - 3", true=r"F(X) = \max(X - 3, 0)"),
    _python("relu at -2", "np.maximum(x + 2, 0)", "0", "X + 2"),
    _python("relu at 20", "np.maximum(x - 20, 0)", "0", "X - 20"),
    _python("hinge", "np.maximum(0, 1 - x)", "0", "1 - X"),
    _python("squared hinge", "max(0, 1 - x) ** 2", "0", "(1 - X)^2"),
    _python("hard tanh", "np.clip(x, -1, 1)", "X", "1", "-1", r"\max(X, -1)"),
    _python("clip to 3", "np.clip(x, -3, 3)", "X", "3", "-3", r"\min(X, 3)", r"\max(X, -3)"),
    _python("clip to half", "np.clip(x, -0.5, 0.5)", "X", "0.5", "-0.5", r"\min(X, 0.5)"),
    _python("clip to 20", "min(max(x, -20), 20)", "X", r"\min(X, 20)", r"\max(X, -20)"),
    _python("hard sigmoid", "np.clip(x / 6 + 0.5, 0, 1)", r"\frac{X}{6} + 0.5", "0", "1"),
    _python("keras hard sigmoid", "np.clip(0.2 * x + 0.5, 0, 1)", r"0.2 \cdot X + 0.5", "0", "1"),
    _python("hard swish", "x * np.clip(x + 3, 0, 6) / 6", "X", "0", r"\frac{X (X + 3)}{6}"),
    _python("absolute value", "np.abs(x)", "X", "-X", true="F(X) = |X|"),
    _python("builtin abs", "abs(x)", "X", "-X", true=r"F(X) = \sqrt{X^2}"),
    _python("abs around 3", "abs(x - 3)", "3 - X", "X - 3"),
    _python("root of a square", "np.sqrt(x ** 2)", "X", "-X", true="F(X) = |X|"),
    _python("root of a product", "np.sqrt(x * x)", "X", "-X"),
    _python("half power", "(x ** 2) ** 0.5", "X", "-X"),
    _python("norm", "np.linalg.norm([x])", "X", "-X", true="F(X) = |X|"),
    _python("log of a square", "np.log(x ** 2)", r"2 \ln X", true=r"F(X) = 2 \ln |X|"),
    _python("huber", "x**2 / 2 if abs(x) <= 1 else abs(x) - 0.5", r"\frac{X^2}{2}", "|X| - 0.5"),
    _python("huber at 6", "np.where(abs(x) < 6, x**2 / 2, 6 * abs(x) - 18)", r"\frac{X^2}{2}"),
    _python("smooth l1", "np.where(np.abs(x) < 0.5, x**2, np.abs(x) - 0.25)", "X^2", "|X| - 0.25"),
    _python("soft threshold", "np.sign(x) * np.maximum(np.abs(x) - 0.5, 0)", "0", "X - 0.5"),
    _python("hard threshold", "x * (abs(x) > 3)", "0", "X"),
    _python("shrink", "x - 0.5 if x > 0.5 else x + 0.5 if x < -0.5 else 0", "0", "X + 0.5"),
    _python("sign", "np.sign(x)", "1", "-1", true=r"F(X) = \operatorname{sgn}(X)"),
    _python("square of the sign", "np.sign(x) ** 2", "1"),
    _python("heaviside", "np.heaviside(x, 0.5)", "1", "0", r"\mathbf{1}[X > 0]"),
    _python("step at 0", "float(x >= 0)", "1", "0", r"\mathbf{1}[X > 0]"),
    _python("step at 3", "1.0 * (x > 3)", "0", "1", r"\mathbf{1}[X \ge 3]"),
    _python("step at -2", "int(x > -2)", "1", "0", r"\mathbf{1}[X \ge -2]"),
    _python("step at 20", "np.where(x < 20, 0, 1)", "0", "1", r"\mathbf{1}[X > 20]"),
    _python("floor", "np.floor(x)", "0", "X", true=r"F(X) = \lfloor X \rfloor"),
    _python("ceil", "np.ceil(x)", "1", "0", r"\lfloor X \rfloor + 1"),
    _python("round", "np.round(x)", "0", "X"),
    _python("truncation", "int(x)", "0", r"\lfloor X \rfloor", "X"),
    _python("remainder", "x % 1.0", "X"),
    _python("sawtooth", "np.mod(x + 3, 6) - 3", "X"),
    _python("softplus with threshold", "x if x > 6 else np.log1p(np.exp(x))", r"\ln(1 + e^X)"),
    _python("softplus with threshold 20", "x if x > 20 else np.log1p(np.exp(x))", "X"),
    _python("quantile loss", "max(0.9 * x, -0.1 * x)", r"0.9 \cdot X", r"-0.1 \cdot X"),
    _python("dead zone", "np.where(np.abs(x) < 0.5, 0, x)", "0", "X"),
    _python("cut tail", "x if x < 40 else 0", "X", "0"),
    _python("arccos of cos", "np.arccos(np.cos(x))", "X", "-X", "|X|"),
    _python("arcsin of sin", "np.arcsin(np.sin(x))", "X"),
    _python("arctan of tan", "np.arctan(np.tan(x))", "X"),
    _python("cases", "np.piecewise(x, [x < 3], [lambda t: t, lambda t: 3.0])", "X", "3"),
    _python("select", "np.select([x < -2, x < 3], [-2.0, x], 3.0)", "X", "3", "-2", r"\min(X, 3)"),
    _python("sorted", "sorted([x, 0.5])[1]", "X", "0.5", true=r"F(X) = \max(X, 0.5)"),
    _python("thresholded relu", "x * (x > 0.5)", "X", "0"),
    _python("triangle", "max(1 - abs(x), 0)", "0", "1 - X", "1 - |X|"),
    _python("margin", "max(0, 3 - x) + max(0, -2 - x)", "0", "3 - X", "1 - 2 X"),
    _python("log cosh in pieces", "abs(x) - 1 if abs(x) > 2 else x**2 / 4", r"\frac{X^2}{4}"),
    _latex("relu in LaTeX", r"\max(X, 0) = X", r"\max(X, 0) = 0"),
    _latex("absolute value in LaTeX", "|X| = X", "|X| = -X", true=r"|X| = \max(X, -X)"),
    _latex("norm in LaTeX", r"\|X\| = X", r"\|X\| = -X"),
    _latex("root in LaTeX", r"\sqrt{X^2} = X", r"\sqrt{X^2} = -X", r"\frac{X}{\sqrt{X^2}} = 1"),
    _latex("half power in LaTeX", r"\left(X^2\right)^{\frac{1}{2}} = X", r"\sqrt[4]{X^4} = X"),
    _latex("log in LaTeX", r"\ln(X^2) = 2 \ln X", true=r"\ln(X^2) = 2 \ln |X|"),
    _latex("sign in LaTeX", r"\operatorname{sgn}(X) = 1", r"\operatorname{sgn}(X) = -1"),
    _latex("square of the sign in LaTeX", r"\left(\operatorname{sgn}(X)\right)^2 = 1"),
    _latex("arccos in LaTeX", r"\arccos(\cos(X)) = X", r"\arccos(\cos(X)) = |X|"),
    _latex("arcsin in LaTeX", r"\arcsin(\sin(X)) = X", r"\arctan(\tan(X)) = X"),
    _latex("floor in LaTeX", r"\lfloor X \rfloor = 0", r"\lceil X \rceil = \lfloor X \rfloor + 1"),
    _latex("hinge in LaTeX", r"\max(0, 1 - X) = 1 - X", r"\max(0, 1 - X) = 0"),
    _latex("clip in LaTeX", r"\min(\max(X, -2), 3) = X", r"\min(\max(X, -2), 3) = \max(X, -2)"),
    _latex("relu6 in LaTeX", r"\min(\max(X, 0), 6) = \max(X, 0)", r"\min(\max(X, 0), 6) = X"),
    _latex("step in LaTeX", r"\mathbf{1}[X > 3] = 0", r"\mathbf{1}[X \ge 3] = \mathbf{1}[X > 3]"),
    _latex("step at 20 in LaTeX", r"\mathbf{1}[X > 20] = 0", r"\mathbf{1}[X < 20] = 1"),
    _latex("shift in LaTeX", r"|X - 3| = 3 - X", r"|X + 2| = X + 2", r"|X - 0.5| = 0.5 - X"),
    _latex("wide domain", r"|X| = X", r"\max(X, 3) = 3", domain="uniform(-9, 9)"),
    _latex("above zero", r"\max(X, 3) = 3", r"|X - 1| = X - 1", r"|X - 1| = 1 - X",
           true="|X| = X", domain="positive()"),
    _latex("whole numbers", "|X| = X", r"X^2 > 0", r"(-1)^X = 1", r"(-1)^X = -1",
           domain="integers(-5, 5)"),
]  # fmt: skip
