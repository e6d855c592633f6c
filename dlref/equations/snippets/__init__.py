"""Snippets are run, and what they print is compared with what the page shows.

`examples` reads a snippet; `running` has it run by two processes, whose `environment` differs:
`interpreters` is the way to such a process, `server` the process and `interpreter` what it forks.
`judging` compares what was printed with what is shown (`comparing`, `numbers`) and tells the
`mistakes`; `rewriting` puts right outputs into a page. `dlref.equations.pages` finds the snippets.
"""
