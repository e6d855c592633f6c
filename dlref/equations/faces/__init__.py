"""What people use: the site, pytest and the command line.

`extension` is the Python-Markdown extension, with `mathml` for the formulas; `pytest_items` are the
tests of a page; `cli` is `dlref check` and `dlref mutate`, with `progress`.
"""
