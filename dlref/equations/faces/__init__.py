"""What people use: the site, pytest and the command line.

`extension` is the Python-Markdown extension, with `mathml` for the formulas, `conversion` for what
surrounds a page, and `assets` for its style and its script, which lie in `web`; `pytest_items` are
the tests of a page; `cli` is the command line, with `progress`.
"""
