"""The ads of a client that is a person: hidden while set aside, closed and without the name once erased (P31, P53)."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from candidates.actions import applications
from clients.models import JobAd, JobOrder, ScreeningQuestion
from clients.queries.orders import unadvertised
from fremrykk.local import entity_register as fake
from privacy.actions import relay, replay, restrictions
from privacy.models import JournalHead
from privacy.queries.residue import in_database
from tests.candidates.sent import sent
from tests.clients.test_proprietors import NAME, company, erase
from tests.factories import (
    NOW,
    AgreementFactory,
    FactSheetFactory,
    JobAdFactory,
    JobOrderFactory,
    RestrictionFactory,
    ScreeningAnswerFactory,
    ScreeningQuestionFactory,
    StaffFactory,
)
from tests.workspace import sign_in

__all__ = ["company"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods")]
NAMED = {
    "title": f"Tømrer hos {NAME}", "summary": "Ring Torvald Lund.", "employer": NAME, "slug": "tomrer-torvald-lund",
    "body": f"<p>{NAME} ({fake.PROPRIETOR[:3]} {fake.PROPRIETOR[3:6]} {fake.PROPRIETOR[6:]}) søker tømrer.</p>",
}  # fmt: skip


def advertised(company, **about):
    agreement = AgreementFactory(company=company)
    order = JobOrderFactory(company=company, agreement=agreement, title=f"Tømrer hos {NAME}")
    return JobAdFactory(order=order, **NAMED | about)


def test_set_aside_its_ads_are_not_on_the_site_until_that_is_lifted(company, client, time_machine):
    time_machine.move_to(NOW, tick=False)
    ad = advertised(company)
    restriction = RestrictionFactory(subject=company.proprietor.subject)

    assertNotContains(client.get("/stillinger/"), NAME)
    assert client.get(ad.get_absolute_url()).status_code == 404
    with pytest.raises(applications.PositionClosed):
        applications.submit(position=ad, by=None, at=NOW, **sent())

    by = StaffFactory(roles=["privacy"])
    restrictions.announce_lifting(restriction=restriction, told_by="letter", by=by, at=NOW)
    restrictions.lift(restriction=restriction, by=by, at=NOW + datetime.timedelta(days=14))
    assertContains(client.get(ad.get_absolute_url()), NAME)


def test_kept_by_the_law_its_ads_are_closed_when_the_person_asks_and_a_colleague_writes_them_anew(
    company, client, settings
):
    settings.LANGUAGE_CODE = "en"
    ad = advertised(company)
    other = JobAdFactory()

    erase(company)

    assert [each.closed_at is None for each in (JobAd.objects.get(pk=ad.pk), JobAd.objects.get(pk=other.pk))] == [
        False, True,
    ]  # fmt: skip
    assert list(unadvertised()) == [ad.order]
    sign_in(client, "adviser")
    assertContains(client.get(reverse("admin:index")), "orders without an ad since the client asked to be erased")
    listed = client.get(reverse("admin:clients_joborder_changelist") + "?state=unadvertised")
    assertContains(listed, reverse("admin:clients_joborder_change", args=[ad.order_id]))
    assertNotContains(listed, reverse("admin:clients_joborder_change", args=[other.order_id]))

    JobAdFactory(order=ad.order)
    assert list(unadvertised()) == []


def test_once_the_person_is_gone_no_ad_and_no_order_names_the_business(company):
    order = JobOrderFactory(company=company, agreement=None, opened_at=None, title=f"Tømrer hos {NAME}")
    draft = JobAdFactory(order=order, published_at=None, **NAMED)
    other = JobOrderFactory(company=company, agreement=None, opened_at=None, title="Tømrer")

    assert erase(company).is_erased

    draft.refresh_from_db()
    assert (draft.title, draft.summary, draft.body) == ("Stilling (slettet)", "", "")
    assert [JobOrder.objects.get(pk=each.pk).title for each in (order, other)] == ["Stilling (slettet)", "Tømrer"]
    assert list(in_database([NAME, "Torvald Lund", fake.PROPRIETOR])) == []


def test_once_the_person_is_gone_what_applicants_were_asked_and_told_names_nobody(company):
    order = JobOrderFactory(company=company, agreement=None, opened_at=None, title="Tømrer")
    said = {"reason": f"{NAME} kjører selv.", "asks": ["age"], "asks_ground": "statute", "asks_because": NAME}
    asked = ScreeningQuestionFactory(ad__order=order, ad__published_at=None, text=f"Kjenner du {NAME}?", **said)
    one_of = ScreeningQuestionFactory(ad=asked.ad, text="Hvem?", kind="choice", choices=f"{NAME}\nIngen", **said)
    answer = ScreeningAnswerFactory(application__job_ad=asked.ad, question=asked)
    sheet = FactSheetFactory(order=order, in_ad=f"Du jobber for {NAME}.", after_offer=NAME)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        ScreeningQuestion.objects.filter(pk=asked.pk).update(text=f"Spørsmål {asked.pk} (slettet)")

    assert erase(company).is_erased

    for row in (asked, one_of, answer, sheet):
        row.refresh_from_db()
    assert (asked.text, asked.reason, asked.asks, asked.asks_because) == (
        f"Spørsmål {asked.pk} (slettet)",
        "Slettet",
        [],
        "",
    )
    assert (one_of.choices, answer.asked, answer.answer) == ("Slettet", "Spørsmål (slettet)", "Ja")
    assert (sheet.in_ad, sheet.after_offer) == ("Slettet", "")
    assert list(in_database([NAME, "Torvald Lund", fake.PROPRIETOR])) == []


def test_after_a_restore_the_ads_of_who_asked_to_be_erased_are_closed_again(company):
    ad = advertised(company)
    head = JournalHead.objects.values().get()
    erase(company)
    relay.write(at=NOW)
    JournalHead.objects.update(**head)  # the restore: an older database
    JobAd.objects.filter(pk=ad.pk).update(closed_at=None)

    replay.run(at=NOW + datetime.timedelta(days=2))

    ad.refresh_from_db()
    assert ad.closed_at == NOW + datetime.timedelta(days=2)
