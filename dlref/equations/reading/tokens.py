r"""LaTeX to tokens: what a symbol *is* stays, what only changes its looks goes.

Spacing and sizing commands vanish, synonyms become one (`\leq` is `\le`, `\Vert` is `\|`), and
styles of one letter are dropped, so that `\mathbf{x}`, `\boldsymbol x` and `x` are one name. Styles
that make another letter stay: `\mathcal{L}`, `\mathbb{E}`, and the bold `\mathbf{1}`.
"""

import re
from dataclasses import dataclass
from typing import Literal, cast

from dlref.equations.errors import EquationError

__all__ = ["MAX_LENGTH", "Token", "tokenize"]

MAX_LENGTH = 10_000  # characters of one display equation
MAX_NESTING = 40  # styles in styles

Kind = Literal["letter", "number", "word", "prose", "command", "sign", "space"]


@dataclass(frozen=True, slots=True)
class Token:
    """One token and the part `start:end` of the LaTeX that it was read from."""

    kind: Kind
    text: str
    start: int
    end: int


_PATTERN = re.compile(
    r"""(?P<blank>\s+|%[^\n]*|~)
    |(?P<command>\\(?:(?:operatorname|hspace|tag|vspace)\*|[A-Za-z]+|.|\Z))
    |(?P<float>\d+(?:\.\d+)?e-?\d+)
    |(?P<number>\d+(?:\.\d+)?|\.\d+)
    |(?P<letter>[A-Za-z])
    |(?P<sign>:=|\|\||\.{3}|.)""",
    re.VERBOSE | re.DOTALL,
)

_DROPPED = {
    r"\,", r"\;", r"\!", r"\:", r"\>", r"\/", "\\ ", "\\\n", r"\left", r"\right", r"\middle",
    r"\big", r"\Big", r"\bigg", r"\Bigg", r"\bigl", r"\bigr", r"\bigm", r"\Bigl", r"\Bigr",
    r"\Bigm", r"\biggl", r"\biggr", r"\biggm", r"\Biggl", r"\Biggr", r"\Biggm", r"\displaystyle",
    r"\textstyle", r"\scriptstyle", r"\limits", r"\nolimits", r"\nonumber", r"\notag",
    r"\mathstrut", r"\strut", r"\hfill", r"\null", r"\mathopen", r"\mathclose", r"\mathord",
    r"\mathbin", r"\mathrel", r"\mathpunct", r"\mathinner", r"\thinspace", r"\medspace",
    r"\thickspace", r"\enspace", r"\hline", r"\allowbreak", r"\relax",
}  # fmt: skip
_DROPPED_WITH_ARGUMENT = {
    r"\label", r"\tag", r"\phantom", r"\hphantom", r"\vphantom", r"\vspace", r"\color",
    r"\textcolor",
}  # fmt: skip
_SPACES = {r"\quad": r"\quad", r"\qquad": r"\quad", r"\hspace": r"\quad", r"\hskip": r"\quad"}

_SYNONYMS = {
    r"\leq": r"\le", r"\leqslant": r"\le", r"\geq": r"\ge", r"\geqslant": r"\ge",
    r"\neq": r"\ne", r"\lt": "<", r"\gt": ">", r"\to": r"\rightarrow", r"\gets": r"\leftarrow",
    r"\dfrac": r"\frac", r"\tfrac": r"\frac", r"\cfrac": r"\frac", r"\dbinom": r"\binom",
    r"\mid": "|", r"\vert": "|", r"\lvert": "|", r"\rvert": "|",
    r"\Vert": r"\|", r"\lVert": r"\|", r"\rVert": r"\|", r"\parallel": r"\|", "||": r"\|",
    r"\lbrace": r"\{", r"\rbrace": r"\}", r"\lbrack": "[", r"\rbrack": "]", r"\ast": "*",
    r"\colon": ":", r"\coloneqq": ":=", r"\triangleq": ":=", r"\equiv": ":=",
    r"\ldots": r"\dots", r"\cdots": r"\dots", r"\dotsc": r"\dots", r"\dotsb": r"\dots",
    r"\dotsm": r"\dots", "...": r"\dots", r"\prime": "'", r"\intercal": r"\top",
    r"\varnothing": r"\emptyset",
    r"\widehat": r"\hat", r"\widetilde": r"\tilde", r"\overline": r"\bar", r"\newline": "\\\\",
    r"\exponentialE": "e", r"\cr": "\\\\", r"\operatorname*": r"\operatorname",
    r"\hspace*": r"\hspace", r"\vspace*": r"\vspace", r"\tag*": r"\tag", r"\land": r"\wedge",
    r"\lor": r"\vee", r"\argmax": "argmax", r"\argmin": "argmin", r"\iff": r"\Leftrightarrow",
    r"\implies": r"\Rightarrow",
}  # fmt: skip

_UPRIGHT = {
    r"\mathrm", r"\text", r"\textrm", r"\textbf", r"\textit", r"\textup", r"\textsf", r"\texttt",
    r"\textnormal", r"\operatorname", r"\mathop", r"\mathsf", r"\mathtt", r"\mbox", r"\mathit",
}  # fmt: skip
_PROSE = {r"\text", r"\textrm", r"\textit", r"\textbf", r"\textnormal", r"\textup", r"\mbox"}
_BOLD = {r"\mathbf", r"\boldsymbol", r"\bm", r"\pmb", r"\symbf", r"\mathnormal"}
_LETTERS = {
    r"\mathcal": r"\mathcal", r"\mathscr": r"\mathcal", r"\mathbb": r"\mathbb",
    r"\mathfrak": r"\mathfrak", r"\mathds": r"\mathbb", r"\mathbbm": r"\mathbb",
}  # fmt: skip

CONNECTIVES = {
    "if", "for", "where", "with", "and", "or", "otherwise", "else", "when", "whenever", "while",
    "so", "hence", "thus", "then", "therefore", "that", "since", "because", "as", "by", "from",
    "is", "are", "all", "any", "iff", "respectively", "given", "let",
}  # fmt: skip

_ARGUMENT = re.compile(r"\s*(?:\{((?:[^{}\\]|\\.)*)\}|(\\[A-Za-z]+|[^\s{}]))", re.DOTALL)
_WORD = re.compile(r"[A-Za-z0-9_.*-]*[A-Za-z][A-Za-z0-9_.*-]*")


def tokenize(latex: str) -> list[Token]:
    """Split `latex` into tokens."""
    if len(latex) > MAX_LENGTH:
        raise EquationError(
            f"this equation has {len(latex)} characters, and one of more than {MAX_LENGTH} is not "
            "read: split it"
        )
    return _Tokenizer(latex).run()


class _Tokenizer:
    """Walks over the LaTeX once; `position` is where the next token starts."""

    def __init__(self, latex: str) -> None:
        self.latex = latex
        self.position = 0
        self.tokens: list[Token] = []

    def run(self) -> list[Token]:
        while self.position < len(self.latex):
            match = _PATTERN.match(self.latex, self.position)
            assert match is not None, "the last alternative takes any character"
            start, self.position = match.span()
            text = _SYNONYMS.get(match[0], match[0])
            if match.lastgroup == "command":
                self._command(text, start)
            elif match.lastgroup == "float":
                power = text.replace("e", r" \cdot 10^{") + "}"
                message = f"{text} is set as a product with e: write {power}"
                raise EquationError(message, start, self.position)
            elif match.lastgroup in ("letter", "number", "sign"):
                self._add(match.lastgroup, text, start)
        return self.tokens

    def _add(self, kind: str, text: str, start: int) -> None:
        self.tokens.append(Token(cast(Kind, kind), text, start, self.position))

    def _command(self, text: str, start: int) -> None:
        if text in _UPRIGHT:
            self._upright(text, start)
        elif text in _BOLD or text in _LETTERS:
            self._styled(text, start)
        elif text in _SPACES:
            if text == r"\hspace":
                self._argument(start)
            self._add("space", r"\quad", start)
        elif text in _DROPPED_WITH_ARGUMENT:
            if self._argument(start) is None:
                raise EquationError(f"what {text} hides is not read", start, self.position)
        elif text == r"\not":
            self._negated(start)
        elif text in ("argmax", "argmin"):
            self._add("word", text, start)
        elif text in (r"\left", r"\right") and self.latex.startswith(".", self.position):
            self.position += 1  # the empty bracket
        elif text not in _DROPPED:
            self._add(
                "command" if text.startswith("\\") and text[1:].isalpha() else "sign", text, start
            )
            if text == "\\\\":
                self._row_gap()

    def _argument(self, start: int) -> str | None:
        """Take the argument of the command at `start`; `None` if it holds more than plain text."""
        match = _ARGUMENT.match(self.latex, self.position)
        if match is None:
            return None
        self.position = match.end()
        return match[1] if match[1] is not None else match[2]

    def _upright(self, command: str, start: int) -> None:
        before = self.position
        content = self._argument(start)
        has_script = re.search(r"(?<!\\)_", content or "") is not None
        if content is None or (command not in _PROSE and (has_script or _plain(content) is None)):
            self.position = before  # a formula in upright letters: read what is inside
            return
        self._add(*_word(command, content), start)

    def _styled(self, command: str, start: int) -> None:
        before = self.position
        content = (self._argument(start) or "").strip()
        if content == "1":
            self._add("letter", r"\mathbf{1}", start)
        elif command in _LETTERS and re.fullmatch("[A-Za-z]", content):
            self._add("letter", f"{_LETTERS[command]}{{{content}}}", start)
        else:
            self.position = before

    def _negated(self, start: int) -> None:
        match = re.compile(r"\s*(=|\\in(?![a-z]))").match(self.latex, self.position)
        if match is None:
            raise EquationError(r"\not is read before = and \in only", start, self.position)
        self.position = match.end()
        self._add("command", r"\ne" if match[1] == "=" else r"\notin", start)

    def _row_gap(self) -> None:
        r"""Skip the optional height after a line break, as in `\\[2pt]`."""
        match = re.compile(r"\*?\[-?[\d.]+\s*[a-z]{2}\]").match(self.latex, self.position)
        if match is not None:
            self.position = match.end()


def _plain(content: str) -> str | None:
    """Return the text in upright `content`, or `None` if it is a formula of its own."""
    text = re.sub(r"\\[,;!]", "", content.replace("~", " ").replace("\\ ", " "))
    text = re.sub(r"\\([_%&#$-])", r"\1", text).strip()
    return None if re.search(r"[\\{}^$]", text) else text


def _word(command: str, content: str) -> tuple[str, str]:
    """Tell a name such as `softmax` from prose such as `where`."""
    text = _plain(content)
    if text is None:
        return "prose", content.strip()
    if len(text) == 1 and text.isalpha():
        return "letter", text
    if text.isdigit():
        return "number", text
    if text in ("arg max", "arg min"):
        return "word", text.replace(" ", "")
    if _WORD.fullmatch(text) and not (command in _PROSE and text.lower().strip(".") in CONNECTIVES):
        return "word", text
    return "prose", text
