"""One terminal for several programs: every line says who speaks."""

import subprocess
import threading
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

COLOURS = {"demo": "bold cyan", "web": "green", "worker": "yellow", "beat": "magenta", "manage": "blue"}
WIDTH = max(map(len, COLOURS))
_console = Console(soft_wrap=True, highlight=False)


def say(text: str, name: str = "demo") -> None:
    for line in text.splitlines() or [""]:
        _console.print(Text.assemble((f"{name:<{WIDTH}} │ ", COLOURS[name]), line))


def complain(text: str) -> None:
    _console.print(Text(f"\n{text}\n", style="bold red"))


def follow(name: str, process: subprocess.Popen[bytes]) -> threading.Thread:
    """Pass on what the program says until it ends."""
    listener = threading.Thread(target=pass_on, args=(name, process.stdout or ()), daemon=True)
    listener.start()
    return listener


def pass_on(name: str, source: Iterable[bytes]) -> None:
    for line in source:
        say(line.decode(errors="replace").rstrip(), name)
