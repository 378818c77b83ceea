"""Fresh copies of one filled database, and programs run on them."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

COPY = "measured"
Environment = dict[str, str]


class Failed(Exception):
    """A program of the bench ended badly; it has said why."""


def program(module: str, *arguments: str, environment: Environment) -> str:
    """Run a module of the bench to its end; what it wrote."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=os.environ | environment,
        check=False,
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        raise Failed(module)
    return done.stdout


def measured(module: str, method: str, moment: str, environment: Environment) -> dict[str, Any]:
    """One method on a copy of its own: what an earlier one left behind (dead rows, a warm cache) slows nobody down."""
    with copy(environment) as fresh:
        answer: dict[str, Any] = json.loads(program(module, method, moment, environment=fresh))
        return answer


@contextmanager
def copy(environment: Environment) -> Iterator[Environment]:
    name, filled = sql.Identifier(COPY), sql.Identifier(urlsplit(environment["DATABASE_URL"]).path[1:])
    with psycopg.connect(address(environment, "postgres"), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(name, filled))
        try:
            yield environment | {"DATABASE_URL": address(environment, COPY)}
        finally:
            server.execute(sql.SQL("DROP DATABASE {}").format(name))


def version(environment: Environment) -> str:
    with psycopg.connect(environment["DATABASE_URL"]) as server:
        return f"PostgreSQL {server.info.server_version // 10000}.{server.info.server_version % 10000}"


def address(environment: Environment, database: str) -> str:
    return urlunsplit(urlsplit(environment["DATABASE_URL"])._replace(path=f"/{database}"))
