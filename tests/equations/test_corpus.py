"""Equations of well-known texts are judged as they deserve."""

from typing import Any

import pytest

from tests.equations.corpus import check_row, corpus

ROWS = corpus()
TRUE = [row for row in ROWS if row["prototype"] == "true"]
VACUOUS = [row for row in ROWS if row["prototype"] == "vacuous"]
REFUSED = [row for row in ROWS if row["prototype"] == "refused"]


def ident(row: dict[str, Any]) -> str:
    return str(row["id"])


def test_the_corpus_is_whole() -> None:
    assert (len(TRUE), len(VACUOUS), len(REFUSED)) == (93, 2, 7)


@pytest.mark.parametrize("row", TRUE, ids=ident)
def test_a_true_equation_is_true(row: dict[str, Any]) -> None:
    verdict = check_row(row)
    assert verdict.passed, str(verdict)


@pytest.mark.parametrize("row", VACUOUS, ids=ident)
def test_an_equation_that_is_0_on_both_sides_proves_nothing(row: dict[str, Any]) -> None:
    assert check_row(row).outcome == "vacuous"


@pytest.mark.parametrize("row", REFUSED, ids=ident)
def test_a_flawed_equation_does_not_pass(row: dict[str, Any]) -> None:
    assert not check_row(row).passed
