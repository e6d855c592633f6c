"""Which files are pages."""

__all__ = ["SUFFIXES"]

SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn"})  # those of MkDocs
