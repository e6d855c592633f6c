"""Deep-learning formulas, each one implemented and tested.

A chapter of the site is a subpackage: `dlref.losses`, `dlref.normalization`, and so on.
"""

__version__ = "0.1.0"
