"""A process that is asked line by line, and answers with JSON.

Each thing is done in a child, forked before any database was asked: nothing finds what another left in memory, and Django is
started once.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping


def serve(doing: Mapping[str, Callable[..., object]]) -> None:
    """What is asked is the name of a thing to do, and words for it."""
    for line in sys.stdin:
        if child := os.fork():
            _, status = os.waitpid(child, 0)
            if status:
                sys.exit(1)
            continue
        name, *words = json.loads(line)
        sys.stdout.write(json.dumps(doing[name](*words)) + "\n")
        sys.stdout.flush()
        sys.exit(0)
