"""An adviser's days lived through at random: asked, shown, met, spoken of, checked, employed; and what must always be so.

The machine keeps in plain words who is gone, set aside, withdrawn, or has said no, and holds every page of every client, every
interview, statement and check against it after each step. One transaction, which each example gives back.
"""

import datetime
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core import mail
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from candidates.actions import (
    applications,
    checks,
    interview_terms,
    interviews,
    offers,
    permissions,
    placements,
    presentation_ends,
    presentations,
    referees,
    references,
)
from candidates.actions.presentation_refusals import Refused
from candidates.models import (
    Application,
    Candidate,
    Interview,
    Offer,
    Placement,
    Presentation,
    PresentationItem,
    ReferenceCheck,
    SharingPermission,
    SpecialCheck,
)
from candidates.queries import answered
from candidates.queries import presentations as reading
from clients.actions import orders
from privacy.actions import disclosures, erasure, restrictions
from privacy.actions.subjects import IsRestricted, PersonIsGone
from privacy.choices import ErasureCause, RestrictionGround
from privacy.models import Subject
from tests import factories as made

A_MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)
WHO = st.sampled_from([0, 1, 2])
WHICH = st.sampled_from([0, 1, 2, 3])
MOST = 4  # presentations at a time
SAID = [("Hva gjorde kandidaten?", "Ledet vaktene.")]


@dataclass
class Person:
    """Somebody who applied for the order; `word` is the last one about being shown for it."""

    candidate: Candidate
    account: Any
    is_gone: bool = False
    is_set_aside: bool = False
    has_withdrawn: bool = False
    is_answered: bool = False
    is_placed: bool = False
    word: str = ""
    check: str = ""
    spoke: bool = False

    @property
    def is_here(self) -> bool:
        return not (self.is_gone or self.is_set_aside)

    @property
    def may_be_shown(self) -> bool:
        """An application that stands is a yes until something else is said; the later word counts."""
        applied = not self.has_withdrawn and (self.is_placed or not self.is_answered)
        return self.is_here and (self.word == "yes" or (not self.word and applied))


@dataclass
class Shown:
    """A presentation as the adviser knows it."""

    whole: Presentation
    people: list[Person] = field(default_factory=list)
    is_sent: bool = False
    is_taken_back: bool = False


class ShowingFalsified(AssertionError):
    """Somebody is shown, met, spoken of or checked who must not be; or is not who should be."""


REFUSALS: tuple[type[Exception], ...] = (
    Refused, IsRestricted, PersonIsGone, disclosures.NotAllowed, disclosures.NotInformed, orders.NotOpen, orders.Unanswered,
    *(value for module in (applications, checks, interview_terms, interviews, offers, permissions, placements,
                           presentations, referees, references, restrictions)
      for value in vars(module).values() if isinstance(value, type) and issubclass(value, Exception)),
)  # fmt: skip


class ShowingMachine(RuleBasedStateMachine):
    found: ClassVar[list[str]]

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example._from_testcase = True
        self.example.__enter__()
        self.now, self.is_closed = made.NOW, False
        self.shown: list[Shown] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)
        mail.outbox.clear()

    # --- the order ---
    @initialize()
    def an_order_with_three_applicants(self) -> None:
        contact = made.ClientContactFactory()
        self.order = made.JobOrderFactory(company=contact.company)
        self.contact, self.adviser = contact, self.order.adviser
        type(self.adviser).objects.filter(pk=self.adviser.pk).update(roles=["adviser", "manager"])
        self.adviser.refresh_from_db()
        made.RecipientFactory(company_uuid=contact.company_id, kind="client", contact_address="")
        made.FactSheetFactory(order=self.order)
        self.requirement = made.CheckRequirementFactory(order=self.order)
        self.people = [self._applicant() for _each in range(3)]
        self._show([0, 1, 2], days=14)

    def _applicant(self) -> Person:
        application = made.ApplicationFactory(job_ad=None, job_order=self.order, origin="applied", stage="interview")
        return Person(application.candidate, application.candidate.subject.user)

    def _act(self, act: Callable[[], Any]) -> bool:
        self.now += A_MINUTE
        with suppress(*REFUSALS):
            act()
            return True
        return False

    @property
    def by(self) -> dict[str, Any]:
        return {"by": self.adviser, "at": self.now}

    def _own(self, person: Person) -> dict[str, Any]:
        return {"by": person.account, "at": self.now}

    def _application(self, person: Person) -> Application:
        found = Application.objects.filter(candidate=person.candidate.pk).first()
        return found or Application(candidate=person.candidate)

    # --- shown ---
    @rule(who=st.lists(WHO, min_size=1, unique=True), days=st.sampled_from([1, 14, 60]))
    def shown_anew(self, who: list[int], days: int) -> None:
        if len(self.shown) < MOST:
            self._show(who, days=days)

    def _show(self, who: list[int], *, days: int) -> None:
        last = timezone.localdate(self.now) + datetime.timedelta(days=days)
        how = {"order": self.order, "contact": self.contact, "last_day": last, "is_anonymous": False}
        self._act(lambda: self.shown.append(Shown(presentations.draft(**how, **self.by))))
        for each in who:
            self.put_in(each, len(self.shown) - 1)
        self.sent(len(self.shown) - 1)

    @rule(who=WHO, which=WHICH)
    def put_in(self, who: int, which: int) -> None:
        person, shown = self.people[who], self._of(which)
        about = {"candidate": person.candidate, "text": "Ti år."}
        if shown and self._act(lambda: presentations.include(presentation=shown.whole, **about, **self.by)):
            self._require(person.is_here and not shown.is_sent, "put in after it was sent, or whoever is not here")
            shown.people.append(person)

    @rule(which=WHICH)
    def sent(self, which: int) -> None:
        if shown := self._of(which):
            may = [each for each in shown.people if not each.is_gone]
            fit = may and all(each.may_be_shown for each in may) and not self.is_closed and not shown.is_sent
            is_sent = self._act(lambda: presentations.send(presentation=shown.whole, **self.by))
            self._require(is_sent == bool(fit and self.now < shown.whole.ends_at), "sent, or not, against the rules")
            shown.is_sent |= is_sent

    @rule(which=WHICH)
    def taken_back(self, which: int) -> None:
        shown = self._of(which)
        if shown and self._act(lambda: presentations.revoke(presentation=shown.whole, **self.by)):
            shown.is_taken_back = True

    def _of(self, which: int) -> Shown | None:
        return self.shown[which % len(self.shown)] if self.shown else None

    # --- asked ---
    @rule(who=WHO, said=st.sampled_from(["nothing", "yes", "no"]))
    def asked(self, who: int, said: str) -> None:
        """Most answer at once: what a later word of theirs changes is seldom reached in steps apart."""
        person = self.people[who]
        if self._act(lambda: permissions.ask(candidate=person.candidate, order=self.order, **self.by)):
            person.word = "asked"
        if said != "nothing":
            self.answers(who, said == "yes")

    @rule(who=WHO, yes=st.booleans())
    def answers(self, who: int, yes: bool) -> None:
        person = self.people[who]
        asked = SharingPermission.objects.waiting().filter(candidate=person.candidate.pk).first()
        said = {"interest": "interested" if yes else "not_interested", "has_acknowledged": yes, "channel": "own_pages"}
        if asked and self._act(lambda: permissions.answer(permission=asked, **said, **self._own(person))):
            person.word = "yes" if yes else "no"

    @rule(who=WHO, what=st.sampled_from(["take_back", "stop"]))
    def says_no(self, who: int, what: str) -> None:
        person = self.people[who]
        given = SharingPermission.objects.standing().filter(candidate=person.candidate.pk).first()
        if what == "stop" and self._act(
            lambda: permissions.stop(candidate=person.candidate, order=self.order, **self._own(person))
        ):
            person.word = "no"
        elif what == "take_back" and given:
            taken = self._act(lambda: permissions.take_back(permission=given, **self._own(person)))
            person.word = "no" if taken else person.word

    # --- met, spoken of, checked ---
    @rule(who=WHO, days=st.sampled_from([1, 5, 30]))
    def met(self, who: int, days: int) -> None:
        meeting = interview_terms.Meeting(kind="phone", minutes=30, led_by=self.adviser, contact=self.contact)
        how = {"application": self._application(self.people[who]), "meeting": meeting}
        self._act(lambda: interviews.set_up(starts_at=self.now + days * DAY, **how, **self.by))

    @rule(who=WHO)
    def spoken_of(self, who: int) -> None:
        person, given = self.people[who], {"name": "Ola", "phone": "", "relation": "leder", "language": "nb"}
        with suppress(*REFUSALS):
            named = {"candidate": person.candidate, "is_asked": True, "email": f"leder{who}@example.test"}
            referees.name(**named, **given, **self._own(person))
        referee = person.candidate.referees.first() if not person.is_gone else None
        if referee is None or not self._act(
            lambda: references.give_go_ahead(
                application=self._application(person), referee=referee, **self._own(person)
            )
        ):
            return
        check = ReferenceCheck.objects.get(referee=referee)
        self._act(lambda: references.ask(check=check, **self.by))
        person.spoke |= self._act(
            lambda: references.answer(check=check, answers=SAID, through="link", by=None, at=self.now)
        )

    @rule(who=WHO)
    def no_more_of_that(self, who: int) -> None:
        person = self.people[who]
        check = ReferenceCheck.objects.filter(application__candidate=person.candidate.pk).first()
        if check and self._act(lambda: references.take_back(check=check, **self._own(person))):
            person.spoke = False

    @rule(who=WHO)
    def checked(self, who: int) -> None:
        person = self.people[who]
        about = {"application": self._application(person), "requirement": self.requirement}
        self._act(lambda: checks.tell(**about, **self.by))
        notice = self.requirement.notices.filter(application__candidate=person.candidate.pk).first()
        seen_on = timezone.localdate(self.now)
        if notice and self._act(lambda: checks.note(notice=notice, seen_on=seen_on, **self.by)):
            person.check = "noted"

    # --- employed, and what ends ---
    @rule(who=WHO)
    def employed(self, who: int) -> None:
        person, day = self.people[who], timezone.localdate(self.now)
        about = {"application": self._application(person), "starts_on": day}
        self._act(lambda: offers.make(reply_by=day, **about, **self.by))
        offer = Offer.objects.waiting().filter(application__candidate=person.candidate.pk).first()
        if offer:
            self._act(lambda: offers.answer(offer=offer, answer="accepted", **self._own(person)))
        if self._act(lambda: placements.register(follow_up_on=day, **about, **self.by)):
            person.is_placed = person.is_answered = True

    @rule(who=WHO)
    def employment_ends(self, who: int) -> None:
        person = self.people[who]
        placement = Placement.objects.filter(application__candidate=person.candidate.pk).first()
        day = timezone.localdate(self.now)
        if placement and self._act(lambda: placements.end(placement=placement, ends_on=day, **self.by)):
            person.check = ""

    @rule(who=WHO)
    def withdraws(self, who: int) -> None:
        person = self.people[who]
        if self._act(lambda: applications.withdraw(application=self._application(person), **self._own(person))):
            person.has_withdrawn = person.is_answered = True
            person.check, person.word = "", "no" if person.word == "yes" else person.word

    @rule(who=WHO)
    def set_aside(self, who: int) -> None:
        person = self.people[who]
        how = {"subject_id": person.candidate.subject_id, "ground": RestrictionGround.ACCURACY, "category": ""}
        if not person.is_gone and self._act(lambda: restrictions.place(**how, **self.by)):
            person.is_set_aside = True

    @rule(who=WHO)
    def erased(self, who: int) -> None:
        person = self.people[who]
        if person.is_gone:
            return
        self.now += A_MINUTE
        how = {"subject_id": person.candidate.subject_id, "cause": ErasureCause.PERSON, "by": None, "at": self.now}
        person.is_gone = erasure.erase_person(**how).is_erased

    @rule()
    def closed(self) -> None:
        """Whoever waits is answered first."""
        for waits in list(answered.unanswered(self.order.pk)):
            person = next(each for each in self.people if each.candidate.pk == waits.candidate_id)
            if self._act(lambda waits=waits: applications.reject(application=waits, reason="Besatt.", **self.by)):
                person.is_answered, person.check = True, ""
        if self._act(lambda: orders.close(order=self.order, **self.by)):
            self.is_closed = True
            for person in self.people:
                person.check, person.spoke = "", False

    @rule(days=st.sampled_from([0, 1, 3, 15]))
    def time_passes(self, days: int) -> None:
        self.now += days * DAY
        presentation_ends.tell_all(at=self.now)

    # --- what must always be so ---
    @invariant()
    def every_page_shows_whom_it_may(self) -> None:
        for shown in self.shown:
            is_out = shown.is_sent and not shown.is_taken_back and not self.is_closed and self.now < shown.whole.ends_at
            may = {each.candidate.pk for each in shown.people if is_out and each.may_be_shown}
            for reader in reading.readers().filter(presentation=shown.whole):
                seen = set(reading.shown_to(reader, at=self.now))
                self._require(seen == may, "shown to the client, or not, against the rules")

    @invariant()
    def whoever_is_gone_is_gone_everywhere(self) -> None:
        gone = [each.candidate for each in getattr(self, "people", []) if each.is_gone]
        numbers, keys = [each.subject_id for each in gone], [each.pk for each in gone]
        left = [Subject.objects.filter(pk__in=numbers), Candidate.objects.filter(pk__in=keys)]
        left += [
            model.objects.filter(**{f"{path}__in": keys})
            for model, path in (
                (PresentationItem, "candidate"), (SharingPermission, "candidate"), (Interview, "candidate"),
                (ReferenceCheck, "application__candidate"), (SpecialCheck, "notice__application__candidate"),
                (Offer, "application__candidate"), (Placement, "application__candidate"),
            )
        ]  # fmt: skip
        self._require(not any(rows.exists() for rows in left), "something is left of who is gone")

    @invariant()
    def nobody_is_met_who_is_not_there(self) -> None:
        ahead = Interview.objects.ahead().filter(starts_at__gt=self.now)
        met = set(ahead.values_list("candidate", flat=True))
        may = {
            each.candidate.pk
            for each in getattr(self, "people", [])
            if each.is_here and not self.is_closed and (each.is_placed or not each.is_answered)
        }
        self._require(met <= may, "somebody is met who is not there")

    @invariant()
    def statements_and_checks_stand_as_long_as_they_may(self) -> None:
        people = [each for each in getattr(self, "people", []) if not each.is_gone]
        spoke = set(ReferenceCheck.objects.exclude(answers=None).values_list("application__candidate", flat=True))
        noted = set(SpecialCheck.objects.values_list("notice__application__candidate", flat=True))
        self._require(spoke == {each.candidate.pk for each in people if each.spoke}, "what a referee said stays")
        self._require(noted == {each.candidate.pk for each in people if each.check}, "a check stays")

    def _require(self, is_so: bool, what: str) -> None:
        if not is_so:
            self.found.append(what)
            raise ShowingFalsified(what)
