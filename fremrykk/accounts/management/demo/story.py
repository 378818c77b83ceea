"""What the demo's candidates did and what happened to them, told through the actions with moments in the past."""

import datetime
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from candidates import emails
from candidates.actions import alerts, applications, documents, people
from candidates.models import Application, Candidate
from candidates.queries import answered
from clients.models import JobAd
from fremrykk.accounts.management.demo import (
    assignment,
    base,
    campaigns,
    clients,
    earlier,
    pdf,
    persons,
    recipients,
    talks,
)
from fremrykk.accounts.management.demo.persons import Person
from fremrykk.accounts.models import User
from privacy.actions import consents, holds, restrictions
from privacy.choices import Channel, ConsentPurpose, HoldReason, NoticeKind, RestrictionGround
from privacy.deadlines import add_months
from privacy.models import Notice, TermsVersion

DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Stage:
    """Who is there, when it is, and what can be applied for."""

    now: datetime.datetime
    manager: User
    adviser: User
    privacy: User
    ads: dict[str, JobAd]

    def ago(self, days: int) -> datetime.datetime:
        return self.now - days * DAY


def tell(stage: Stage) -> None:
    """Everybody applies; then each one's story goes on."""
    earlier.make(adviser=stage.adviser, now=stage.now, form=lambda person: _form(person, stage))
    sent = {person: _apply(person, stage) for person in persons.APPLICANTS}
    _answer_all(stage.ads["prosjektleder"], stage)
    clients.close(stage.ads["prosjektleder"], adviser=stage.adviser, at=stage.ago(60))
    _consent(sent[persons.CONSENTED], stage)
    _hold(sent[persons.ON_HOLD], stage)
    _restrict(sent[persons.RESTRICTED], stage)
    _apply_again(sent[persons.TWO_APPLICATIONS], stage)
    _enter_by_hand(persons.BY_HAND, stage)
    _enter_undated(persons.UNDATED, stage)
    _look_at(sent[persons.JONAS], stage)
    _save_a_search(sent[persons.KARI], stage)
    base.make(nurse=sent[persons.KARI], developer=sent[persons.JONAS], adviser=stage.adviser, now=stage.now)
    recipients.make(application=sent[persons.JONAS], adviser=stage.adviser, now=stage.now)
    assignment.make(_cast(sent, stage))
    cast = _cast(sent, stage)
    talks.make(talks.Talk(cast.developer, cast.nurse, stage.adviser, stage.now))
    campaigns.make(ad=stage.ads["tomrer"], adviser=stage.adviser, now=stage.now)


def _cast(sent: dict[Person, Application], stage: Stage) -> assignment.Cast:
    fresh = {person: Application.objects.get(pk=application.pk) for person, application in sent.items()}
    return assignment.Cast(
        nurse=fresh[persons.KARI], developer=fresh[persons.JONAS], accountant=fresh[persons.AMIRA],
        cook=fresh[persons.COOK], registered=fresh[persons.OPEN].candidate, manager=stage.manager,
        adviser=stage.adviser, now=stage.now,
    )  # fmt: skip


def _apply(person: Person, stage: Stage) -> Application:
    at = _when(person, stage)
    position = stage.ads[person.position] if person.position else None
    application = applications.submit(position=position, by=None, at=at, **_form(person, stage)).application
    if person.is_confirmed:
        application = applications.confirm(token=emails.confirm_token(application), at=at + HOUR)
    for number, to in enumerate(person.stages, 1):
        applications.advance(application=application, to=to, by=stage.adviser, at=at + 2 * number * DAY)
    if person.rejected_because:
        reason = person.rejected_because
        applications.reject(application=application, reason=reason, by=stage.adviser, at=at + 9 * DAY)
    if person.withdraws:
        applications.withdraw(application=application, by=_account(application.candidate), at=at + 4 * DAY)
    return application


def _answer_all(ad: JobAd, stage: Stage) -> None:
    """An order is closed when everybody who applied for it was answered."""
    for application in answered.unanswered(ad.order_id):
        reason = "Stillingen er besatt."
        applications.reject(application=application, reason=reason, by=stage.adviser, at=stage.ago(61))


def _when(person: Person, stage: Stage) -> datetime.datetime:
    """`days` ago; whoever has something due tonight applied two calendar years before tomorrow."""
    if person not in (persons.DUE_TONIGHT, persons.TWO_APPLICATIONS):
        return stage.ago(person.days)
    day = add_months(timezone.localdate(stage.now + DAY), -24)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(10)))


def _form(person: Person, stage: Stage) -> applications.Sent:
    today = timezone.localdate(stage.now)
    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": person.email,
        "phone": "",
        "cv": _cv(person),
        "message": f"Hei! Jeg er {person.title.lower()} og vil gjerne høre mer.",
        "sharing_scope": person.sharing_scope,
        "keep_scope": person.keep_scope,
        "notice": Notice.objects.in_force(NoticeKind.STATEMENT, today),
        "terms": TermsVersion.objects.latest("version"),
        "sharing_notice": Notice.objects.in_force(NoticeKind.SHARING, today),
        "language": person.language,
    }


def _cv(person: Person) -> SimpleUploadedFile:
    name = f"{person.first_name} {person.last_name}"
    content = pdf.cv(name, [person.title, person.email, "", *person.lines])
    return SimpleUploadedFile(f"CV {name}.pdf", content, "application/pdf")


def _account(candidate: Candidate) -> User:
    return User.objects.get(subject=candidate.subject_id)


def _consent(application: Application, stage: Stage) -> None:
    consents.give(
        subject_id=application.candidate.subject_id, purpose=ConsentPurpose.FURTHER_STORAGE, language="nb",
        channel=Channel.OWN_PAGES, by=_account(application.candidate), at=stage.ago(60),
    )  # fmt: skip


def _hold(application: Application, stage: Stage) -> None:
    hold = holds.place(
        subject_id=application.candidate.subject_id, reason=HoldReason.LEGAL_CLAIM,
        explanation="Kandidaten har varslet krav etter likestillings- og diskrimineringsloven (demo).",
        ends_on=timezone.localdate(stage.now + 120 * DAY), by=stage.privacy, at=stage.ago(50),
    )  # fmt: skip
    holds.approve(hold=hold, by=stage.manager, at=stage.ago(49))


def _restrict(application: Application, stage: Stage) -> None:
    """The person says that the CV is wrong: nobody works with it until that is settled."""
    restrictions.place(
        subject_id=application.candidate.subject_id, ground=RestrictionGround.ACCURACY,
        explanation="Kandidaten mener at ansiennitet er ført feil (demo).", by=_account(application.candidate),
        at=stage.ago(5),
    )  # fmt: skip


def _apply_again(application: Application, stage: Stage) -> None:
    """A year ago: the older application goes, the newer stays."""
    again = _form(persons.TWO_APPLICATIONS, stage)
    again["message"] = "Jeg er fortsatt interessert, og har nå fått videreutdanning."
    applications.submit(position=None, by=_account(application.candidate), at=stage.ago(365), **again)


def _enter_by_hand(person: Person, stage: Stage) -> None:
    at = stage.ago(person.days)
    candidate = people.add_by_hand(
        email=person.email, received_on=timezone.localdate(at), by=stage.adviser, at=at + HOUR,
        first_name=person.first_name, last_name=person.last_name, phone="", language="nb",
    )  # fmt: skip
    documents.upload(candidate=candidate, kind="cv", upload=_cv(person), by=stage.adviser, at=at + HOUR)
    order = stage.ads["tomrer"].order
    applications.add(candidate=candidate, order=order, by=stage.adviser, at=stage.ago(10))


def _enter_undated(person: Person, stage: Stage) -> None:
    """A CV found in a folder: nobody knows when it came, so somebody has to decide how long it stays."""
    people.add_by_hand(
        email=person.email, received_on=None, by=stage.adviser, at=stage.ago(person.days),
        first_name=person.first_name, last_name=person.last_name, phone="", language="nb",
    )  # fmt: skip


def _save_a_search(application: Application, stage: Stage) -> None:
    """Whoever logs in as her sees a job alert, and the worker tells of what is new the next morning."""
    alerts.save(
        candidate=application.candidate, has_agreed=True, language="nb", by=_account(application.candidate),
        at=stage.ago(2), q="sykepleier", frequency="daily",
    )  # fmt: skip


def _look_at(application: Application, stage: Stage) -> None:
    """What the person sees under "who has seen my data"."""
    people.record_view(candidate=application.candidate, by=stage.adviser, at=stage.ago(11))
    document = application.documents.get()
    documents.record_opening(document=document, by=stage.adviser, at=stage.ago(11))
