"""A small agency lived through at random: what everybody does, what the engine does, and what must always be so.

After each step the engine's view of everybody equals the reference model's; after each erasure the database is exactly
what was there, without what had to go. Everything happens in one transaction, which each example gives back.
"""

import datetime
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from candidates.actions import alerts, applications, documents
from candidates.models import Document
from clients.actions import ads, enquiries, orders
from privacy.actions import consents, erasure, files, holds, purge, relay, replay, restrictions
from privacy.actions.subjects import IsRestricted
from privacy.choices import ConsentPurpose, ErasureCause
from privacy.decide import Facts, decide
from privacy.models import Erasure, FileTombstone, OutgoingMail, PurgeFailure, Restriction, Subject
from privacy.queries import consents as asked
from privacy.queries import explain, facts, journals
from privacy.queries.residue import in_database
from tests.database_role import by_force
from tests.privacy import reference
from tests.privacy.machine import incoming, snapshot
from tests.privacy.machine.world import A_MINUTE, Agency, World

NUMBER = st.sampled_from(range(60))  # divisible by whatever there is to choose among
MAYBE = st.booleans()
CRASH = st.sampled_from([None, None, *range(1, 40)])  # the number of the statement that is not answered any more
DAYS = st.sampled_from([0, 1, 13, 31, 91, 366, 731])
CATEGORY = st.sampled_from(["", "", "document", "correspondence", "application", "client"])
HOLDING = st.sampled_from(["placed", "is_approved", "is_released"])
COMING: dict[str, Callable[[World], Any]] = {
    "by_hand": lambda world: world.by_hand(100),
    "old": lambda world: world.by_hand(729),
    "imported": World.imported,
    "contact": World.contact,
    "lead": World.lead,
    "enquiry": incoming.enquiry,
    "signatory": World.signatory,
    "question": World.question,
    "account": lambda world: world.account(is_staff=False),
    "colleague": lambda world: world.account(is_staff=True),
}
KEPT = datetime.timedelta(days=380)  # the journal goes back thirteen months, and no backup is older
MOST = 6  # persons at a time
REFUSALS = (
    alerts.AlreadyStopped, alerts.NotConfirmed, alerts.SaidNo, alerts.TooMany, enquiries.AlreadyClosed,
    applications.AlreadyThere, applications.AlreadyWithdrawn, applications.NotYours, applications.PositionClosed,
    applications.WrongMove, ads.NotPublished, consents.AlreadyGiven, consents.NotGiven, documents.AlreadyRemoved,
    documents.InUse, holds.AlreadyApproved, holds.AlreadyReleased, holds.EndsTooSoon, orders.NotOpen,
    restrictions.AlreadyLifted, restrictions.AlreadyRestricted, restrictions.NotTold, restrictions.TooEarly, IsRestricted,
)  # fmt: skip


class Falsified(AssertionError):
    """What the engine promises is not so."""


class Crash(BaseException):
    """The program is gone: nobody catches this."""


@contextmanager
def crashing_at(statement: int | None) -> Iterator[None]:
    left = statement or 0

    def count(execute: Callable[..., Any], sql: Any, *about: Any) -> Any:
        """But for those that stand for BEGIN, COMMIT and ROLLBACK here: whoever is gone says none of them."""
        nonlocal left
        if not str(sql).startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            left -= 1
            if left == 0:
                raise Crash
        return execute(sql, *about)

    with connection.execute_wrapper(count):
        yield


class SubjectMachine(RuleBasedStateMachine):
    agency: ClassVar[Agency]
    purged: ClassVar[Callable[..., Any]] = staticmethod(purge.run)
    found: ClassVar[list[str]]
    refusals: ClassVar[tuple[type[Exception], ...]] = REFUSALS

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example._from_testcase = True  # as Django marks its own: what must commit by itself may do so in here
        self.example.__enter__()
        self.world = World(self.agency)
        self.backup: Any = None
        self.is_sound = True
        self.loose: set[str] = set()

    def teardown(self) -> None:
        try:
            if self.is_sound:
                self._nothing_is_left_of_who_is_gone()
                self.files_are_swept(is_late=True)
        finally:
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)
            mail.outbox.clear()
            empty_storages()

    # --- they come ---
    @initialize(one_position=MAYBE, days=st.sampled_from([0, 300, 725]))
    def two_who_came_first(self, one_position: bool, days: int) -> None:
        self._act(lambda: self._apply(one_position, 0))
        self._act(lambda: self.world.by_hand(days))
        self.a_backup_is_made()

    def _apply(self, one_position: bool, position: int, email: str = "") -> None:
        self.world.apply(None, position, one_position=one_position, email=email)
        if not email:
            self.world.confirm(self.world.newest)

    @rule(what=st.sampled_from(["applicant", "applicant", *COMING]), one_position=MAYBE, number=NUMBER)
    def somebody_comes(self, what: str, one_position: bool, number: int) -> None:
        if len(self.world.model.people) < MOST:
            stranger = what == "applicant"
            self._act(lambda: self._apply(one_position, number) if stranger else COMING[what](self.world))

    @rule(who=NUMBER, number=NUMBER, one_position=MAYBE, has_logged_in=MAYBE)
    def somebody_applies(self, who: int, number: int, one_position: bool, has_logged_in: bool) -> None:
        """Not logged in it is a stranger who gives that address, until the link in the receipt is used."""
        person = self.world.person(who, if_=lambda each: each.has_account)
        if person and has_logged_in:
            self._act(lambda: self.world.apply(person, number, one_position=one_position))
        elif person:
            self._act(lambda: self._apply(one_position, number, person.email))
            if number % 4:
                self._act(lambda: self.world.confirm(self.world.newest))

    # --- they do something ---
    @rule(who=NUMBER, number=NUMBER, what=st.sampled_from(["withdraw", "remove_document", "be_active"]))
    def a_candidate_acts(self, who: int, number: int, what: str) -> None:
        if person := self.world.person(who, if_=lambda each: each.profile and each.has_account):
            self._act(lambda: getattr(self.world, what)(person, number))

    @rule(who=NUMBER, yes=st.sampled_from([True, True, False]))
    def somebody_says_yes_or_no(self, who: int, yes: bool) -> None:
        self._about(who, lambda person: self.world.consent(person, yes=yes))

    @rule(who=NUMBER, what=st.sampled_from(["restrict", "announce", "lift"]), number=NUMBER, category=CATEGORY)
    def a_restriction(self, who: int, what: str, number: int, category: str) -> None:
        about = (category, number) if what == "restrict" else ()
        self._about(who, lambda person: getattr(self.world, what)(person, *about))

    @rule(who=NUMBER, yes=st.sampled_from([True, True, False]))
    def a_job_alert(self, who: int, yes: bool) -> None:
        person = self.world.person(who, if_=lambda each: each.profile and each.has_account)
        if person:
            self._act(lambda: (incoming.save_alert if yes else incoming.stop_alert)(self.world, person))

    # --- the agency does something ---
    @rule(who=NUMBER, days=st.sampled_from([5, 14, 40, 800]), number=NUMBER, what=HOLDING)
    def a_hold(self, who: int, days: int, number: int, what: str) -> None:
        if what == "placed":
            self._about(who, lambda person: self.world.hold(person, days, number))
        else:
            self._about(who, lambda person: self.world.change_hold(person, what))

    @rule(
        number=NUMBER, what=st.sampled_from(["close_ad", "close_order", "end", "end_enquiry", "add_to_order", "decide"])
    )
    def the_agency_works(self, number: int, what: str) -> None:
        act = incoming.end_enquiry if what == "end_enquiry" else getattr(World, what)
        self._act(lambda: act(self.world, number))

    @rule(who=NUMBER, other=NUMBER)
    def two_are_one(self, who: int, other: int) -> None:
        """Who has an account is never the one who becomes an alias: no door of the program does that."""
        lost, into = self.world.person(who, if_=lambda each: not each.has_account), self.world.person(other)
        if lost and lost is not into and not (into.profile and lost.profile and lost.profile.kind == "by_hand"):
            self._act(lambda: self.world.merge(lost, into))

    def _about(self, who: int, act: Callable[[Any], Any]) -> None:
        if person := self.world.person(who):
            self._act(lambda: act(person))

    def _act(self, act: Callable[[], Any]) -> None:
        self.world.now += A_MINUTE
        with suppress(*self.refusals):
            act()
        self.world.learn_mails()

    # --- time ---
    @rule(days=DAYS, what=st.sampled_from(["", "send_mails", "expire"]))
    def time_passes(self, days: int, what: str) -> None:
        self.world.now += datetime.timedelta(days=days)
        if what:
            self._act(getattr(self.world, what))

    # --- the engine ---
    @rule(days=DAYS, crash=CRASH)
    def purge_runs(self, days: int, crash: int | None) -> None:
        self.world.now += datetime.timedelta(days=days)
        self.world.now += A_MINUTE
        how = {"as_of": self.world.today, "at": self.world.now}
        fates = self.world.model.fates(self.world.today)
        before, all_before = self._look(), snapshot.everything()
        dry = self.purged(**how, dry_run=True)
        self._require(snapshot.everything() == all_before, "a dry run leaves something")
        if crash:
            self._crash(lambda: self.purged(**how), crash)
            self._nobody_is_half_gone(before, fates)
            self.purged(**how)
        else:
            run = self.purged(**how)
            numbers = [(each.due, each.erased, each.kept, each.review, each.failed) for each in (dry, run)]
            self._require(numbers[0] == numbers[1], f"a dry run that is none: {numbers}")
            erased = [number for number, fate in fates.items() if self._goes(fate)]
            self._require((run.erased, run.failed) == (len(erased), 0), f"erased {run.erased}, not {erased}")
        self._is_gone(before, fates)
        again, ledgers = snapshot.of_persons(), snapshot.ledgers()
        self.purged(**how)
        self._require(
            (snapshot.of_persons(), snapshot.ledgers()) == (again, ledgers), "purging twice is not purging once"
        )

    @rule(who=NUMBER, crash=CRASH)
    def somebody_asks_to_be_erased(self, who: int, crash: int | None) -> None:
        person = self.world.person(who)
        if person is None:
            return
        self.world.now += A_MINUTE
        fates = {person.number: self.world.model.fates(self.world.today, asked=True)[person.number]}
        address = person.email if person.has_account else ""
        before = self._look()
        how = {"subject_id": person.number, "cause": ErasureCause.PERSON, "by": None, "at": self.world.now}
        explained = explain(person.number, self.world.today)
        self._require(all(each.reasons for each in explained.items), "nothing said")
        everything = snapshot.everything()
        if crash and self._crash(lambda: erasure.erase_person(**how), crash):
            self._require(snapshot.everything() == everything, "half erased after a crash")
            answer = erasure.erase_person(**how)
        elif not crash:
            answer = erasure.erase_person(**how)
        else:
            answer = None
        self._require(answer is None or answer.is_erased == fates[person.number][1], "the answer is not what happened")
        farewells = OutgoingMail.objects.filter(subject=None, created_at=self.world.now)
        is_told = fates[person.number][1] or any(row.kind in reference.ALONE for row in person.rows)
        self._require(not address or farewells.count() == is_told, "a farewell too few or too many")
        self._is_gone(before, fates, more=OutgoingMail)

    @rule(is_late=MAYBE)
    def files_are_swept(self, is_late: bool) -> None:
        self.world.now += A_MINUTE
        at = self.world.now
        if is_late:
            at = max(at, datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2))
            _orphans, lost = files.reconcile(at=at)
            self._require(not lost, f"rows without a file: {lost}")
        files.sweep(at=at)
        self._require(not FileTombstone.objects.exists(), "a file that was not removed")
        named = set(Document.objects.values_list("file", flat=True))
        present = stored()
        self._require(named <= present, "a row without its file")
        self._require(not is_late or present == named, "a file without a row")

    # --- backup and restore ---
    @rule()
    def a_backup_is_made(self) -> None:
        relay.write(at=self.world.now)
        contents = {name: Path(storages["files_raw"].path(name)).read_bytes() for name in stored()}
        savepoint = transaction.savepoint()
        last = journals.last_outside()
        self.backup = (savepoint, self.world.model.copy(), contents, sequences(), self.world.now, last)
        self.world.since_backup = []

    @rule(with_files=MAYBE, crash=CRASH)
    def the_backup_is_restored(self, with_files: bool, crash: int | None) -> None:
        savepoint, model, contents, numbers, made_at, last = self.backup
        self.world.now += A_MINUTE
        if self.world.now - made_at > KEPT:
            self.a_backup_is_made()
            return
        relay.write(at=self.world.now)
        transaction.savepoint_rollback(savepoint)
        put_back(numbers)
        for name in set(contents) - stored() if with_files else ():
            storages["files_raw"].save(name, ContentFile(contents[name]))
        is_ahead = journals.is_ahead()
        self._require(is_ahead == (journals.last_outside() > last), "the fence does not know")
        self._require(is_ahead or not self.world.since_backup, "something nobody wrote down")
        self.world.model = model.copy()
        for what, about in self.world.since_backup:
            getattr(self.world.model, what)(*about)
        if crash:
            self._crash(lambda: replay.run(at=self.world.now), crash)
        replay.run(at=self.world.now)
        self._require(not journals.is_ahead(), "the fence stays closed")
        self.world.learn_mails()
        everybody = snapshot.of_persons()
        replay.run(at=self.world.now)
        self._require(snapshot.of_persons() == everybody, "replaying twice is not replaying once")

    # --- what must be so ---
    @invariant()
    def everybody_is_seen_as_they_are(self) -> None:
        """Which rows there are, what becomes of each and why, under whatever number they are filed."""
        today, model = self.world.today, self.world.model
        known = facts.of_persons(model.people)
        for is_asked in (False, True):
            fates = model.fates(today, asked=is_asked)
            for number, each in known.items():
                decision = decide(each.on_request() if is_asked else each, today)
                seen = {
                    outcome.item.key: (outcome.verdict.value, {ground.code for ground in outcome.active})
                    for outcome in decision.outcomes
                }
                self._require((seen, decision.erases_person) == fates[number], f"decided {seen}, not {fates[number]}")
                if not is_asked:
                    self._is_looked_at_in_time(number, each)

    def _is_looked_at_in_time(self, number: Any, known: Facts) -> None:
        """But for mails, whose sending stores no date: the purge finds that out before it begins."""
        items = tuple(item for item in known.items if item.at_most is None)
        look = decide(replace(known, items=items), self.world.today).next_look
        due_on = Subject.objects.values_list("due_on", flat=True).get(pk=number)
        self._require(look is None or (due_on is not None and due_on <= look), f"looked at on {due_on}, not {look}")

    @invariant()
    def words_said_and_wishes_stand(self) -> None:
        for number, person in self.world.model.people.items():
            numbers = [number, *self.world.model.numbers(number)]
            yes = bool(person.said) and person.said[-1][1]
            in_force = asked.in_force(number, ConsentPurpose.FURTHER_STORAGE) is not None
            self._require(in_force == yes, "a consent lost" if yes else "a consent that was withdrawn")
            standing = Restriction.objects.in_force().filter(subject__in=numbers).values_list("opened_at", flat=True)
            wished = {each.opened_at for each in person.restrictions if not each.is_lifted}
            self._require(set(standing) == wished, "a restriction lost, or lifted by nobody")

    @invariant()
    def nobody_is_blocked(self) -> None:
        self._require(not PurgeFailure.objects.exists(), "a person the purge could not erase")

    def _look(self) -> dict[Any, Any]:
        """Everybody's rows as they are; and which files nobody names already."""
        self.loose = loose()
        return snapshot.of_persons()

    def _goes(self, fate: tuple[dict[Any, Any], bool]) -> bool:
        return fate[1] or any(what == "erase" for what, _why in fate[0].values())

    def _crash(self, act: Callable[[], Any], statement: int) -> bool:
        try:
            with crashing_at(statement):
                act()
        except Crash:
            return True
        return False

    def _nobody_is_half_gone(self, before: dict[Any, Any], fates: dict[Any, Any]) -> None:
        gone = before.keys() - snapshot.of_persons().keys()
        for number, fate in fates.items():
            theirs = snapshot.gone_with(before, self._keys(number, fate))
            self._require(theirs <= gone or not theirs & gone, "half erased after a crash")

    def _keys(self, number: Any, fate: tuple[dict[Any, Any], bool]) -> list[Any]:
        if fate[1]:
            return [("privacy.Subject", str(each)) for each in [number, *self.world.model.numbers(number)]]
        return [key for key, (what, _why) in fate[0].items() if what == "erase"]

    def _is_gone(self, before: dict[Any, Any], fates: dict[Any, Any], more: Any = None) -> None:
        """What had to go is gone with all that hangs on it, and every other row is as it was."""
        keys = [key for number, fate in fates.items() for key in self._keys(number, fate)]
        gone, after = snapshot.gone_with(before, keys), snapshot.of_persons()
        added = {key for key in after.keys() - before.keys() if not more or key[0] != more._meta.label}
        self._require(not added, f"rows nobody wrote: {added}")
        self._require(not gone & after.keys(), f"kept too long: {gone & after.keys()}")
        self._require(before.keys() - gone <= after.keys(), f"lost: {before.keys() - gone - after.keys()}")
        changed = [key for key in before.keys() - gone if before[key] != after[key]]
        emptied = snapshot.cleared({key: before[key] for key in changed}, gone)
        changed = [key for key in changed if emptied[key] != json.loads(after[key])]
        self._require(not changed, f"changed: {changed}")
        self._require(loose() <= self.loose, "a file that was forgotten")
        for number, fate in fates.items():
            numbers = [number, *self.world.model.numbers(number)]
            proofs = Erasure.objects.filter(subject_uuid__in=numbers, scope="person").count()
            self._require(proofs == (len(numbers) if fate[1] else 0), "gone without proof, or proof without reason")
            if fate[1]:
                self.world.note("erased", number)
            elif keys := self._keys(number, fate):
                self.world.note("rows_erased", number, frozenset(keys))

    def _nothing_is_left_of_who_is_gone(self) -> None:
        OutgoingMail.objects.filter(subject=None).delete()  # farewells die when sent
        model = self.world.model
        here = {mark for person in model.people.values() for mark in person.marks}
        marks = sorted((here | model.gone) - self.world.shared)
        ledgers = "".join(snapshot.ledgers().values())
        journal = "".join(path.read_text() for path in Path(storages["journal"].base_location).rglob("*.json"))
        self._require(not [mark for mark in marks if mark in ledgers + journal], "a ledger with a name in it")
        lost = [] if not marks else list(in_database(marks))
        left = {(marks[finding.number - 1], finding.place) for finding in lost if marks[finding.number - 1] not in here}
        self._require(not left, f"left behind: {left}")

    def _require(self, is_so: bool, what: str) -> None:
        if not is_so:
            self.is_sound = False
            self.found.append(what.split(":")[0])
            raise Falsified(what)


def empty_storages() -> None:
    for name in ("files_raw", "journal"):
        root = Path(storages[name].base_location)
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(parents=True)


def stored() -> set[str]:
    root = Path(storages["files_raw"].base_location)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def loose() -> set[str]:
    """Files that neither a row nor a tombstone names."""
    named = {*Document.objects.values_list("file", flat=True), *FileTombstone.objects.values_list("name", flat=True)}
    return stored() - named


def sequences() -> list[tuple[str, int]]:
    """A restored database counts on from where the backup was: numbers come again."""
    with by_force() as cursor:  # the program sees no numbers of a sequence
        cursor.execute(
            "SELECT schemaname || '.' || sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
        )
        return cursor.fetchall()


def put_back(numbers: list[tuple[str, int]]) -> None:
    with by_force() as cursor:
        for name, last in numbers:
            cursor.execute("SELECT setval(%s, %s, %s)", [name, last or 1, last is not None])
