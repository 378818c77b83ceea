"""The bench's measuring program with an engine that dawdles: what `make bench` must not let pass."""

import datetime
import json
import sys
import time
import uuid

from bench.inside import measure
from bench.inside.stopwatch import Stopwatch

HASTE = measure.METHODS["engine"]


def dawdling(watch: Stopwatch, due: list[uuid.UUID], now: datetime.datetime) -> None:
    HASTE(watch, due, now)
    time.sleep(5)
    watch.seconds += 5


measure.METHODS["engine"] = dawdling
if __name__ == "__main__":
    answer = measure.measure(sys.argv[1], datetime.datetime.fromisoformat(sys.argv[2]))
    sys.stdout.write(json.dumps(answer))
