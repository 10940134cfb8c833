"""Work beside the keys: nothing that a key does waits for the server."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from textual.dom import DOMNode


def start(
    node: DOMNode, group: str, work: Callable[..., Coroutine[Any, Any, Any]], *arguments: Any, alone: bool = True
) -> None:
    """Runs work in a worker of the node; `alone` ends what runs in the group."""
    made: Any = partial(work, *arguments)  # a call, not a coroutine: one that is cancelled first is never made
    node.run_worker(made, group=group, exclusive=alone)
