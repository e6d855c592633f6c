"""The block structure of Markdown: which lines are text, code, a heading or a table, in containers.

The rules are those of Python-Markdown and its extensions, in their order: a block is what stands
between blank lines, four blanks of indentation belong to a list item or else are code, and a list
begins only where a block begins. An equation that is drawn as a block splits a paragraph, and what
stands behind it begins a block.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from dlref.equations.pages.lines import TAB, Line, starts_block
from dlref.equations.pages.markup import Element, Part, Raw, Text

__all__ = ["Block", "Kind", "Leaf", "read_blocks"]

Block = list[Line]
Kind = Literal["text", "heading", "term", "table", "code", "behind code", "shown", "options", "raw"]
Split = Callable[[Block], tuple[Block, Block] | None]

_ITEMS, _LISTS = {"li"}, {"ul", "ol"}
_BOXES = {
    "admonition": re.compile(r'!!! ?[\w\-]+(?: +[\w\-]+)*(?: +".*?")? *$'),
    "details": re.compile(
        r'\?{3}\+? ?(?:(?:[\w\-]+(?: +[\w\-]+)*?)?(?: +".*?")|[\w\-]+(?: +[\w\-]+)*?) *$'
    ),
    "tab": re.compile(r'={3}(?:\+|\+!|!\+|!)? +".*?" *$'),
}
_SHOWN = re.compile(r"(?:#{1,6} *|)::: ?(?P<name>.+?) *$")
_OPTIONS = ("    handler:", "    options:")
_HEADING = re.compile(r"#{1,6}(?:\\.|[^\\])*?#*$")
_UNDERLINE = re.compile(r"[=-]+ *$")
_RULE = re.compile(r" {0,3}(?:(?:-+ {0,2}){3,}|(?:_+ {0,2}){3,}|(?:\*+ {0,2}){3,}) *$")
_ORDERED = re.compile(r" {0,3}\d+\. +")
_BULLET = re.compile(r" {0,3}[*+-] +")
_ITEM = re.compile(r" {0,3}(?:\d+\.|[*+-]) +")
_INNER_ITEM = re.compile(r" {4,7}(?:\d+\.|[*+-]) +")
_DEFINITION = re.compile(r" {0,3}: {1,3}")
_NOT_INDENTED = re.compile(r" {0,3}[^ :]")
_QUOTE = re.compile(r" {0,3}> ?")
_FOOTNOTE = re.compile(r" {0,3}\[\^[^\]]*\]: *")
_REFERENCE = re.compile(
    r"^ {0,3}\[[^\[\]]*\]: *(?:\n *)?\S+ *(?:\n *)?(?:([\"']).*\1 *|\(.*\) *)?$", re.MULTILINE
)
_CODE = re.compile(r"(`+).*?(?<!`)\1(?!`)|\\.")


@dataclass(frozen=True)
class Leaf:
    """Lines that hold no other block."""

    kind: Kind
    lines: Block


@dataclass
class _Node:
    """What was read so far of a container, as far as later lines ask for it."""

    tag: str
    children: list["_Node"] = field(default_factory=list)
    has_text: bool = False  # that is no paragraph yet

    @property
    def last(self) -> "_Node | None":
        return self.children[-1] if self.children else None

    def add(self, tag: str) -> "_Node":
        self.children.append(_Node(tag))
        return self.children[-1]

    def make_paragraph(self) -> None:
        """Give the text of a list item a paragraph, since the item gets more."""
        if self.has_text:
            self.children.insert(0, _Node("p"))
            self.has_text = False


def read_blocks(parts: Sequence[Part], split: Split) -> Iterator[Leaf]:
    """Yield the leaves of a page in their order.

    Args:
        parts: Its Markdown and its HTML.
        split: Takes the first equation that is drawn as a block out of a paragraph, and returns
            what stands before and behind it; `None` if there is none.
    """
    reader = _Reader(split)
    reader.parts(_Node("page"), parts)
    return iter(reader.leaves)


class _Reader:
    def __init__(self, split: Split) -> None:
        self.split = split
        self.leaves: list[Leaf] = []
        self.state: list[str] = []
        self.rules: tuple[Callable[[_Node, list[Block]], bool], ...] = (
            *(partial(self._box, tag=tag) for tag in _BOXES),
            partial(self._indented, items=_ITEMS, lists=_LISTS),
            partial(self._indented, items=_ITEMS | {"dd"}, lists=_LISTS | {"dl"}),
            self._code,
            self._shown,
            self._table,
            self._heading,
            self._underlined,
            self._rule,
            partial(self._list, tag="ol", mark=_ORDERED),
            partial(self._list, tag="ul", mark=_BULLET),
            self._definition,
            self._quote,
            self._footnote,
            self._reference,
            self._paragraph,
        )

    def parts(self, parent: _Node, parts: Sequence[Part]) -> None:
        """Read Markdown and the elements that stand between it."""
        for part in parts:
            if isinstance(part, Text) and parent.tag == "span":
                self._leaf("term", part.lines)
            elif isinstance(part, Text):
                self.chunk(parent, part.lines)
            elif isinstance(part, Element):
                self.parts(parent.add("span" if part.is_span else "div"), part.parts)
            else:
                parent.add("div")
                self._raw(part)

    def _raw(self, raw: Raw) -> None:
        if raw.name != "comment":
            self._leaf("raw", raw.lines)

    def chunk(self, parent: _Node, lines: Sequence[Line]) -> None:
        """Read lines that blank ones may divide."""
        self.blocks(parent, _divided(lines))

    def blocks(self, parent: _Node, blocks: list[Block]) -> None:
        """Read blocks by the first rule that holds for each."""
        while blocks:
            if not blocks[0]:
                blocks.pop(0)
                continue
            any(rule(parent, blocks) for rule in self.rules)

    def _within(self, state: str, parent: _Node, blocks: list[Block]) -> None:
        self.state.append(state)
        self.blocks(parent, blocks)
        self.state.pop()

    def _is(self, state: str) -> bool:
        return bool(self.state) and self.state[-1] == state

    def _leaf(self, kind: Kind, lines: Block) -> None:
        if lines:
            self.leaves.append(Leaf(kind, lines))

    # Boxes with a title: admonitions, details, tabs

    def _box(self, parent: _Node, blocks: list[Block], tag: str) -> bool:
        block = blocks[0]
        row = _first(block, _BOXES[tag])
        if row is not None:
            before, inside = block[:row], block[row + 1 :]
            blocks.pop(0)
            self.blocks(parent, [before])
            self._leaf("term", block[row : row + 1])
            node, width = parent.add(tag), TAB
        else:
            found = _continued(parent, block, tag)
            if found is None:
                return False
            node, width = found
            inside = blocks.pop(0)
            if node.tag in ("li", "dd"):
                node.make_paragraph()
        inside, rest = _detabbed(inside, width)
        self.chunk(node, inside)
        blocks.insert(0, rest)
        return True

    # Indentation

    def _indented(
        self, parent: _Node, blocks: list[Block], items: set[str], lists: set[str]
    ) -> bool:
        follows = parent.tag in items or (parent.last is not None and parent.last.tag in lists)
        if not starts_block(blocks[0]) or self._is("detabbed") or not follows:
            return False
        block = blocks.pop(0)
        level, sibling = self._level(parent, block, items, lists)
        block = [_without_tabs(line, level) for line in block]
        if parent.tag in items:
            last = parent.last
            self._within("detabbed", last if last and last.tag in lists else parent, [block])
        elif sibling.tag in items:
            self._within("detabbed", sibling, [block])
        elif sibling.last and sibling.last.tag in items:
            sibling.last.make_paragraph()
            self._within("detabbed", sibling.last, _divided(block))
        else:
            self._within("detabbed", sibling.add("li"), [block])
        return True

    def _level(
        self, node: _Node, block: Block, items: set[str], lists: set[str]
    ) -> tuple[int, _Node]:
        """Go down to the list that lines with this indentation belong to."""
        text = block[0].text
        wanted = (len(text) - len(text.lstrip(" "))) // TAB
        level = int(self._is("list"))
        while wanted > level and node.last and node.last.tag in items | lists:
            node = node.last
            level += node.tag in lists
        return level, node

    def _code(self, parent: _Node, blocks: list[Block]) -> bool:
        if not starts_block(blocks[0]):
            return False
        code, rest = _detabbed(blocks.pop(0), TAB)
        parent.add("pre")
        self._leaf("code", code)
        self._leaf("behind code", rest)  # and whatever else it is
        blocks.insert(0, rest)
        return True

    # Lines that are a block of their own

    def _shown(self, parent: _Node, blocks: list[Block]) -> bool:
        row = _first(blocks[0], _SHOWN)
        if row is None:
            return False
        block = blocks.pop(0)
        self.blocks(parent, [block[:row]])
        self._leaf("shown", block[row : row + 1])
        options, rest = _detabbed(block[row + 1 :], TAB)
        is_apart = not options and not rest and blocks and blocks[0]
        if is_apart and blocks[0][0].text.startswith(_OPTIONS):
            options = blocks.pop(0)
        self._leaf("options", options)
        parent.add("div")
        blocks.insert(0, rest)
        return True

    def _table(self, parent: _Node, blocks: list[Block]) -> bool:
        if not _is_table([line.text.strip(" ") for line in blocks[0]]):
            return False
        parent.add("table")
        self._leaf("table", blocks.pop(0))
        return True

    def _heading(self, parent: _Node, blocks: list[Block]) -> bool:
        return self._line(parent, blocks, _HEADING, "heading")

    def _rule(self, parent: _Node, blocks: list[Block]) -> bool:
        return self._line(parent, blocks, _RULE, None)

    def _line(
        self, parent: _Node, blocks: list[Block], pattern: re.Pattern[str], kind: Kind | None
    ) -> bool:
        row = _first(blocks[0], pattern)
        if row is None:
            return False
        block = blocks.pop(0)
        self.blocks(parent, [block[:row]])
        parent.add("line")
        if kind:
            self._leaf(kind, block[row : row + 1])
        blocks.insert(0, block[row + 1 :])
        return True

    def _underlined(self, parent: _Node, blocks: list[Block]) -> bool:
        if len(blocks[0]) < 2 or not _UNDERLINE.match(blocks[0][1].text):
            return False
        block = blocks.pop(0)
        parent.add("line")
        self._leaf("heading", block[:1])
        blocks.insert(0, block[2:])
        return True

    # Containers with a mark

    def _list(self, parent: _Node, blocks: list[Block], tag: str, mark: re.Pattern[str]) -> bool:
        if not mark.match(blocks[0][0].text):
            return False
        items = _items(blocks.pop(0))
        last = parent.last
        if last and last.tag in _LISTS and last.last:
            target = last
            last.last.make_paragraph()
            self._within("looselist", target.add("li"), [items.pop(0)])
        else:
            target = parent if parent.tag in _LISTS else parent.add(tag)
        self.state.append("list")
        for item in items:
            inner = starts_block(item) and target.last
            self.blocks(inner or target.add("li"), [item])
        self.state.pop()
        return True

    def _definition(self, parent: _Node, blocks: list[Block]) -> bool:
        row = _first(blocks[0], _DEFINITION)
        if row is None:
            return False
        terms, (head, *rest) = blocks[0][:row], blocks[0][row:]
        last = parent.last
        if not terms and last is None:
            return False
        blocks.pop(0)
        is_loose = not terms and last is not None and last.tag == "p"
        if is_loose:
            parent.children.pop()
        self._leaf("term", terms)
        inside, after = (rest, []) if _begins(rest, _NOT_INDENTED) else _detabbed(rest, TAB)
        mark = _DEFINITION.match(head.text)
        inside = [head.cut(mark.end() if mark else 0), *inside]
        last = parent.last
        target = last if last and last.tag == "dl" else parent.add("dl")
        self._within("looselist" if is_loose else "list", target.add("dd"), [inside])
        blocks.insert(0, after)
        return True

    def _quote(self, parent: _Node, blocks: list[Block]) -> bool:
        row = _first(blocks[0], _QUOTE)
        if row is None:
            return False
        block = blocks.pop(0)
        self.blocks(parent, [block[:row]])
        last = parent.last
        quote = last if last and last.tag == "quote" else parent.add("quote")
        self._within("quote", quote, _divided([_without_quote(line) for line in block[row:]]))
        return True

    def _footnote(self, parent: _Node, blocks: list[Block]) -> bool:
        row = _first(blocks[0], _FOOTNOTE)
        if row is None:
            return False
        block = blocks.pop(0)
        self.blocks(parent, [block[:row]])
        mark = _FOOTNOTE.match(block[row].text)
        inside, rest = [block[row].cut(mark.end() if mark else 0)], block[row + 1 :]
        other = _first(rest, _FOOTNOTE)
        inside += [_without_tabs(line, 1) for line in rest[:other]]
        if other is not None:
            blocks.insert(0, rest[other:])
        notes = [inside]
        while other is None and blocks and blocks[0] and starts_block(blocks[0]):
            block = blocks.pop(0)
            other = _first(block, _FOOTNOTE)
            notes.append([_without_tabs(line, 1) for line in block[:other]])
            if other is not None:
                blocks.insert(0, block[other:])
        outside, self.state = self.state, []  # a footnote is read when all else is
        self.blocks(_Node("footnote"), notes)
        self.state = outside
        return True

    def _reference(self, parent: _Node, blocks: list[Block]) -> bool:
        """Leave the address of a link out; what stands before and behind it are blocks."""
        text = "\n".join(line.text for line in blocks[0])
        match = _REFERENCE.search(text)
        if match is None:
            return False
        block = blocks.pop(0)
        first, last = text.count("\n", 0, match.start()), text.count("\n", 0, match.end())
        self._leaf("term", block[first : last + 1])
        blocks[:0] = [block[:first], block[last + 1 :]]
        return True

    def _paragraph(self, parent: _Node, blocks: list[Block]) -> bool:
        block = blocks.pop(0)
        parts = self.split(block)
        if parts:
            before, after = parts
            if any(line.text.strip() for line in before):
                self._text(parent, before)
            parent.add("figure")
            blocks.insert(0, [line for line in after if line.text.strip()])
        else:
            self._text(parent, block)
        return True

    def _text(self, parent: _Node, block: Block) -> None:
        self._leaf("text", block)
        if not self._is("list"):
            parent.add("p")
        elif not parent.children:
            parent.has_text = True


# Lines --------------------------------------------------------------------------------------------


def _divided(lines: Sequence[Line]) -> list[Block]:
    """Divide lines into blocks where blank ones stand."""
    blocks: list[Block] = [[]]
    for line in lines:
        if line.text:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return blocks


def _first(block: Block, pattern: re.Pattern[str]) -> int | None:
    return next((row for row, line in enumerate(block) if pattern.match(line.text)), None)


def _begins(block: Block, pattern: re.Pattern[str]) -> bool:
    return bool(block) and pattern.match(block[0].text) is not None


def _detabbed(block: Block, width: int) -> tuple[Block, Block]:
    """Take the indentation off the lines that have it, up to the first that has not."""
    indent = " " * width
    count = next((n for n, line in enumerate(block) if not line.text.startswith(indent)), None)
    return [line.cut(width) for line in block[:count]], [] if count is None else block[count:]


def _without_tabs(line: Line, level: int) -> Line:
    width = TAB * level
    return line.cut(width) if line.text.startswith(" " * width) else line


def _without_quote(line: Line) -> Line:
    mark = _QUOTE.match(line.text)
    if line.text.strip() == ">":
        return line.cut(len(line.text))
    return line.cut(mark.end()) if mark else line


def _continued(parent: _Node, block: Block, tag: str) -> tuple[_Node, int] | None:
    """Find what indented lines after a box go into: the box, or an item of its last list."""
    node = parent.last
    if node is None or node.tag != tag:
        return None
    text, width = block[0].text, TAB
    while text.startswith(" " * 2 * TAB) and node.last and node.last.tag in ("ul", "ol", "dl"):
        inner = node.last.last
        if inner is None:
            break
        node, text, width = inner, text[TAB:], width + TAB
    return (node, width) if text.startswith(" " * TAB) else None


def _items(block: Block) -> list[Block]:
    """Divide the lines of a list into its items; those of inner lists stay indented."""
    items: list[Block] = []
    for line in block:
        mark = _ITEM.match(line.text)
        if mark:
            items.append([line.cut(mark.end())])
        elif _INNER_ITEM.match(line.text) and not starts_block(items[-1]):
            items.append([line])
        else:
            items[-1].append(line)
    return items


def _is_table(rows: list[str]) -> bool:
    if len(rows) < 2 or "|" not in rows[0]:
        return False
    columns = len(_cells(rows[0]))
    line = _cells(rows[1])
    is_alone = columns == 1 and not all(row[0] == "|" or row[-1] == "|" for row in rows)
    return len(line) == columns and set("".join(line)) <= set("|:- ") and not is_alone


def _cells(row: str) -> list[str]:
    row = _CODE.sub("x", row)
    return row.removeprefix("|").removesuffix("|").split("|")
