"""Display equations in Markdown: where they stand on a page, and how a reader sees them.

`source` finds the equations of a page, `mathml` turns LaTeX into MathML, and `extension` is the
Python-Markdown extension that puts both on the site. No formula imports this package.
"""
