"""What people use: the site, pytest and the command line.

`extension` is the Python-Markdown extension: `conversion` is what surrounds a page, `page` what is
known of it while it is drawn, `drawing` draws it, and `drawn` looks at the end; `mathml` and
`linear` are for the formulas, and `assets` for its style and its script, which lie in `web`.
`pytest_items` are the tests of a page; `cli` is the command line, with `progress`.
"""
