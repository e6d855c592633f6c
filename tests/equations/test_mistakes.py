"""Mistakes that were really published are reported, and their corrections pass."""

from typing import Any

import pytest

from tests.equations.corpus import check_row, mistakes

ROWS = mistakes()


def ident(row: dict[str, Any]) -> str:
    return str(row["id"])


@pytest.mark.parametrize("row", ROWS, ids=ident)
def test_the_correction_passes(row: dict[str, Any]) -> None:
    verdict = check_row(row, row["right"])
    assert verdict.passed, str(verdict)


@pytest.mark.parametrize("row", ROWS, ids=ident)
def test_the_mistake_is_reported(row: dict[str, Any]) -> None:
    verdict = check_row(row, row["wrong"])
    assert verdict.outcome in ("false", "refused"), str(verdict)
