"""Layers of a network, as functions."""

from dlref.layers._one_hot import one_hot

__all__ = ["one_hot"]
