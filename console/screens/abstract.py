"""Screens that a subclass completes."""

from abc import ABCMeta

from textual.message_pump import _MessagePumpMeta


class Abstract(ABCMeta, _MessagePumpMeta):
    """Makes a class both a screen and abstract: one that leaves out what it must say can't be made. Textual has a
    metaclass of its own, and Python wants one that is a subclass of both."""
