"""The numbers as Prometheus reads them, worked out when it asks."""

from collections.abc import Callable, Iterable, Iterator

from django.db import close_old_connections
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from fremrykk.operation import numbers, runs
from fremrykk.operation.numbers import Number


class Numbers(Collector):
    """A part that does not answer is `fremrykk_up{part="…"} 0`, and has no other numbers."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        at = timezone.now()
        parts: dict[str, Callable[[], list[Number]]] = {
            "database": lambda: numbers.of_database(at),
            "backups": numbers.of_backups,
            "broker": lambda: [*numbers.of_queue(), *_jobs()],
        }
        close_old_connections()
        answers = {part: _answer(ask) for part, ask in parts.items()}
        close_old_connections()
        up = [
            Number("up", "1 while this part answers", float(found is not None), (("part", part),))
            for part, found in answers.items()
        ]
        yield from families([*up, *(number for found in answers.values() for number in found or ())])

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing is asked before somebody reads."""
        return []


def families(of: Iterable[Number]) -> Iterator[GaugeMetricFamily]:
    """Those of one name together, as the format wants it."""
    found: dict[str, GaugeMetricFamily] = {}
    for each in of:
        labels = [name for name, _value in each.labels]
        family = found.setdefault(each.name, GaugeMetricFamily(f"fremrykk_{each.name}", each.about, labels=labels))
        family.add_metric([value for _name, value in each.labels], each.value)
    yield from found.values()


def _answer(ask: Callable[[], list[Number]]) -> list[Number] | None:
    try:
        return ask()
    except Exception:  # whatever it is, it means: this part does not answer
        return None


def _jobs() -> list[Number]:
    late = runs.late(timezone.now())
    about = "When this job last ended well, in seconds since 1970; 0: not since Valkey began"
    return [
        number
        for name, moment in runs.last().items()
        for number in (
            Number("job_last_end_seconds", about, moment.timestamp() if moment else 0, (("job", name),)),
            Number("job_late", "1 while this job should have run and has not", float(name in late), (("job", name),)),
        )
    ]
