"""python manage.py serve_metrics: the numbers for Prometheus, on a port of its own that only the monitor reaches."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from prometheus_client import CollectorRegistry, start_http_server

from fremrykk.operation.metrics import Numbers


class Command(BaseCommand):
    help = (
        "Serve the numbers a monitor reads (Prometheus' text format). They name nobody; keep them inside all the same."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=9100)
        parser.add_argument("--address", default="127.0.0.1", help="0.0.0.0 in a container whose network is closed")

    def handle(self, *args: Any, **options: Any) -> None:
        registry = CollectorRegistry()
        registry.register(Numbers())
        server, _thread = start_http_server(options["port"], addr=options["address"], registry=registry)
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        self.stdout.write(f"numbers at http://{options['address']}:{server.server_port}/metrics")
        stopped.wait()
        server.shutdown()
