"""What people use: the site, pytest and the command line.

`extension` is the Python-Markdown extension: `page` is what is known of a page while it is drawn,
`drawing` draws it, and `drawn` looks at the end; `mathml` and `linear` are for the formulas.
`pytest_items` are the tests of a page; `cli` is `dlref check` and `dlref mutate`, with `progress`.
"""
