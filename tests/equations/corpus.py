"""The corpus: equations of known texts, with declarations that make them checkable."""

import json
from pathlib import Path
from typing import Any

from dlref.equations import Notation, Verdict, check
from tests.equations import reference_functions

__all__ = ["check_row", "corpus", "mistakes"]

_DATA = Path(__file__).parent / "data"


def _read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (_DATA / name).read_text(encoding="utf-8").splitlines()]


def corpus() -> list[dict[str, Any]]:
    """Rows with the keys id, source, latex, notation, options, prototype and note."""
    return _read("corpus.jsonl")


def mistakes() -> list[dict[str, Any]]:
    """Mistakes that were really published: id, topic, wrong, right, notation and options."""
    return _read("mistakes.jsonl")


def check_row(row: dict[str, Any], latex: str | None = None, **options: Any) -> Verdict:
    """Check a row, or another formula with its declarations."""
    rows = [(symbol, value) for symbol, value in row["notation"]]
    notation = Notation(rows, {"ref": reference_functions})
    return check(latex or row["latex"], notation, **{**row.get("options", {}), **options})
