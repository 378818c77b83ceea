"""What people do in the machine: each act is the program's own, and the model is told of it in plain words."""

import datetime
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from candidates.actions import applications, documents, people
from candidates.choices import KeepScope, Source
from candidates.emails import confirm_token
from candidates.models import Application, Campaign, Candidate, Document
from candidates.queries import answered
from clients.actions import ads, companies, orders
from clients.models import ClientCompany, ClientContact, JobAd, JobOrder
from fremrykk.accounts.models import User
from privacy.actions import (
    consents,
    delivery,
    holds,
    housekeeping,
    inbox,
    mails,
    restrictions,
    retention,
    reviews,
    subjects,
)
from privacy.choices import Channel, ConsentPurpose, HoldReason, MailState, RestrictionGround, ToldBy
from privacy.models import Hold, InboxCase, OutgoingMail, Restriction, Subject
from tests.candidates.leads import taken_in
from tests.candidates.sent import sent
from tests.factories import (
    CampaignFactory,
    CandidateFactory,
    ClientCompanyFactory,
    ClientContactFactory,
    JobAdFactory,
    JobOrderFactory,
    NoticeFactory,
    StaffFactory,
    TermsVersionFactory,
    UserFactory,
    papers_in_order,
)
from tests.privacy.machine import history
from tests.privacy.machine.history import (
    ACCOUNT,
    APPLICATION,
    ASKED,
    CANDIDATE,
    CASE,
    CONTACT,
    DOCUMENT,
    LEAD,
    MAIL,
    SIGNATURE,
    Row,
)
from tests.privacy.machine.model import Model, Person

BEGINNING = datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC)
A_MINUTE = datetime.timedelta(minutes=1)
Chosen = TypeVar("Chosen")


@dataclass(frozen=True)
class Agency:
    """Who and what is there in every example: made once."""

    officer: User
    manager: User
    adviser: User
    payroll: User
    company: ClientCompany
    ads: tuple[JobAd, ...]
    words: dict[str, Any]
    campaign: Campaign
    staffing: JobOrder
    leader: ClientContact


def make_agency() -> Agency:
    staff = [StaffFactory(roles=[role]) for role in ("privacy", "manager", "adviser", "payroll")]
    first, second = JobOrderFactory(), JobOrderFactory()
    positions = (JobAdFactory(order=first), JobAdFactory(order=first), JobAdFactory(order=second))
    words = {"notice": NoticeFactory(), "terms": TermsVersionFactory(), "sharing_notice": NoticeFactory(kind="sharing")}
    campaign = CampaignFactory(starts_on=BEGINNING.date(), ends_on=BEGINNING.date().replace(year=2099))
    papers_in_order()
    staffing = JobOrderFactory(kind="staffing")
    leader = ClientContactFactory(company=staffing.company)
    return Agency(*staff, ClientCompanyFactory(), positions, words, campaign, staffing, leader)


def chosen(among: Sequence[Chosen], number: int) -> Chosen | None:
    """The same number always means the same one."""
    return among[number % len(among)] if among else None


class World:
    """The program, and the model beside it."""

    def __init__(self, agency: Agency) -> None:
        self.agency, self.model, self.now, self.count = agency, Model(), BEGINNING, 0
        self.shared: set[str] = set()  # addresses that more than one has given
        self.since_backup: list[tuple[str, tuple[Any, ...]]] = []

    @property
    def today(self) -> datetime.date:
        return timezone.localdate(self.now)

    def note(self, what: str, *about: Any) -> None:
        """Something no restore may undo."""
        getattr(self.model, what)(*about)
        self.since_backup.append((what, about))

    def person(self, number: int, *, if_: Callable[[Person], Any] = bool) -> Person | None:
        return chosen([each for each in self.model.people.values() if if_(each)], number)

    @property
    def newest(self) -> Person:
        return list(self.model.people.values())[-1]

    def user(self, person: Person) -> User:
        return User.objects.get(subject=person.number)

    def open_ads(self) -> list[JobAd]:
        still_open = set(JobAd.objects.filter(closed_at=None).values_list("pk", flat=True))
        return [ad for ad in self.agency.ads if ad.pk in still_open]

    # --- they come ---
    def newcomer(self) -> Person:
        self.count += 1
        email = f"adresse{self.count:05d}@example.test"
        return Person(email=email, marks={f"merkenavn{self.count:05d}", f"+4790{self.count:06d}", email})

    def registered(self, number: uuid.UUID, person: Person, *rows: Row) -> Person:
        person.number, person.rows = number, list(rows)
        self.model.people[number] = person
        return person

    def by_hand(self, days_ago: int) -> None:
        person, received = self.newcomer(), self.today - datetime.timedelta(days=days_ago)
        candidate = people.add_by_hand(
            email=person.email, received_on=received, by=self.agency.adviser, at=self.now, **self._profile(person)
        )
        row = Row((CANDIDATE, str(candidate.pk)), "by_hand", received, self.now)
        self.registered(candidate.subject_id, person, row)

    def imported(self) -> None:
        """Nobody knows when the data came."""
        person = self.newcomer()
        candidate = CandidateFactory(
            source=Source.IMPORTED, account=False, unconfirmed_email=person.email, created_at=self.now,
            last_active_at=self.now, **self._profile(person),
        )  # fmt: skip
        retention.refresh(candidate.subject_id)
        row = Row((CANDIDATE, str(candidate.pk)), "by_hand", None, self.now)
        self.registered(candidate.subject_id, person, row)

    def contact(self) -> None:
        person = self.newcomer()
        card = {"name": max(person.marks), "email": person.email}
        contact = companies.add_contact(company=self.agency.company, by=self.agency.adviser, at=self.now, **card)
        self.registered(contact.subject_id, person, Row((CONTACT, str(contact.pk)), "contact"))

    def lead(self) -> None:
        person = self.newcomer()
        said = self._profile(person) | {
            "email": person.email,
            "reference": f"PS-{self.count}",
            "answered_on": self.today,
        }
        lead = taken_in(self.agency.campaign, at=self.now, **said)
        self.registered(lead.subject_id, person, Row((LEAD, str(lead.pk)), "lead", self.now))

    def signatory(self) -> None:
        """A contact person who signs an agreement that is over the same day: the law keeps that for years."""
        self.contact()
        contact = ClientContact.objects.get(subject=self.newest.number)
        day = self.today
        agreement = companies.sign(
            company=self.agency.company, kind="frame", valid_from=day, valid_until=day, signatories=[contact],
            by=self.agency.manager, at=self.now,
        )  # fmt: skip
        signature = agreement.signatories.get()
        self.newest.rows.append(Row((SIGNATURE, str(signature.pk)), "signature", agreement.ended_on))

    def question(self) -> None:
        person = self.newcomer()
        said = {"name": max(person.marks), "email": person.email, "message": person.email, "kind": "question"}
        case = inbox.receive(**said, language="nb", by=None, at=self.now)
        self.registered(case.subject_id, person, Row((CASE, str(case.pk)), "enquiry"))

    def account(self, *, is_staff: bool) -> None:
        person = self.newcomer()
        user = UserFactory(
            email=person.email, subject__created_at=self.now, is_staff=is_staff, roles=["adviser"] * is_staff
        )
        retention.refresh(user.subject_id)
        row = Row((ACCOUNT, str(user.pk)), "staff" if is_staff else "account")
        self.registered(user.subject_id, person, row)

    # --- they apply ---
    def apply(self, person: Person | None, position: int, *, one_position: bool, email: str = "") -> None:
        """Somebody logged in, or a stranger, who may give the address of somebody else here."""
        by = self.user(person) if person else None
        ad = chosen([None, *self.open_ads()], position)
        who = person or self.newcomer()
        self.shared |= {email} if email else set()
        self.count += 1
        form = sent(
            **self._profile(who), **self.agency.words, email=email or who.email, cv=self._cv(who), message=f"{self.count}",
            keep_scope=KeepScope.THIS_POSITION if one_position and ad else KeepScope.CANDIDATE_BASE,
        )  # fmt: skip
        made = applications.submit(position=ad, by=by, at=self.now, **form).application
        application = Row((APPLICATION, str(made.pk)), "sent", self.now, self.now, made.keep_scope == "this_position")
        file = made.documents.get()
        document = Row((DOCUMENT, str(file.pk)), "document", used_by=frozenset([application.key]))
        if person is None or person.profile is None:
            profile = Row((CANDIDATE, str(made.candidate_id)), "website", self.now, self.now)
            if person is None:
                self.registered(made.candidate.subject_id, who)
            who.rows.append(profile)
        who.rows += [application, document]
        self.active(who)

    def confirm(self, person: Person) -> None:
        """The link in the receipt: an account, or the one person who has that address."""
        made = Application.objects.filter(
            candidate__subject=person.number, confirmed_at=None, submitted_at__isnull=False
        )
        application = (
            made.exclude(origin="added").exclude(candidate__unconfirmed_email="").order_by("submitted_at").first()
        )
        if application is None or application.submitted_at + datetime.timedelta(days=6) < self.now:
            return
        settled = applications.confirm(token=confirm_token(application), at=self.now)
        root = settled.candidate.subject_id
        if root == person.number:
            account = User.objects.get(subject=root)
            person.rows.append(Row((ACCOUNT, str(account.pk)), "account"))
        else:
            self.note("merged", person.number, root)
        self.active(self.model.of(root))

    def withdraw(self, person: Person, number: int) -> None:
        application = chosen(person.of_kind("sent"), number)
        if application:
            applications.withdraw(application=self._row(application), by=self.user(person), at=self.now)
            self.active(person)

    def remove_document(self, person: Person, number: int) -> None:
        """What an application in progress needs is let go of only after that."""
        if document := chosen(person.of_kind("document"), number):
            for application in [row for row in person.of_kind("sent") if row.key in document.used_by]:
                with suppress(applications.AlreadyWithdrawn):
                    applications.withdraw(application=self._row(application), by=self.user(person), at=self.now)
            documents.remove(document=self._row(document), by=self.user(person), at=self.now)
            self.note("rows_erased", person.number, frozenset([document.key]))
            self.active(person)

    def add_to_order(self, number: int) -> None:
        order = chosen([ad.order for ad in self.open_ads()], number)
        if order and (person := self.person(number, if_=lambda each: each.profile)):
            candidate = Candidate.objects.get(pk=person.profile.key[1])
            added = applications.add(candidate=candidate, order=order, by=self.agency.adviser, at=self.now)
            person.rows.append(Row((APPLICATION, str(added.pk)), "added", self.now, self.now))

    def be_active(self, person: Person, _number: int) -> None:
        candidate = Candidate.objects.get(pk=person.profile.key[1])
        self.count += 1
        profile = {"first_name": f"Kari{self.count}", "last_name": candidate.last_name, "phone": candidate.phone}
        by = self.user(person)
        people.update_profile(candidate=candidate, by=by, at=self.now, language="nb", **profile)
        self.active(person)

    def active(self, person: Person) -> None:
        for row in person.of_kind("website"):
            row.since = self.now

    def close_ad(self, number: int) -> None:
        if ad := chosen(self.open_ads(), number):
            ads.close(ad=ad, by=self.agency.adviser, at=self.now)
            self._closed(Application.objects.filter(job_ad=ad))

    def close_order(self, number: int) -> None:
        if ad := chosen(self.open_ads(), number):
            for waits in answered.unanswered(ad.order_id):
                applications.reject(application=waits, reason="Besatt.", by=self.agency.adviser, at=self.now)
            orders.close(order=ad.order, by=self.agency.adviser, at=self.now)
            self._closed(Application.objects.filter(job_order=ad.order))

    def _closed(self, theirs: Any) -> None:
        keys = frozenset((APPLICATION, str(pk)) for pk in theirs.values_list("pk", flat=True))
        self.model.closed("", self.now, keys)

    # --- they say yes and no; somebody holds, somebody asks ---
    def consent(self, person: Person, *, yes: bool) -> None:
        number = chosen([*self.model.numbers(person.number), person.number], self.count)
        say = consents.give if yes else consents.withdraw
        how = {"purpose": ConsentPurpose.FURTHER_STORAGE, "language": "nb", "channel": Channel.OWN_PAGES}
        say(subject_id=number, by=None, at=self.now, **how)
        self.note("said", number, self.now, yes)

    def hold(self, person: Person, days: int, number: int) -> None:
        reason, ends_on = chosen(HoldReason.values, number), self.today + datetime.timedelta(days=days)
        holds.place(
            subject_id=person.number,
            reason=reason,
            explanation="brev",
            ends_on=ends_on,
            by=self.agency.officer,
            at=self.now,
        )
        self.note("held", person.number, history.Hold(reason, self.now, ends_on))

    def change_hold(self, person: Person, what: str) -> None:
        numbers = [person.number, *self.model.numbers(person.number)]
        hold = Hold.objects.filter(subject__in=numbers, released_at=None).order_by("pk").first()
        if hold:
            act = holds.approve if what == "is_approved" else holds.release
            act(hold=hold, by=self.agency.manager, at=self.now)
            self.note("hold_changed", person.number, hold.opened_at, what)

    def restrict(self, person: Person, category: str, number: int) -> None:
        ground = chosen(RestrictionGround.values, number)
        how = {"ground": RestrictionGround(ground), "category": category, "by": self.agency.officer, "at": self.now}
        restrictions.place(subject_id=person.number, **how)
        self.note("restricted", person.number, history.Restriction(ground, category, opened_at=self.now))

    def announce(self, person: Person) -> None:
        for restriction in self._restrictions(person)[:1]:
            how = {"told_by": ToldBy.LETTER, "by": self.agency.officer, "at": self.now}
            restrictions.announce_lifting(restriction=restriction, **how)

    def lift(self, person: Person) -> None:
        for restriction in self._restrictions(person)[:1]:
            restrictions.lift(restriction=restriction, by=self.agency.officer, at=self.now)
            self.note("lifted", restriction.subject_id, restriction.opened_at)

    def _restrictions(self, person: Person) -> Any:
        numbers = [person.number, *self.model.numbers(person.number)]
        return Restriction.objects.in_force().filter(subject__in=numbers).order_by("opened_at")

    def decide(self, number: int) -> None:
        """Somebody says how long what has no date stays."""
        unknown = [
            (person, key)
            for person, (fates, _goes) in self.model.fates(self.today).items()
            for key, (what, _why) in fates.items()
            if what == "review" and key[0] == CANDIDATE
        ]
        if unknown:
            person, key = chosen(unknown, number)
            until = self.today + datetime.timedelta(days=[1, 90, 700][number % 3])
            what = {"object_label": key[0], "object_id": key[1], "keep_until": until, "reason": "Svarer på brev."}
            reviews.keep(subject_id=person, by=self.agency.officer, at=self.now, **what)
            self.note("decided", person, key, until)

    def end(self, number: int) -> None:
        """A relation with a client is over, or a question answered."""
        standing = [
            row
            for each in self.model.people.values()
            for row in each.of_kind("contact", "enquiry")
            if row.key[0] != ASKED
        ]
        row = chosen([row for row in standing if row.since is None], number)
        if row is None:
            return
        if row.kind == "contact":
            companies.end_contact(contact=ClientContact.objects.get(pk=row.key[1]), by=self.agency.adviser, at=self.now)
        else:
            case = InboxCase.objects.get(pk=row.key[1])
            inbox.answer(case=case, answer="Ja.", by=self.agency.adviser, at=self.now, is_restricted=True)
        row.since = self.now

    def merge(self, lost: Person, into: Person) -> None:
        both = [Subject.objects.get(pk=each.number) for each in (lost, into)]
        subjects.merge(lost=both[0], into=both[1], by=self.agency.officer, at=self.now)
        self.note("merged", lost.number, into.number)

    # --- mail ---
    def learn_mails(self) -> None:
        """The mails that acts have left; none is forgotten here."""
        known = {row.key for person in self.model.people.values() for row in person.rows}
        for pk, number in OutgoingMail.objects.exclude(subject=None).values_list("pk", "subject"):
            if (MAIL, str(pk)) not in known:
                self.model.add(self.model.of(number).number, Row((MAIL, str(pk)), "mail"))

    def send_mails(self) -> None:
        while due := mails.waiting(at=self.now):
            delivery.deliver(pks=due, at=self.now)
        sent_ones = {str(pk) for pk in OutgoingMail.objects.filter(state=MailState.SENT).values_list("pk", flat=True)}
        for person in self.model.people.values():
            for row in person.of_kind("mail"):
                row.since = row.since or (self.now if row.key[1] in sent_ones else None)

    def expire(self) -> None:
        housekeeping.expire(at=self.now)

    def _profile(self, person: Person) -> dict[str, str]:
        name, phone = max(person.marks), min(person.marks)
        return {"first_name": "Kari", "last_name": name, "phone": phone, "language": "nb"}

    def _cv(self, person: Person) -> SimpleUploadedFile:
        self.count += 1
        name = max(person.marks)
        return SimpleUploadedFile(f"{name}.pdf", f"%PDF {name} {self.count}".encode(), "application/pdf")

    def _row(self, row: Row) -> Any:
        return {APPLICATION: Application, DOCUMENT: Document}[row.key[0]].objects.get(pk=row.key[1])
