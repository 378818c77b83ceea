"""What is kept of candidates: made as it stands when its time begins, with the two days worked out by hand."""

import datetime

from allauth.account.models import EmailAddress

from candidates.actions import words
from candidates.choices import KeepScope, Source, Stage
from candidates.models import Application, ApplicationDocument, PresentationItem
from clients.models import JobAd, JobOrder
from privacy.actions import retention
from privacy.choices import PeriodCode
from privacy.choices.disclosures import CollectionSource
from tests import factories
from tests.privacy.periods.case import Case, Made
from tests.privacy.periods.moments import CLOCK_MOVES, LEAP, LEAP_DAY, LONG_AGO, MONTH_END

D = datetime.date


def came(at, **more):
    return factories.CandidateFactory(created_at=at, last_active_at=at, **more)


def cv_of(candidate, at, word):
    document = factories.DocumentFactory(
        candidate=candidate, uploaded_at=at, text=f"Kokk og {word}", content=word.encode()
    )
    words.learn(document_id=document.pk)
    return document


def applied(candidate, at, word, **more):
    """An application with a CV and a message; all that is kept of it."""
    application = factories.ApplicationFactory(candidate=candidate, submitted_at=at, message=word, **more)
    document = cv_of(candidate, at, word)
    use = ApplicationDocument.objects.create(application=application, document=document)
    return application, document, use


def of(candidate, told, *more, **changes):
    retention.refresh(candidate.subject_id)
    files = [("files", row.file.name) for row in more if hasattr(row, "file")]
    goes = [told, *more]
    return Made(goes, candidate.subject_id, told, files=files, is_searched=True, **changes)


def an_account(word):
    candidate = came(CLOCK_MOVES, last_name=word)
    user = candidate.subject.user
    address = EmailAddress.objects.get(user=user)
    return of(candidate, candidate, cv_of(candidate, CLOCK_MOVES, word), candidate.subject, user, address)


def for_this_position(word):
    candidate = came(LONG_AGO)
    at = MONTH_END - datetime.timedelta(days=60)
    application, *rest = applied(candidate, at, word, keep_scope=KeepScope.THIS_POSITION)
    JobAd.objects.filter(pk=application.job_ad_id).update(closed_at=MONTH_END)
    return of(candidate, application, *rest, candidate, candidate.subject)


def for_this_position_of_an_order(word):
    made = for_this_position(word)
    application = Application.objects.get(pk=made.goes[0].pk)
    Application.objects.filter(pk=application.pk).update(stage=Stage.PLACED)
    JobAd.objects.filter(pk=application.job_ad_id).update(closed_at=None)
    JobOrder.objects.filter(pk=application.job_order_id).update(closed_at=MONTH_END)
    retention.refresh_everybody()
    return made


def in_the_base(word):
    candidate = came(LEAP, last_name=word)
    application, *rest = applied(candidate, LEAP, word)
    note = factories.NoteFactory(application=application, text=word, written_at=LEAP)
    return of(candidate, application, *rest, note, candidate, candidate.subject)


def one_of_two_applications(word):
    candidate = came(LEAP)
    application, *rest = applied(candidate, LEAP, word)
    newer = factories.ApplicationFactory(candidate=candidate, submitted_at=LEAP + datetime.timedelta(days=300))
    return of(candidate, application, *rest, stays=[candidate, newer])


def a_yes_to_longer(word):
    candidate = came(LEAP)
    application, *rest = applied(candidate, LEAP, word)
    factories.ConsentEventFactory(subject_uuid=candidate.subject_id, at=LEAP + datetime.timedelta(days=400))
    return of(candidate, application, *rest, candidate, candidate.subject)


def a_referee(word):
    """Named by a candidate, and told."""
    candidate = came(LEAP + datetime.timedelta(days=300))
    factories.ApplicationFactory(candidate=candidate, submitted_at=LEAP + datetime.timedelta(days=300))
    referee = factories.RefereeFactory(candidate=candidate, name=word, named_at=LEAP)
    retention.refresh(candidate.subject_id, referee.subject_id)
    return Made([referee, referee.subject], referee.subject_id, referee, stays=[candidate])


def entered_by_hand(word):
    candidate = came(LEAP, source=Source.BY_HAND, received_on=LEAP_DAY, last_name=word, account=False)
    return of(candidate, candidate, cv_of(candidate, LEAP, word), candidate.subject)


def never_told(word):
    candidate = came(CLOCK_MOVES, source=Source.BY_HAND, received_on=D(2026, 3, 29), last_name=word, account=False)
    factories.CollectionFactory(
        subject=candidate.subject, object_label="candidates.candidate", collected_at=CLOCK_MOVES, untold=True
    )
    return of(candidate, candidate, candidate.subject)


def a_document_never_told_of(word):
    candidate = came(CLOCK_MOVES)
    application = factories.ApplicationFactory(candidate=candidate, submitted_at=CLOCK_MOVES)
    document = cv_of(candidate, CLOCK_MOVES, word)
    collection = factories.CollectionFactory(
        subject=candidate.subject, object_label="candidates.document", collected_at=CLOCK_MOVES, untold=True
    )
    type(document).objects.filter(pk=document.pk).update(collection=collection)
    return of(candidate, document, stays=[candidate, application])


def taken_over_and_told(word):
    candidate = came(LONG_AGO, source=Source.IMPORTED, received_on=D(2020, 1, 1), last_name=word, account=False)
    factories.CollectionFactory(
        subject=candidate.subject, object_label="candidates.candidate", source=CollectionSource.IMPORT,
        collected_at=CLOCK_MOVES - datetime.timedelta(days=3), informed_at=CLOCK_MOVES,
    )  # fmt: skip
    return of(candidate, candidate, candidate.subject)


def a_row_taken_over(word):
    return Made([factories.ImportRowFactory(at=MONTH_END)], says=False)


def a_lead(word):
    lead = factories.LeadFactory(received_at=MONTH_END, answered_on=D(2026, 8, 30), answer=word)
    retention.refresh(lead.subject_id)
    return Made([lead, lead.subject], lead.subject_id, lead, stays=[lead.campaign])


def the_mark_of_a_lead(word):
    return Made([factories.LeadMarkFactory(at=MONTH_END)], says=False)


def presented(word):
    """Of somebody who is kept longer."""
    over = datetime.datetime(2027, 1, 30, 23, 30, tzinfo=datetime.UTC)  # the 31st of January in Oslo
    candidate = came(over)
    document = factories.DocumentFactory(candidate=candidate)
    reader = factories.sent_presentation(candidate, document=document, ends_at=over, may_download=True)
    candidate.applications.update(submitted_at=over + datetime.timedelta(days=300))
    whole = reader.presentation
    item = PresentationItem.objects.get(presentation=whole, kind="introduction")
    shown = PresentationItem.objects.get(presentation=whole, document=document)
    answer = factories.PresentationAnswerFactory(presentation=whole, candidate=candidate, reader=reader, comment=word)
    download = factories.PresentationDownloadFactory(item=shown, reader=reader)
    retention.refresh(candidate.subject_id)
    goes = [answer, item, shown, reader, download, whole]
    return Made(goes, candidate.subject_id, stays=[candidate, document, reader.contact])


CASES = [
    Case(PeriodCode.ACCOUNT, an_account, D(2026, 4, 27), D(2026, 4, 28)),
    Case(PeriodCode.THIS_POSITION, for_this_position, D(2026, 11, 29), D(2026, 11, 30)),
    Case(PeriodCode.THIS_POSITION, for_this_position_of_an_order, D(2026, 11, 29), D(2026, 11, 30)),
    Case(PeriodCode.CANDIDATE_BASE, in_the_base, D(2026, 2, 27), D(2026, 2, 28)),
    Case(PeriodCode.CANDIDATE_BASE, one_of_two_applications, D(2026, 2, 27), D(2026, 2, 28)),
    Case(PeriodCode.CANDIDATE_BASE, a_referee, D(2026, 2, 27), D(2026, 2, 28)),
    Case(PeriodCode.FURTHER_STORAGE, a_yes_to_longer, D(2028, 2, 27), D(2028, 2, 28)),
    Case(PeriodCode.ENTERED_BY_HAND, entered_by_hand, D(2026, 2, 27), D(2026, 2, 28)),
    Case(PeriodCode.NOT_INFORMED, never_told, D(2026, 4, 27), D(2026, 4, 28)),
    Case(PeriodCode.NOT_INFORMED, a_document_never_told_of, D(2026, 4, 27), D(2026, 4, 28)),
    Case(PeriodCode.IMPORT_TOLD, taken_over_and_told, D(2026, 4, 27), D(2026, 4, 28)),
    Case(PeriodCode.IMPORT_ROW, a_row_taken_over, D(2027, 2, 27), D(2027, 2, 28)),
    Case(PeriodCode.LEAD, a_lead, D(2027, 2, 27), D(2027, 2, 28)),
    Case(PeriodCode.LEAD, the_mark_of_a_lead, D(2027, 2, 27), D(2027, 2, 28)),
    Case(PeriodCode.PRESENTATION, presented, D(2029, 1, 30), D(2029, 1, 31)),
]
