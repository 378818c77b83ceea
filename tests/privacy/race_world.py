"""One person whose time is over, who may write to the person in that moment, and what must have become of it."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from candidates.actions import applications, documents, people
from candidates.choices import DocumentKind, KeepScope, Origin, Source
from candidates.emails import confirm_token
from candidates.models import Application, Candidate, Document
from clients.models import JobAd
from fremrykk.accounts.models import User
from privacy import declarations
from privacy.actions import consents, holds, inbox, retention, subjects
from privacy.choices import Channel, ConsentPurpose, HoldReason
from privacy.models import FileTombstone, Hold, InboxCase, Subject
from privacy.queries import consent_in_force
from tests.candidates.sent import sent
from tests.factories import (
    ApplicationDocumentFactory,
    ApplicationFactory,
    CandidateFactory,
    DocumentFactory,
    HoldFactory,
    JobAdFactory,
    NoticeFactory,
    OutgoingMailFactory,
    StaffFactory,
    SubjectFactory,
    TermsVersionFactory,
)
from tests.files import pdf_cv

DAY = datetime.date(2026, 11, 23)
NIGHT = datetime.datetime(2026, 11, 23, 2, tzinfo=datetime.UTC)
TWO_YEARS_AGO = datetime.datetime(2024, 11, 23, 9, tzinfo=datetime.UTC)
A_YEAR_AGO = datetime.datetime(2025, 11, 23, 9, tzinfo=datetime.UTC)
CV = pdf_cv()
PHONE = "+4799887766"

# In what order people are locked must not be chance, or no example could be played twice. The person is 5.
NUMBERS = {"confirm": uuid.UUID(int=3), "merge_into": uuid.UUID(int=7), "merge_away": uuid.UUID(int=4)}

Row = tuple[str, str]  # model label, primary key


@dataclass(frozen=True)
class Staff:
    """Who and what is there in every example: made once."""

    officer: User
    ad: JobAd
    words: dict[str, Any]  # the notices and terms an application names


def make_staff() -> Staff:
    words = {"notice": NoticeFactory(), "terms": TermsVersionFactory(), "sharing_notice": NoticeFactory(kind="sharing")}
    return Staff(StaffFactory(roles=["privacy"]), JobAdFactory(), words)


class World:
    """A person due today: account, candidate, application with a CV, a mail.

    `alias` is another number of the person's, which writers use; it sorts before the person's, or after it.
    """

    def __init__(self, staff: Staff, *, has_consent: bool = False, alias: uuid.UUID | None = None) -> None:
        self.staff, self.has_consent = staff, has_consent
        self.candidate = CandidateFactory(
            subject__pk=uuid.UUID(int=5), source=Source.WEBSITE, last_active_at=TWO_YEARS_AGO, created_at=TWO_YEARS_AGO
        )
        self.person, self.user = self.candidate.subject, self.candidate.subject.user
        old = ApplicationFactory(
            candidate=self.candidate, submitted_at=TWO_YEARS_AGO, stage_since=TWO_YEARS_AGO, job_ad=None,
            keep_scope=KeepScope.CANDIDATE_BASE, origin=Origin.REGISTERED, **staff.words,
        )  # fmt: skip
        document = DocumentFactory(candidate=self.candidate, uploaded_at=TWO_YEARS_AGO)
        use = ApplicationDocumentFactory(application=old, document=document)
        OutgoingMailFactory(subject=self.person, created_at=TWO_YEARS_AGO)
        self.number = SubjectFactory(pk=alias, merged_into=self.person).pk if alias else self.person.pk
        retention.refresh(self.person.pk)
        if has_consent:
            self.give_consent(A_YEAR_AGO)
        self.whole = self.rows() | {(Subject._meta.label, str(self.number))}
        self.candidacy = {(Candidate._meta.label, str(self.candidate.pk))}
        self.part = {(row._meta.label, str(row.pk)) for row in (old, document, use)}
        self.made: dict[str, Any] = {}
        self._older_files = stored_files() - set(FileTombstone.objects.values_list("name", flat=True))
        self._older_files -= set(Document.objects.values_list("file", flat=True))

    def rows(self) -> set[Row]:
        """Every row that goes with the person, by the declarations."""
        return {
            (each.label, str(pk))
            for each in declarations.personal_models()
            if each.subject
            for pk in each.model._base_manager.filter(**{each.subject: self.person.pk}).values_list("pk", flat=True)
        }

    def is_there(self) -> bool:
        return Subject.objects.filter(pk=self.person.pk).exists()

    def has_candidate(self) -> bool:
        return Candidate.objects.filter(pk=self.candidate.pk).exists()

    def left(self) -> set[Row]:
        """What is still there of all the person's first rows, under whatever person."""
        models = {each.label: each.model for each in declarations.personal_models()}
        return {row for row in self.whole if models[row[0]]._base_manager.filter(pk=row[1]).exists()}

    def stray_files(self) -> set[str]:
        """Files of this example that no row and no tombstone names."""
        known = set(Document.objects.values_list("file", flat=True)) | self._older_files
        return stored_files() - known - set(FileTombstone.objects.values_list("name", flat=True))

    # --- who writes ---
    def give_consent(self, at: datetime.datetime = NIGHT) -> Any:
        return consents.give(**self._consent(at))

    def withdraw_consent(self) -> Any:
        return consents.withdraw(**self._consent(NIGHT))

    def _consent(self, at: datetime.datetime) -> dict[str, Any]:
        return {
            "subject_id": self.number, "purpose": ConsentPurpose.FURTHER_STORAGE, "language": "nb",
            "channel": Channel.OWN_PAGES, "by": self.user, "at": at,
        }  # fmt: skip

    def place_hold(self) -> Any:
        return holds.place(
            subject_id=self.number, reason=HoldReason.LEGAL_CLAIM, explanation="brev",
            ends_on=DAY + datetime.timedelta(days=300), by=self.staff.officer, at=NIGHT,
        )  # fmt: skip

    def apply(self) -> Any:
        what = sent(cv=self._cv(), **self.staff.words)
        return applications.submit(position=self.staff.ad, by=self.user, at=NIGHT, **what).application

    def change_profile(self) -> Any:
        profile = {"first_name": "Kari", "last_name": "Nordmann", "phone": PHONE, "language": "nb"}
        return people.update_profile(candidate=self.candidate, by=self.user, at=NIGHT, **profile)

    def upload(self) -> Any:
        kind = DocumentKind.CERTIFICATE
        return documents.upload(candidate=self.candidate, kind=kind, upload=self._cv(), by=self.user, at=NIGHT)

    def confirm(self) -> Any:
        """An application sent without logging in turns out to be this person's: the two become one."""
        return applications.confirm(token=confirm_token(self.made["confirm"]), at=NIGHT)

    def merge_into(self) -> Any:
        """Somebody under a hold turns out to be this person, and becomes an alias."""
        return subjects.merge(lost=self.made["merge_into"], into=self.person, by=self.staff.officer, at=NIGHT)

    def merge_away(self) -> Any:
        """The same, and this person becomes the alias."""
        return subjects.merge(lost=self.person, into=self.made["merge_away"], by=self.staff.officer, at=NIGHT)

    def confirm_link(self, **changes: Any) -> str:
        """The address in the receipt of the one application; `changes` only for the link."""
        application = Application.objects.get()
        for name, value in changes.items():
            setattr(application, name, value)
        return reverse("confirm_address", args=[confirm_token(application)])

    def ask(self) -> Any:
        """A question keeps the person until it is answered and long after, but not the candidate."""
        said = {"name": "Kari", "email": self.user.email, "message": "Hva har dere om meg?", "kind": "privacy"}
        return inbox.receive(**said, language="nb", by=self.user, at=NIGHT)

    def prepare(self, kind: str) -> None:
        """What a writer of this kind needs beforehand, written and committed."""
        if kind == "confirm":
            stranger = CandidateFactory(
                subject__pk=NUMBERS[kind], unconfirmed_email=self.user.email, last_active_at=NIGHT, created_at=NIGHT
            )
            self.made[kind] = ApplicationFactory(
                candidate=stranger, submitted_at=NIGHT, confirmed_at=None, job_ad=None, **self.staff.words
            )
        if kind.startswith("merge"):
            self.made[kind] = SubjectFactory(pk=NUMBERS[kind])
            HoldFactory(subject=self.made[kind], opened_by=self.staff.officer, opened_at=NIGHT)

    def _cv(self) -> SimpleUploadedFile:
        return SimpleUploadedFile("cv.pdf", CV, "application/pdf")

    # --- what must be there ---
    def holds_true(self, kind: str, result: Any) -> bool:
        """Whether what this writer was told is written is there."""
        return STANDS[kind](self, result)


def _hold(world: World, _result: Any) -> bool:
    return world.is_there() and Hold.objects.filter(released_at=None).exists()


def _merged(world: World, _result: Any) -> bool:
    person = Subject.objects.filter(pk=world.person.pk).first()
    kin = person and (person.merged_into_id or person.aliases.exists())
    return bool(kin) and _hold(world, None)


# Which writers give a reason to keep the person, and how what they wrote shows.
STANDS: dict[str, Callable[[World, Any], bool]] = {
    "give_consent": lambda world, _: world.is_there() and consent_in_force(world.person.pk, "further_storage") is not None,
    "place_hold": _hold,
    "apply": lambda world, made: world.is_there() and Application.objects.filter(pk=made.pk).exists(),
    "change_profile": lambda world, _: Candidate.objects.filter(pk=world.candidate.pk, phone=PHONE).exists(),
    "upload": lambda world, made: world.has_candidate() and Document.objects.filter(pk=made.pk).exists(),
    "ask": lambda world, made: InboxCase.objects.filter(pk=made.pk).exists(),
    "confirm": lambda world, made: Application.objects.filter(pk=made.pk, confirmed_at=NIGHT).exists(),
    "merge_into": _merged,
    "merge_away": _merged,
}  # fmt: skip
MANDATORY = {"place_hold", "merge_into", "merge_away"}  # keep the person also who asks to be erased


def stored_files() -> set[str]:
    _folders, names = storages["files"].listdir("")
    return set(names)
