"""Snippets are run, and what they print is compared with what the page shows.

`comparing` tells whether an output is what is shown, `running` runs the examples of a snippet and
lists its mistakes, `rewriting` puts right outputs into a page. `dlref.equations.pages` finds them.
"""
