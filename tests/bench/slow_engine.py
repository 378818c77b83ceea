"""The bench's measuring process with an engine more that dawdles: what `make bench` must not let pass."""

import datetime
import uuid

from bench.inside import measure
from bench.inside.asked import serve
from bench.inside.stopwatch import Stopwatch

HASTE = measure.METHODS["engine"]


def dawdling(watch: Stopwatch, due: list[uuid.UUID], now: datetime.datetime) -> None:
    HASTE(watch, due, now)
    watch.seconds += 60


measure.METHODS["slow"] = dawdling
if __name__ == "__main__":
    serve(measure.doing())
