"""Where an equation can stand on a page, and in which form; each form says that x is x + 1."""

from collections.abc import Callable

__all__ = ["CODE", "FENCES", "FORMS", "INLINE", "PLACES", "TABLE", "begun", "indented"]

TABLE = """| Symbol | Meaning | In code |
|---|---|---|
| $x$ | number | `normal()` |

"""


def indented(block: str, prefix: str = "    ") -> str:
    """Write a prefix before each line."""
    return "\n".join(prefix + line if line else prefix.rstrip() for line in block.split("\n"))


def begun(mark: str, block: str, rest: str = "    ") -> str:
    """Write a mark before the first line, and a prefix before the others."""
    head, *tail = block.split("\n")
    return "\n".join([mark + head, *(rest + line if line else line for line in tail)])


def row(block: str) -> str:
    """Write a block in one line."""
    return block.replace("\n", " ")


FORMS = {
    "one line": "$$x = x + 1$$ {#eq-x}",
    "with blanks": '$$ x = x + 1 $$ {#eq-x name="A $ b"}',
    "three lines": "$$\nx = x + 1\n$$ {#eq-x}",
    "lines like lists": "$$\nx\n- x = x + 1\n+ 0 $$ {#eq-x}",
    "brackets": "\\[ x = x + 1 \\] {#eq-x}",
    "brackets on lines": "\\[\nx = x + 1\n\\] {#eq-x}",
    "equation": "\\begin{equation}\nx = x + 1\n\\end{equation} {#eq-x}",
    "equation*": "\\begin{equation*} x = x + 1 \\end{equation*} {#eq-x}",
    "align": "\\begin{align}\nx &= x + 1\n\\end{align} {#eq-x}",
    "label": "$$\nx = x + 1 \\label{eq:x}\n$$",
    "comment": "$$x = x + 1$$ <!-- {#eq-x} -->",
    "colon in the braces": "$$x = x + 1$$ {: #eq-x}",
    "braces below": "$$\nx = x + 1\n$$\n{: #eq-x}",
    "round brackets": "$$\nx = x + 1\n$$ (eq-x)",
    "full stop behind": "$$x = x + 1$$ {#eq-x}.",
    "full stop between": "$$x = x + 1$$. {#eq-x}",
    "full stop between, on lines": "$$\nx = x + 1\n$$. {#eq-x}",
    "comma behind brackets": "\\[ x = x + 1 \\], {#other}",
    "blank line within": "$$\nx = x\n\n+ 1\n$$ {#eq-x}",
    "within a line": "And $$x = x + 1$$ {#eq-x} too.",
    "at the end of a line": "And $$x = x + 1$$ {#eq-x}",
    "at the end of lines": "And $$\nx = x + 1\n$$ {#eq-x}\nmore text",
    "never closed": "$$x = x + 1 {#eq-x}",
    "single dollars": "$x = x + 1$ {#eq-x}",
    "attributes alone": "Text {#eq-x}",
    "tab behind": "$$x = x + 1$$ {#eq-x}\t",
    "tab between": "$$x = x + 1$$\t{#eq-x}",
}
# A code block begins a line of its own, so that it stands in fewer places.
FENCES = {
    "fence": "```math {#eq-x}\nx = x + 1\n```",
    "fence with a class": '~~~ { .math #eq-x name="a b" }\nx = x + 1\n~~~',
    "directive": "```{math}\n:label: eq-x\n\nx = x + 1\n```",
}

Wrap = Callable[[str], str]

PLACES: dict[str, Wrap] = {
    "paragraph": lambda b: b,
    "between text": lambda b: f"Text:\n{b}\nmore",
    "bullet -": lambda b: begun("- ", b),
    "bullet *": lambda b: begun("* ", b),
    "bullet +": lambda b: begun("+ ", b),
    "bullet and two blanks": lambda b: begun("- ", b, "  "),
    "number": lambda b: begun("1. ", b),
    "number and three blanks": lambda b: begun("1. ", b, "   "),
    "number with a bracket": lambda b: begun("1) ", b),
    "wide bullet": lambda b: begun("-   ", b),
    "lazy bullet": lambda b: begun("- ", b, ""),
    "second item": lambda b: f"- a\n{begun('- ', b)}\n- c",
    "nested bullet": lambda b: "- a\n" + indented(begun("- ", b)),
    "nested bullet after a blank line": lambda b: "- a\n\n" + indented(begun("- ", b)),
    "bullet in a bullet's line": lambda b: begun("- - ", b, " " * 8),
    "list after text": lambda b: "Text:\n" + begun("- ", b),
    "paragraph of an item": lambda b: "- a\n\n" + indented(b),
    "paragraph of an item by a tab": lambda b: "- a\n\n" + indented(b, "\t"),
    "paragraph of an item by two blanks": lambda b: "- a\n\n" + indented(b, "  "),
    "line of an item": lambda b: "- a\n" + indented(b, "  "),
    "line of an item by four blanks": lambda b: "- a\n" + indented(b),
    "paragraph of an inner item": lambda b: "- a\n    - c\n\n" + indented(b, " " * 8),
    "paragraph of a number": lambda b: "1. a\n\n" + indented(b, "   "),
    "between items with a back quote": lambda b: f"- a ` b\n{begun('- ', b)}\n- c ` d",
    "task": lambda b: begun("- [ ] ", b),
    "done task": lambda b: begun("- [x] ", b),
    "quotation": lambda b: indented(b, "> "),
    "quotation without blanks": lambda b: indented(b, ">"),
    "quotation after text": lambda b: "> Text\n>\n" + indented(b, "> "),
    "quotation with text": lambda b: "> Text\n" + indented(b, "> "),
    "quotation twice": lambda b: indented(b, "> > "),
    "lazy quotation": lambda b: begun("> ", b, ""),
    "alert": lambda b: "> [!NOTE]\n" + indented(b, "> "),
    "bullet in a quotation": lambda b: indented(begun("- ", b), "> "),
    "quotation in an item": lambda b: "- a\n\n" + indented(indented(b, "> ")),
    "admonition": lambda b: "!!! note\n\n" + indented(b),
    "admonition with a title": lambda b: '!!! note "Title"\n' + indented(b),
    "admonition by a tab": lambda b: "!!! note\n\n" + indented(b, "\t"),
    "second paragraph of an admonition": lambda b: "!!! note\n\n    Text.\n\n" + indented(b),
    "bullet in an admonition": lambda b: "!!! note\n\n" + indented(begun("- ", b)),
    "item in an admonition": lambda b: "!!! note\n\n    - a\n\n" + indented(b, " " * 8),
    "quotation in an admonition": lambda b: "!!! note\n\n" + indented(indented(b, "> ")),
    "admonition twice": lambda b: "!!! note\n\n    !!! tip\n\n" + indented(b, " " * 8),
    "admonition in an item": lambda b: "- a\n\n    !!! note\n\n" + indented(b, " " * 8),
    "details": lambda b: "??? note\n\n" + indented(b),
    "open details": lambda b: '???+ note "Title"\n\n' + indented(b),
    "title of an admonition": lambda b: f'!!! note "{row(b).replace(chr(34), "")}"\n\n    text',
    "title of a tab": lambda b: f'=== "{row(b).replace(chr(34), "")}"\n\n    text',
    "tab": lambda b: f'=== "A"\n\n{indented(b)}\n\n=== "B"\n\n    text',
    "second tab": lambda b: f'=== "B"\n\n    text\n\n=== "A"\n\n{indented(b)}',
    "definition": lambda b: "Term\n" + begun(":   ", b),
    "narrow definition": lambda b: "Term\n" + begun(": ", b),
    "loose definition": lambda b: "Term\n\n" + begun(":   ", b),
    "paragraph of a definition": lambda b: "Term\n:   a\n\n" + indented(b),
    "footnote": lambda b: "Text[^1].\n\n" + begun("[^1]: ", b),
    "paragraph of a footnote": lambda b: "Text[^1].\n\n[^1]: a\n\n" + indented(b),
    "footnote below its mark": lambda b: "Text[^1].\n\n[^1]:\n" + indented(b),
    "element": lambda b: f"<div markdown>\n\n{b}\n\n</div>",
    "element without blank lines": lambda b: f'<div markdown="1" class="a">\n{b}\n</div>',
    "element in an element": lambda b: (
        f"<div markdown>\n\n<div markdown>\n\n{b}\n\n</div>\n\n</div>"
    ),
    "element on a line": lambda b: f"<div markdown>{b}</div>",
    "element that is never closed": lambda b: f"<div markdown>\n\n{b}",
    "details in HTML": lambda b: (
        f"<details markdown>\n<summary>Title</summary>\n\n{b}\n\n</details>"
    ),
    "bullet in an element": lambda b: f"<div markdown>\n\n{begun('- ', b)}\n\n</div>",
    "element in an item": lambda b: f"- a\n\n    <div markdown>\n\n{indented(b)}\n\n    </div>",
    "element with text only": lambda b: f"<p markdown>\n{b}\n</p>",
    "element indented": lambda b: f"  <div markdown>\n\n{b}\n\n  </div>",
    "raw element": lambda b: f"<div>\n\n{b}\n\n</div>",
    "raw details": lambda b: f"<details><summary>Title</summary>\n\n{b}\n\n</details>",
    "raw cell": lambda b: f"<table><tr><td>\n{b}\n</td></tr></table>",
    "raw element in an element": lambda b: f"<div markdown>\n\n<div>\n\n{b}\n\n</div>\n\n</div>",
    "element of text": lambda b: f"<span>\n{b}\n</span>",
    "element that nobody knows": lambda b: f"<my-tag>\n\n{b}\n\n</my-tag>",
    "before a heading": lambda b: f"{b}\n# Heading\n",
    "behind a heading": lambda b: f"# Heading\n{b}",
    "in a heading": lambda b: f"# {row(b)}",
    "in an underlined heading": lambda b: f"{row(b)}\n-----",
    "cell": lambda b: f"| a | b |\n|---|---|\n| {row(b)} | c |",
    "last cell without its bar": lambda b: f"a | b\n---|---\nc | {row(b)}",
    "behind a table": lambda b: f"| a | b |\n|---|---|\n| c | d |\n\n{b}",
    "behind a rule": lambda b: f"---\n{b}",
    "behind the data of the page": lambda b: f"---\ntitle: A\n---\n\n{b}",
    "behind code that is no fence": lambda b: (
        f"```inline``` code begins this line.\n\n{b}\n\n```text\na fence\n```"
    ),
    "behind tildes that are no fence": lambda b: f"~~~code~~~ x\n\n{b}\n\n~~~text\na\n~~~",
    "right behind a fence": lambda b: f"```text\nx\n```\n{b}",
    "between fences": lambda b: f"```text\nx\n```\n\n{b}\n\n```text\ny\n```",
    "behind a comment": lambda b: f"<!-- a -->\n{b}",
    "on the line of a comment": lambda b: f"<!-- a --> {b}",
    "between signs of comments in code": lambda b: (
        f"Write `<!--` to open.\n\n{b}\n\nWrite `-->` to close."
    ),
    "behind raw code": lambda b: f"<pre>\ncode\n</pre>\n\n{b}",
    "behind a price": lambda b: f"It costs $$5.\n\n{b}",
    "behind an address": lambda b: f"[a]: https://example.org\n{b}",
    "emphasis": lambda b: f"*{b}*",
    "link": lambda b: f"[{b}](a.md)",
    "three blanks": lambda b: indented(b, "   "),
    "container of another program": lambda b: f"::: tip\n{b}\n:::",
    "block of another extension": lambda b: f"/// note\n{b}\n///",
    "options of :::": lambda b: "::: dlref.losses\n" + indented(b),
}

CODE: dict[str, Wrap] = {
    "indented code": lambda b: "Text\n\n" + indented(b),
    "indented code by a tab": lambda b: "Text\n\n" + indented(b, "\t"),
    "code block": lambda b: f"````text\n{b}\n````",
    "code block by tildes": lambda b: f"~~~~~markdown\n{b}\n~~~~~",
    "code block in an item": lambda b: "- a\n\n" + indented(f"````text\n{b}\n````"),
    "code block in a quotation": lambda b: indented(f"````text\n{b}\n````", "> "),
    "code block in an admonition": lambda b: "!!! note\n\n" + indented(f"````text\n{b}\n````"),
    "indented code in an item": lambda b: "- a\n\n" + indented(b, " " * 8),
    "indented code in a quotation": lambda b: "> a\n>\n" + indented(indented(b), "> "),
    "indented code in an admonition": lambda b: "!!! note\n\n    a\n\n" + indented(b, " " * 8),
    "code in text": lambda b: f"Text ```` {row(b)} ```` here.",
    "code in text over lines": lambda b: f"Text ```` {row(b)}\nmore ```` here.",
    "comment": lambda b: f"<!-- {b} -->",
    "comment on lines": lambda b: f"<!--\n\n{b}\n\n-->",
    "comment in raw HTML": lambda b: f"<div>\n<!-- {b} -->\n</div>",
    "raw code": lambda b: f"<pre>\n{b}\n</pre>",
    "script": lambda b: f"<script>\n{b}\n</script>",
}

# A code block cannot begin behind a mark or a word on its line: there it is code in text.
INLINE = {
    "cell",
    "emphasis",
    "in a heading",
    "in an underlined heading",
    "last cell without its bar",
    "link",
    "title of a tab",
    "title of an admonition",
}
