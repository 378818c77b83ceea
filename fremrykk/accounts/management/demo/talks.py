"""What is said about two candidates: conversations held, set and proposed, referees who are asked, tests that were taken."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from candidates.actions import (
    interviews,
    presentation_results,
    presentation_statements,
    presentations,
    referees,
    references,
    test_results,
)
from candidates.models import Application, Candidate, Referee, ReferenceCheck, TestResult
from candidates.queries import references as reading
from clients.actions import readers
from clients.models import JobOrder
from fremrykk.accounts.actions import users
from fremrykk.accounts.models import User

DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
SAID = (
    "Jeg var nærmeste leder i fire år.", "Laget og driftet planleggingstjenesten sammen med tre andre.",
    "Rydder i vanskelig kode uten å stoppe leveransene.", "Sa av og til ja til for mye på en gang.",
    "Forklarer godt, også til dem som ikke er utviklere.", "Ja, i dag.",
)  # fmt: skip

ABOUT_KARI = (
    "Sykepleier siden 2018, først i hjemmetjenesten og nå med ansvarsvakter på sykehjem. God på sårstell og lindrende "
    "behandling. Vil tilbake til hjemmetjenesten."
)


@dataclass(frozen=True)
class Talk:
    developer: Application
    nurse: Application
    adviser: User
    now: datetime.datetime

    def at(self, days: int, hour: int, minute: int = 0) -> datetime.datetime:
        """That hour here, so many days from now; moved out of a weekend."""
        day = timezone.localdate(self.now + days * DAY)
        day += datetime.timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0)) if days > 0 else datetime.timedelta()
        return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))

    def person(self, application: Application) -> User:
        return User.objects.get(subject=application.candidate.subject_id)


def make(talk: Talk) -> None:
    _meet_the_developer(talk)
    _let_the_nurse_choose(talk)
    _ask_referees(talk)
    _test(talk)
    _show_the_client(talk)
    _show_the_nurse(talk)


def _meet_the_developer(talk: Talk) -> None:
    """We have talked by video; today by telephone, and in two days at the client's."""
    order = talk.developer.job_order
    assert order is not None
    how = {"by": talk.adviser, "application": talk.developer}
    by_video = interviews.Meeting("video", 45, talk.adviser, video_link="https://video.example.test/samtale-1")
    held = interviews.set_up(meeting=by_video, starts_at=talk.at(-6, 10), at=talk.now - 8 * DAY, **how)
    interviews.note_held(interview=held, by=talk.adviser, at=talk.now - 5 * DAY)
    soon = (talk.now + 2 * HOUR).replace(minute=0, second=0, microsecond=0)
    called = interviews.Meeting("phone", 30, talk.adviser)
    interviews.set_up(meeting=called, starts_at=soon, at=talk.now - DAY, **how)
    with_client = interviews.Meeting(
        "on_site", 60, talk.adviser, place="Nordlys Systemer, Grensen 3, Oslo", contact=order.company.contacts.get()
    )
    interviews.set_up(meeting=with_client, starts_at=talk.at(2, 13), at=talk.now - DAY, **how)
    _follow(order, talk)


def _follow(order: JobOrder, talk: Talk) -> None:
    """The client's contact person follows the order, and sees there when the meeting is."""
    contact = order.company.contacts.get()
    readers.grant(contact=contact, order=order, by=talk.adviser, at=talk.now - 5 * DAY)
    users.open_for_contact(email=contact.email, at=talk.now - 5 * DAY)
    User.objects.get(subject=contact.subject_id).emailaddress_set.update(verified=True)


def _let_the_nurse_choose(talk: Talk) -> None:
    meeting = interviews.Meeting("on_site", 60, talk.adviser, place="Fremrykk, Storgata 1, Oslo")
    interviews.propose(
        application=talk.nurse, meeting=meeting, times=[talk.at(3, 9), talk.at(3, 14), talk.at(4, 10, 30)],
        answer_by=timezone.localdate(talk.now + 2 * DAY), by=talk.adviser, at=talk.now - HOUR,
    )  # fmt: skip


def _ask_referees(talk: Talk) -> None:
    """One has answered, one has the link, one waits for the nurse's go-ahead."""
    said = list(zip(reading.guide("nb"), SAID, strict=True))
    application, at = talk.developer, talk.now - 4 * DAY
    candidate, person = application.candidate, talk.person(application)
    answered = _named(
        candidate, "Grete Sandvik", "grete.sandvik@example.test", "nærmeste leder i Fjelldata", person, at
    )
    asked = _named(candidate, "Arne Holmen", "arne.holmen@example.test", "teknisk leder i Fjelldata", person, at)
    for referee in (answered, asked):
        check = references.give_go_ahead(application=application, referee=referee, by=person, at=at)
        references.ask(check=check, by=talk.adviser, at=at + HOUR)
        if referee is answered:
            references.answer(check=check, answers=said, through="link", by=None, at=at + DAY)
    nurse = talk.nurse.candidate
    named = _named(
        nurse, "Turid Moe", "turid.moe@example.test", "avdelingsleder i Bærum kommune", talk.person(talk.nurse), at
    )
    references.want(application=talk.nurse, referee=named, by=talk.adviser, at=talk.now - 3 * HOUR)


def _named(candidate: Candidate, name: str, email: str, relation: str, by: User, at: datetime.datetime) -> Referee:
    return referees.name(
        candidate=candidate, is_asked=True, name=name, email=email, phone="", relation=relation, language="nb", by=by,
        at=at,
    )  # fmt: skip


def _test(talk: Talk) -> None:
    """One the candidate has read, and one that was written down today."""
    test_results.note(
        application=talk.developer, kind="Arbeidsprøve i Python", taken_on=timezone.localdate(talk.now - 7 * DAY),
        result="Løste alle tre oppgavene, med tester, på halvannen time.", by=talk.adviser, at=talk.now - 6 * DAY,
        explanation="Prøven viser hvordan du arbeider med kode du ikke har skrevet selv. Den sier ikke noe om hvor fort du "
        "lærer, og den er ikke en rangering.",
    )  # fmt: skip
    test_results.shown(application=talk.developer, by=talk.person(talk.developer), at=talk.now - 5 * DAY)
    test_results.note(
        application=talk.developer, kind="Samarbeidsøvelse", taken_on=timezone.localdate(talk.now - DAY),
        result="Fordelte oppgaver, spurte de andre og holdt tiden.", by=talk.adviser, at=talk.now - 2 * HOUR,
        explanation="Øvelsen viser hvordan du samarbeider om en oppgave på en time med tre andre.",
    )  # fmt: skip


def _show_the_client(talk: Talk) -> None:
    """Before they meet: what his referee said, and the test he has read himself."""
    order, person, at = talk.developer.job_order, talk.developer.candidate, talk.now - 3 * HOUR
    assert order is not None
    whole = presentations.draft(
        order=order, contact=order.company.contacts.get(), last_day=timezone.localdate(talk.now + 12 * DAY),
        is_anonymous=False, by=talk.adviser, at=at,
    )  # fmt: skip
    before = "Som avtalt før dere møtes: hva nærmeste leder sier om ham, og hvordan arbeidsprøven gikk."
    presentations.include(presentation=whole, candidate=person, text=before, by=talk.adviser, at=at)
    result = TestResult.objects.get(application=talk.developer, shown_at__isnull=False)
    presentation_results.add(presentation=whole, result=result, by=talk.adviser, at=at)
    check = ReferenceCheck.objects.get(application=talk.developer, answered_at__isnull=False)
    presentation_statements.add(presentation=whole, check=check, by=talk.adviser, at=at)
    presentations.send(presentation=whole, by=talk.adviser, at=at)


def _show_the_nurse(talk: Talk) -> None:
    """To the client whose contact person one can log in as; there nobody has looked yet."""
    order, at = talk.nurse.job_order, talk.now - 5 * HOUR
    assert order is not None
    whole = presentations.draft(
        order=order, contact=order.company.contacts.get(), last_day=timezone.localdate(talk.now + 13 * DAY),
        is_anonymous=False, by=talk.adviser, at=at,
    )  # fmt: skip
    presentations.include(presentation=whole, candidate=talk.nurse.candidate, text=ABOUT_KARI, by=talk.adviser, at=at)
    presentations.send(presentation=whole, by=talk.adviser, at=at)
