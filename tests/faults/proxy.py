"""What stands between the program and a server and does harm: by a schedule that a seed writes, until it is healed.

It knows no protocol but this: one side speaks, then the other answers. What a client says until it is answered is a turn,
and each turn, and each new line, meets one harm.
"""

import asyncio
import random
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import Enum

GO_ON = b"HTTP/1.1 100"  # no answer yet: only that the rest may come


class Harm(Enum):
    NONE = "handed on as it is"
    GONE = "cut before anything is handed on"
    HALF = "cut in the middle"
    REFUSED = "refused by a server that never heard of it"
    DEAF = "heard and done, and the answer lost"
    LATE = "slow"
    SILENT = "held, without a word"


CUTS = (Harm.GONE, Harm.HALF, Harm.REFUSED, Harm.DEAF, Harm.LATE)  # all but what costs a client its whole patience
HTTP_500 = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
HTTP_507 = b"HTTP/1.1 507 Insufficient Storage\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Line:
    """One client's line to the server."""

    def __init__(self, client: asyncio.StreamWriter) -> None:
        self.writers, self.harm, self.is_answered = [client], Harm.NONE, True

    def cut(self) -> None:
        for writer in self.writers:
            writer.close()


class Proxy:
    """`to` is the server's address; `is_ill` says whether harm is done, `done` how often which was."""

    def __init__(
        self, to: tuple[str, int], *, seed: int, refusal: bytes, harms: Sequence[Harm] = CUTS, share: float = 0.5
    ) -> None:
        self.to, self.refusal, self.harms, self.share = to, refusal, harms, share
        self.is_ill, self.port, self.done = True, 0, Counter[Harm]()
        self._dice, self._lines = random.Random(seed), set[Line]()

    def heal(self) -> None:
        self.is_ill = False

    def _drawn(self) -> Harm:
        ill = self.is_ill and self._dice.random() < self.share
        harm = self._dice.choice(self.harms) if ill else Harm.NONE
        self.done[harm] += 1
        return harm

    async def _taken(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = Line(writer)
        self._lines.add(line)
        with suppress(OSError):
            if await self._begins(line):
                there, to = await asyncio.open_connection(*self.to)
                line.writers.append(to)
                pumps = [asyncio.create_task(each) for each in (self._ask(line, reader), self._answer(line, there))]
                await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
                for pump in pumps:
                    pump.cancel()
                await asyncio.gather(*pumps, return_exceptions=True)
        line.cut()
        self._lines.discard(line)

    async def _begins(self, line: Line) -> bool:
        harm = self._drawn() if self.share < 1 else Harm.NONE  # where everything is harmed, a turn must begin at least
        if harm is Harm.REFUSED:
            await _say(line.writers[0], self.refusal)
        return harm not in (Harm.REFUSED, Harm.GONE)

    async def _ask(self, line: Line, client: asyncio.StreamReader) -> None:
        while piece := await client.read(65_536):
            if line.is_answered:
                line.harm, line.is_answered = self._drawn(), False
            if line.harm in (Harm.GONE, Harm.REFUSED):
                return await _say(line.writers[0], self.refusal if line.harm is Harm.REFUSED else b"")
            if line.harm is Harm.LATE:
                await asyncio.sleep(self._dice.uniform(0, 0.3))
            if line.harm is not Harm.SILENT:
                await _say(line.writers[1], piece[: len(piece) // 2] if line.harm is Harm.HALF else piece)
            if line.harm is Harm.HALF:
                return None
        return None

    async def _answer(self, line: Line, server: asyncio.StreamReader) -> None:
        while piece := await server.read(65_536):
            is_answer = not piece.startswith(GO_ON) or line.harm is not Harm.DEAF
            if line.harm is Harm.DEAF and is_answer:
                return
            await _say(line.writers[0], piece)
            line.is_answered = is_answer

    async def run(self, ready: threading.Event, over: asyncio.Event) -> None:
        server = await asyncio.start_server(self._taken, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await over.wait()
        server.close()
        for line in list(self._lines):
            line.cut()
        while self._lines:
            await asyncio.sleep(0.01)


async def _say(to: asyncio.StreamWriter, what: bytes) -> None:
    if what:
        to.write(what)
        await to.drain()


@contextmanager
def proxy(to: tuple[str, int], **how: object) -> Iterator[Proxy]:
    between = Proxy(to, **how)  # type: ignore[arg-type]
    ready, over, loop = threading.Event(), asyncio.Event(), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_until_complete, args=[between.run(ready, over)], daemon=True)
    thread.start()
    ready.wait(20)
    try:
        yield between
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(20)
        loop.close()
