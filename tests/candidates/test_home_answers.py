"""What waits at home about being presented and checks: it comes with the answer, and goes when one goes on (P30, P32)."""

import datetime

import pytest
from django.urls import reverse

from candidates.choices import Stage
from candidates.models import Application, Presentation
from clients.models import JobOrder
from tests import factories as made
from tests.candidates.test_presentations import candidate_of, draft, sent  # noqa: F401
from tests.factories import NOW
from tests.workspace import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def adviser(client, draft):  # noqa: F811
    client.cookies["django_language"] = "en"
    user = sign_in(client, "adviser")
    JobOrder.objects.update(adviser=user)
    return user


def panel(client, title):
    found = [each for each in client.get(reverse("admin:index")).context["panels"] if each.title == title]
    return [[str(cell) for cell in row] for each in found for row in each.rows]


def line(client, label):
    context = client.get(reverse("admin:index")).context
    return next(each.count for each in [*context["waiting"], *context["nothing"]] if each.label == label)


def answered(whole, answer="interested", at=NOW, **more):
    return made.PresentationAnswerFactory(
        presentation=whole, candidate=candidate_of(whole), reader=whole.readers.get(), answer=answer, at=at, **more
    )


def application_of(whole, **more):
    rows = Application.objects.filter(candidate=candidate_of(whole), job_order=whole.job_order)
    if not rows.exists():
        made.ApplicationFactory(candidate=candidate_of(whole), job_order=whole.job_order, job_ad=None)
    rows.update(stage_since=NOW - HOUR, **more)
    return rows.get()


def test_a_clients_answer_stands_there_until_the_application_moves(adviser, client, sent):  # noqa: F811
    application_of(sent, stage=Stage.PRESENTED)
    answered(sent, "question", at=NOW, comment="Når kan hun begynne?")
    answered(sent, "interested", at=NOW + HOUR)

    before = panel(client, "Answers from clients")
    Application.objects.update(stage=Stage.OFFER, stage_since=NOW + 2 * HOUR)

    assert [str(candidate_of(sent)) in row[0] for row in before] == [True]  # the last one alone
    assert panel(client, "Answers from clients") == []


def test_of_who_never_applied_it_stands_there_until_the_presentation_is_over(adviser, client, sent):  # noqa: F811
    answered(sent)
    Application.objects.update(job_order=None, job_ad=None)

    before = len(panel(client, "Answers from clients"))
    Presentation.objects.update(revoked_at=NOW, revoked_by=adviser)

    assert (before, panel(client, "Answers from clients")) == (1, [])


def test_others_answers_and_those_of_closed_orders_do_not_wait(adviser, client, sent):  # noqa: F811
    application_of(sent, stage=Stage.PRESENTED)
    answered(sent)
    colleague = made.StaffFactory(roles=["adviser"])
    JobOrder.objects.update(adviser=colleague)
    others = panel(client, "Answers from clients")
    made.StandInFactory(account=colleague, stand_in=adviser)

    assert (others, len(panel(client, "Answers from clients"))) == ([], 1)


def test_a_yes_waits_until_the_candidate_is_in_a_presentation_and_a_draft_until_it_is_sent(adviser, client, draft):  # noqa: F811
    who = made.CandidateFactory()
    made.AnsweredPermissionFactory(candidate=who, job_order=draft.job_order, ended_at=None)
    label = "candidates who may be presented now"
    before = line(client, label)
    made.PresentationItemFactory(presentation=draft, candidate=who)

    assert (before, line(client, label)) == (before, before - 1)
    assert line(client, "presentations begun and not sent") == 1


def test_a_check_waits_from_the_notice_to_the_note(adviser, client, draft):  # noqa: F811
    notice = made.CheckNoticeFactory(application=application_of(draft))
    before = panel(client, "Checks to note")
    made.SpecialCheckFactory(notice=notice)

    assert [str(notice.application.candidate) in row[0] for row in before] == [True]
    assert panel(client, "Checks to note") == []
