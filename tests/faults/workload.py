"""What people do at the agency while things break, and what they were told: the list everything is held against.

Each of them does what people do when a page does not come: try once more. What was never answered is on no list, but it must
not have been done twice either.
"""

import datetime
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from django.utils import timezone

from tests.faults.people import Member
from tests.faults.visitor import APPLICATION, NOT_HEARD, RECEIPT, Answer, Visitor
from tests.files import pdf_cv

TRIES = 60
BETWEEN_TRIES = 0.5


@dataclass
class Ledger:
    """What was acknowledged."""

    applied: dict[str, str] = field(default_factory=dict)  # address and a word of the CV
    longer: dict[Member, bool] = field(default_factory=dict)  # the last word: consent, or its withdrawal
    erased: dict[Member, datetime.datetime] = field(default_factory=dict)  # and when it was said
    in_doubt: list[Member] = field(default_factory=list)  # asked for, the answer was lost
    answers: Counter[int] = field(default_factory=Counter)  # by status; 0: none came
    slowest: float = 0

    @property
    def acknowledged(self) -> int:
        return len(self.applied) + len(self.longer) + len(self.erased)


class Crowd:
    """So many people at once, each with so many things to do, the same for the same seed."""

    def __init__(self, port: int, ad: str, members: list[Member], *, people: int, each: int, seed: int) -> None:
        self.ledger = Ledger()
        self._port, self._ad, self._members, self._seed = port, ad, members, seed
        self._lock = threading.Lock()
        self._errors: list[BaseException] = []
        shares = [members[number::people] for number in range(people)]
        self._threads = [
            threading.Thread(target=self._act, args=(number, each, share), daemon=True)
            for number, share in enumerate(shares)
        ]

    def begin(self) -> None:
        for thread in self._threads:
            thread.start()

    def end(self, patience: float = 300) -> Ledger:
        until = time.monotonic() + patience
        for thread in self._threads:
            thread.join(max(0, until - time.monotonic()))
            assert not thread.is_alive(), "somebody still waits for a page"
        if self._errors:
            raise self._errors[0]
        return self.ledger

    def _act(self, number: int, each: int, members: list[Member]) -> None:
        dice, mine = Random(f"{self._seed} {number}"), list(members)
        try:
            for turn in range(each):
                if mine and dice.random() < 0.5:
                    self._one_of_ours(mine, dice)
                else:
                    self._apply(f"s{self._seed}n{number}t{turn}", dice)
        except BaseException as error:  # told where the crowd is waited for
            self._errors.append(error)

    def _one_of_ours(self, mine: list[Member], dice: Random) -> None:
        member = dice.choice(mine)
        what = dice.choice(["give", "withdraw", "erase"])
        if what == "erase":
            mine.remove(member)
            self._erase(member)
        else:
            self._say(member, longer=what == "give")

    def _apply(self, who: str, dice: Random) -> None:
        word = f"ord{who}"
        sent = APPLICATION | {"email": f"{who}@example.test", "message": word}
        cv = {"cv": ("cv.pdf", pdf_cv([word, *(["langt"] * dice.randrange(200))]))}
        visitor = Visitor(self._port, f"127.{dice.randrange(1, 255)}.{dice.randrange(255)}.{dice.randrange(2, 255)}")
        if self._until(lambda: visitor.send(self._ad, sent, cv), lambda answer: RECEIPT in answer.leads_to):
            self.ledger.applied[sent["email"]] = word

    def _say(self, member: Member, *, longer: bool) -> None:
        path = f"/min-side/lagring/{'samtykke' if longer else 'trekk-samtykke'}/"
        visitor = Visitor(self._port, member.address, dict(member.cookies))
        if self._until(
            lambda: visitor.send(path, {}, page="/min-side/lagring/"),
            lambda said: said.leads_to == "/min-side/lagring/",
        ):
            self.ledger.longer[member] = longer

    def _erase(self, member: Member) -> None:
        """Whoever was erased and did not hear it is logged out: no answer will ever tell."""
        visitor = Visitor(self._port, member.address, dict(member.cookies))
        self.ledger.longer.pop(member, None)
        with self._lock:
            self.ledger.in_doubt.append(member)

        def ask() -> Answer:
            return visitor.send("/min-side/slett-meg/", {"understood": "on"})

        if self._until(ask, lambda said: said.status == 200 or "/konto/" in said.leads_to).status == 200:
            with self._lock:
                self.ledger.in_doubt.remove(member)
                self.ledger.erased[member] = timezone.now()

    def _until(self, ask: Callable[[], Answer], is_done: Callable[[Answer], bool]) -> Answer:
        for _ in range(TRIES):
            began = time.monotonic()
            try:
                answer = ask()
            except NOT_HEARD:
                answer = Answer(0, "", "")
            with self._lock:
                self.ledger.answers[answer.status] += 1
                self.ledger.slowest = max(self.ledger.slowest, time.monotonic() - began)
            if is_done(answer):
                return answer
            assert answer.status in (0, 500, 502, 503), f"answered with {answer.status}:\n{answer.text[:2000]}"
            time.sleep(BETWEEN_TRIES)
        raise AssertionError(f"nobody answered in {TRIES} tries: {self.ledger.answers}")
