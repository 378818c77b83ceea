"""Fresh copies of one filled database, and the process that works on them."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

COPY = "measured"
Environment = dict[str, str]


class Failed(Exception):
    """A program of the bench ended badly; it has said why."""


@dataclass(frozen=True)
class Process:
    """A module of the bench, started once: each thing it is asked it does in a child of its own."""

    name: str
    asks: IO[str]
    answers: IO[str]

    def ask(self, *words: str) -> Any:
        self.asks.write(json.dumps(words) + "\n")
        self.asks.flush()
        if not (answer := self.answers.readline()):
            raise Failed(f"{self.name}: {' '.join(words)}")
        return json.loads(answer)


@contextmanager
def process(module: str, environment: Environment) -> Iterator[Process]:
    """Starting Django takes as long as a small measurement: it is done once, before anything is measured."""
    command, env = [sys.executable, "-m", module], os.environ | environment
    with subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as started:
        assert started.stdin and started.stdout
        yield Process(module, started.stdin, started.stdout)
        started.stdin.close()


@dataclass(frozen=True)
class Filled:
    """The filled database, which stays as it is."""

    process: Process
    environment: Environment
    moment: str

    def measured(self, method: str) -> dict[str, Any]:
        """On a copy of its own: what an earlier one left behind (dead rows, a warm cache) slows nobody down."""
        with copy(self.environment):
            answer: dict[str, Any] = self.process.ask(method, self.moment, COPY)
            return answer


@contextmanager
def copy(environment: Environment) -> Iterator[None]:
    name, full = sql.Identifier(COPY), sql.Identifier(urlsplit(environment["DATABASE_URL"]).path[1:])
    with psycopg.connect(address(environment, "postgres"), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(name, full))
        try:
            yield
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def version(environment: Environment) -> str:
    with psycopg.connect(environment["DATABASE_URL"]) as server:
        return f"PostgreSQL {server.info.server_version // 10000}.{server.info.server_version % 10000}"


def address(environment: Environment, database: str) -> str:
    return urlunsplit(urlsplit(environment["DATABASE_URL"])._replace(path=f"/{database}"))
