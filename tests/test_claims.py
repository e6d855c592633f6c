"""What pages say of other libraries is what these libraries did, and says so with the version."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests import claims
from tests.claims import Claim
from tests.library_sentences import places, sentences

ABOUT_THE_CHECKS = {claims.DOCS / "verification.md", claims.DOCS / "check-your-own-pages.md"}
PAGES = sorted(set(claims.DOCS.rglob("*.md")) - ABOUT_THE_CHECKS)
CLAIMS = [
    pytest.param(page, claim, id=f"{page}-{claim.name}")
    for page in claims.pages()
    for claim in claims.claims_of(page)
]
NAMES_ONLY = tomllib.loads(Path("tests/data/names_only.toml").read_text()).get("sentence", [])


def claimed(page: Path) -> list[tuple[str, tuple[str, ...]]]:
    """List the words of a page's claims, each with the libraries that were asked."""
    name = page.relative_to(claims.DOCS).with_suffix("").as_posix().replace("-", "_")
    if name not in claims.pages():
        return []
    answers = claims.stored(name)["answers"]
    return [
        (words, claim.libraries)
        for claim in claims.claims_of(name)
        for words in claim.phrases(answers[claim.name])
    ]


@pytest.mark.parametrize("page", claims.pages())
def test_the_stored_answers_are_those_of_the_claims(page: str) -> None:
    stored, listed = claims.stored(page), claims.claims_of(page)
    assert list(stored["answers"]) == [claim.name for claim in listed]
    assert set(stored["versions"]) == {name for claim in listed for name in claim.libraries}


@pytest.mark.parametrize("page", claims.pages())
def test_the_page_says_which_versions_were_asked(page: str) -> None:
    wanted = claims.ran_with(page)
    assert wanted in claims.doc_of(page).read_text(), f"{claims.doc_of(page)} lacks: {wanted}"


@pytest.mark.parametrize(("page", "claim"), CLAIMS)
def test_the_page_says_what_was_answered(page: str, claim: Claim) -> None:
    text = claims.doc_of(page).read_text()
    for words in claim.phrases(claims.stored(page)["answers"][claim.name]):
        assert places(words, text) == 1, f"{claims.doc_of(page)} must say once: {words}"


@pytest.mark.parametrize(("page", "claim"), CLAIMS)
def test_the_library_still_answers_so(page: str, claim: Claim) -> None:
    stored = claims.stored(page)
    for name in claim.libraries:
        needs_version(name, stored["versions"][name])
    assert claim.phrases(claims.answer(claim)) == claim.phrases(stored["answers"][claim.name])


def needs_version(name: str, version: str) -> None:
    """Skip the test unless this version of a library is installed."""
    try:
        installed = claims.library(name).__version__.partition("+")[0]
    except ImportError:
        installed = None
    if installed != version:
        pytest.skip(f"{claims.NAMES[name]} {version} is not installed: stored answers are used")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_what_a_page_says_of_a_library_has_evidence(page: Path) -> None:
    exempt = [entry["words"] for entry in NAMES_ONLY if claims.DOCS / entry["page"] == page]
    exempt += ["What this page says of other libraries was run with"]
    unfounded = [
        f"{', '.join(sentence.unfounded)}: {sentence.text}"
        for sentence in sentences(page.read_text(), claimed(page))
        if sentence.unfounded and not any(words in sentence.text for words in exempt)
    ]
    cure = "add a claim to tests/CHAPTER/claims_PAGE.py, a snippet right below, or an entry"
    assert not unfounded, f"{page}: {cure} in tests/data/names_only.toml\n" + "\n".join(unfounded)


@pytest.mark.parametrize("entry", NAMES_ONLY, ids=lambda entry: entry["words"])
def test_a_sentence_that_only_names_a_library_is_there(entry: dict[str, Any]) -> None:
    page = claims.DOCS / entry["page"]
    found = [s for s in sentences(page.read_text(), claimed(page)) if entry["words"] in s.text]
    assert len(found) == 1, f"{page} must have one sentence with these words"
    assert found[0].unfounded, "it has evidence: delete the entry"
    assert entry["reason"]


def test_each_clause_that_names_a_library_is_found() -> None:
    text = "- **Axis.** `scipy.special.softmax` takes all; PyTorch warns. It stops.\n- As\n  NumPy."
    found = [(sentence.text, sentence.unfounded) for sentence in sentences(text)]
    assert found == [
        ("`scipy.special.softmax` takes all;", ["scipy"]),
        ("PyTorch warns.", ["torch"]),
        ("- As NumPy.", ["numpy"]),
    ]


def test_words_are_evidence_of_their_clause_and_of_their_libraries_only() -> None:
    text = "SciPy and PyTorch give 1; PyTorch warns."
    found = sentences(text, [("give 1", ["scipy"])])
    assert [sentence.unfounded for sentence in found] == [["torch"], ["torch"]]
    found = sentences(text, [("give 1", ["scipy", "torch"])])
    assert [sentence.unfounded for sentence in found] == [[], ["torch"]]


def test_a_snippet_is_evidence_of_what_stands_right_above() -> None:
    snippet = "```pycon\n>>> import scipy\n\n```"
    assert [s.unfounded for s in sentences(f"SciPy warns.\n\n{snippet}")] == [[]]
    assert [s.unfounded for s in sentences(f"Keras warns.\n\n{snippet}")] == [["keras"]]
    assert [s.unfounded for s in sentences(f"SciPy warns.\n\nSo.\n\n{snippet}")] == [["scipy"]]


@pytest.mark.parametrize(
    "text",
    ["| `x` | `np.exp(x)` |", "a torchlight", "[here](https://numpy.org)", "## Sources\nJAX"],
)
def test_a_text_without_a_claim_about_a_library(text: str) -> None:
    assert not list(sentences(text))


def test_an_answer_that_the_words_do_not_show_is_refused() -> None:
    with pytest.raises(ValueError, match="show no answer"):
        Claim(lambda: False, ("it warns",)).phrases(False)
    assert Claim(lambda: True, ("it warns",)).phrases(True) == ["it warns"]
    assert Claim(lambda: 0, ("is {:g}",)).phrases(0) == ["is 0"]
    assert Claim(lambda: 0, ("it has", "of {1:.1f}")).phrases([1.0, 0.25]) == ["it has", "of 0.2"]
