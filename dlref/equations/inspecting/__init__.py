"""Whether the Python of a notation may take branches, which a few draws might miss.

`symbols` inspects the value of a symbol, `functions` a function and all that it calls, `reader` the
source of one; `sources` finds it, `expressions` asks about its parts, `known` lists what is written
in C, and `course` says what is found.
"""
