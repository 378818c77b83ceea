"""The outside system of this app, who looks into files, and where apps above put what must happen with an order or an ad;
filled at start-up, in their `apps.py`.

Each of the first is called inside the transaction that closes it: what depends on an order being open ends with it, or neither
happens.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from clients.ports import AdBoard, EntityRegister, PdfJudge


class Closed(Protocol):
    """Told which order was closed (or had an ad closed), and when."""

    def __call__(self, *, order_id: int, at: datetime.datetime) -> None: ...


on_order_closed: list[Closed] = []

# An ad closed while its order goes on.
on_ad_closed: list[Closed] = []


class Lifted(Protocol):
    """Told which requirement of a check no longer holds, and when."""

    def __call__(self, *, requirement_id: int, at: datetime.datetime) -> None: ...


# Each says how many of an order's applicants wait for an answer: until there are none, it is not closed.
unanswered: list[Callable[[int], int]] = []

# Each says whether somebody still works at the client on an order: until nobody does, it is not closed.
hired_out: list[Callable[[int], bool]] = []

on_requirement_lifted: list[Lifted] = []

_registers: list[EntityRegister] = []


def use_entity_register(register: EntityRegister) -> None:
    _registers[:] = [register]


def entity_register() -> EntityRegister:
    """The one in use; an IndexError says that the app was never made ready."""
    return _registers[0]


_pdf_judges: list[PdfJudge] = []


def use_pdf_judge(judge: PdfJudge) -> None:
    _pdf_judges[:] = [judge]


def pdf_judge() -> PdfJudge:
    """The one in use; an IndexError says that the app was never made ready."""
    return _pdf_judges[0]


_ad_boards: list[AdBoard] = []


def use_ad_board(board: AdBoard) -> None:
    _ad_boards[:] = [board]


def ad_board() -> AdBoard:
    """The one in use; an IndexError says that the app was never made ready."""
    return _ad_boards[0]


@dataclass(frozen=True)
class Pipeline:
    """How many of an order's applications came as far as this: numbers of people, and nothing about any of them.

    `checked` is None where no checks are asked for; `meetings` are the times ahead at which the client's people meet somebody.
    """

    received: int = 0
    interviewed: int = 0
    presented: int = 0
    checked: int | None = None
    offered: int = 0
    placed: int = 0
    placed_at: datetime.datetime | None = None
    meetings: tuple[datetime.datetime, ...] = ()


class Asked(Protocol):
    def __call__(self, order_id: int, *, at: datetime.datetime) -> Pipeline: ...


# Asked in turn how far the applications of an order have come.
pipelines: list[Asked] = []


def pipeline_of(order_id: int, *, at: datetime.datetime) -> Pipeline:
    """As the first app says that knows applications; nothing came in where none does."""
    return next((ask(order_id, at=at) for ask in pipelines), Pipeline())
