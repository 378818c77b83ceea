"""The race machine: writers and erasers of one person on real connections, statement beside statement.

Hypothesis says who goes next and how far. A writer may stand inside its transaction while an eraser waits for its
lock, which no machine that finishes one step before the next can reach. What must be true at the end is in `_judge`.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from privacy.actions import consents, erasure, purge
from privacy.actions.subjects import PersonIsGone
from privacy.choices import ErasureCause
from privacy.models import Erasure, PurgeFailure, Subject
from tests.privacy.race_world import DAY, MANDATORY, NIGHT, STANDS, Staff, World
from tests.turns import Player, Point, Turns

WRITERS = (*STANDS, "withdraw_consent")
ALIASES = [None, uuid.UUID(int=1), uuid.UUID(int=9)]  # the person is 5
NUMBER = st.sampled_from(range(2520))  # divisible by whatever there is to choose among
ONE_IN_FOUR = st.sampled_from([False, False, False, True])
Chosen = TypeVar("Chosen")
Eraser = Callable[[World], Any]


def _chosen(among: Sequence[Chosen], number: int) -> Chosen:
    return among[number % len(among)]


class Falsified(AssertionError):
    """What the engine promises is not so."""


def purged(_world: World) -> Any:
    return purge.run(as_of=DAY, at=NIGHT)


def asked(world: World) -> Any:
    return erasure.erase_person(subject_id=world.person.pk, cause=ErasureCause.PERSON, by=None, at=NIGHT)


class RaceMachine(RuleBasedStateMachine):
    """At most as many players as there are seats; each kind of writer once, erasers as often as there is room."""

    turns: ClassVar[Turns]
    seats: ClassVar[int] = 3
    found: ClassVar[list[str]]
    staff: ClassVar[Staff]
    forget: ClassVar[Callable[[], None]]
    erasers: ClassVar[Mapping[str, Eraser]] = {"purged": purged, "asked": asked}
    writers: ClassVar[tuple[str, ...]] = WRITERS  # one of them is there from the start
    writers_after: ClassVar[tuple[str, ...]] = WRITERS

    def __init__(self) -> None:
        super().__init__()
        self.free: list[Player] = list(self.turns.players[: self.seats])
        self.playing: list[tuple[str, Player]] = []

    # --- what Hypothesis does: a number means the same whatever the database does with it ---
    @initialize(has_consent=ONE_IN_FOUR, alias=st.sampled_from(ALIASES), writer=NUMBER, eraser=NUMBER)
    def a_person_a_writer_and_an_eraser(self, has_consent: bool, alias: uuid.UUID | None, **who: int) -> None:
        self.world = World(self.staff, has_consent=has_consent, alias=alias)
        self._begin(_chosen(self.writers, who["writer"]))
        self._begin(_chosen(sorted(self.erasers), who["eraser"]))

    @rule(number=NUMBER, to_the_end=ONE_IN_FOUR, with_somebody_else=ONE_IN_FOUR)
    def go_on(self, number: int, to_the_end: bool, with_somebody_else: bool) -> None:
        if with_somebody_else and self.free:
            unused = [kind for kind in self.writers_after if kind not in dict(self.playing)]
            self._begin(_chosen([*sorted(self.erasers), *unused], number))
        elif standing := self._standing():
            _chosen(standing, number).go(Point.END if to_the_end else None)

    def teardown(self) -> None:
        try:
            self.turns.finish()
            if self.playing:
                self._judge()
        finally:
            self.forget()

    # --- the players ---
    def _begin(self, kind: str) -> None:
        self.world.prepare(kind)
        player = self.free.pop()
        self.playing.append((kind, player))
        eraser = self.erasers.get(kind)
        player.begin((lambda: eraser(self.world)) if eraser else getattr(self.world, kind))

    def _standing(self) -> list[Player]:
        return [player for _kind, player in self.playing if player.is_busy and not player.is_waiting]

    # --- what must be so ---
    def _judge(self) -> None:
        self._nobody_failed()
        if self.world.is_there():
            self._whoever_is_there_is_whole()
        else:
            self._whoever_is_gone_is_gone_rightly()
        self._require(not self.world.stray_files(), "a file without a row")
        keeps = self.world.is_there() and self._is_kept()
        purge.run(as_of=DAY, at=NIGHT)
        self._nobody_failed()
        self._require(self.world.is_there() == keeps, "lost" if keeps else "kept too long")
        if not keeps:
            self._require(not self.world.left(), "half erased")

    def _nobody_failed(self) -> None:
        expected = (PersonIsGone, consents.NotGiven, type(None))
        strange = [(kind, player.error) for kind, player in self.playing if not isinstance(player.error, expected)]
        self._require(not strange, f"failed: {strange}")
        self._require(not PurgeFailure.objects.exists(), "a person the purge could not erase")

    def _whoever_is_there_is_whole(self) -> None:
        refused = [kind for kind, player in self.playing if isinstance(player.error, PersonIsGone)]
        self._require(
            not (refused and self.world.has_candidate()), f"turned away though the person is there: {refused}"
        )
        parts = (set(), self.world.part, self.world.part | self.world.candidacy)
        missing = self.world.whole - self.world.left()
        self._require(missing in parts[: 3 if "ask" in dict(self._written()) else 2], "half erased")
        for kind, player in self._written():
            if kind in STANDS and not self._is_taken_back(kind, player):
                self._require(self.world.holds_true(kind, player.result), f"lost: {kind}")

    def _whoever_is_gone_is_gone_rightly(self) -> None:
        self._require(not self.world.left(), "half erased")
        proofs = Erasure.objects.filter(subject_uuid=self.world.person.pk, scope="person").count()
        self._require(proofs == 1 and not Subject.objects.filter(pk=self.world.person.pk).exists(), "gone unproven")
        asked_at = max((player.order for kind, player in self._written() if kind == "asked"), default=0)
        for kind, player in self._written():
            if kind == "confirm" and self.world.holds_true(kind, player.result):
                continue  # the address was free again: the application is somebody new's
            if kind in STANDS and not self._is_taken_back(kind, player):
                was_asked_later = kind not in MANDATORY and player.order < asked_at
                self._require(was_asked_later, f"lost: {kind}")

    def _written(self) -> list[tuple[str, Player]]:
        return [(kind, player) for kind, player in self.playing if player.error is None]

    def _is_taken_back(self, kind: str, player: Player) -> bool:
        later = (other.order for what, other in self._written() if what == "withdraw_consent")
        return kind == "give_consent" and any(order > player.order for order in later)

    def _is_kept(self) -> bool:
        """Whether somebody was told yes who gives a reason to keep the person."""
        written = dict(self._written())
        consent = max((player.order for kind, player in written.items() if kind == "give_consent"), default=0)
        withdrawn = max((player.order for kind, player in written.items() if kind == "withdraw_consent"), default=0)
        is_consented = consent > withdrawn if "give_consent" in written else self.world.has_consent and not withdrawn
        return is_consented or any(kind in STANDS and kind != "give_consent" for kind in written)

    def _require(self, is_so: bool, what: str) -> None:
        if not is_so:
            self.found.append(what)
            orders = {kind: (player.order, player.error) for kind, player in self.playing}
            raise Falsified(f"{what}; commits: {orders}")
