"""What a check proves: on which rows of the notation the truth of an equation rests.

`finding` is the way in, and `kinds` is what it finds. A relation rests on the rows that must be
kept for it to stay true while all others are bent out of shape (`resting`, `bending`). If it rests
on rows that say the same formula (`transcription`), it is a definition and nothing is proved: then
both sides are one number of `odd` arithmetic, the LaTeX (`latex_side`) and the Python
(`python_side`), which share the functions that everybody knows (`known`). `declared` tells what
kind of row a row is.
"""
