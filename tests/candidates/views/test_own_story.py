"""One candidate's way through the own pages: applies, chooses anew, is asked, sees who looked, withdraws, copies, goes."""

import datetime
from html import unescape

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from candidates.actions import permissions, presentation_reading, presentations
from candidates.models import Application, Candidate, SharingPermission
from candidates.queries import presentations as reading
from privacy.choices import ConsentPurpose
from privacy.models import ConsentEvent, Erasure, Package
from privacy.queries import explain, own_storage
from tests.candidates.views.test_applying import address, form
from tests.candidates.views.test_own_only import browser
from tests.factories import (
    NOW,
    CandidateFactory,
    ClientContactFactory,
    FactSheetFactory,
    JobAdFactory,
    JobOrderFactory,
    RecipientFactory,
    StaffFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods", "strict_templates")]
HOUR = datetime.timedelta(hours=1)
LONGER = ConsentPurpose.FURTHER_STORAGE


def text(response) -> str:
    return unescape(response.content.decode())


def presented(candidate, order) -> None:
    """An adviser presents for another order on the yes that was given, and the client looks."""
    contact, staff = ClientContactFactory(company=order.company), StaffFactory()
    last = (NOW + datetime.timedelta(days=10)).date()
    how = {"by": staff, "at": NOW + 2 * HOUR}
    whole = presentations.draft(order=order, contact=contact, last_day=last, is_anonymous=False, **how)
    presentations.include(presentation=whole, candidate=candidate, text="Ti år på sykehjem.", **how)
    presentations.send(presentation=whole, **how)
    presentation_reading.read(reader=reading.readers().get(presentation=whole), at=NOW + 3 * HOUR)


def applies_and_chooses_anew(own, kari) -> None:
    """For this position only; then others too, but asked first."""
    own.post(address(JobAdFactory()), form(keep_scope="this_position", sharing_scope="this_position"))
    scope = reverse("change_sharing", args=[Application.objects.get(candidate=kari).pk])
    chosen = {"keep_scope": "candidate_base", "sharing_scope": "ask_first", "has_acknowledged": "on"}
    assert "Nothing is changed yet." in text(own.post(scope, chosen | {"look": "1"}))
    own.post(scope, chosen | {"change": "1"})


def answers_and_sees_who_looked(own, kari, order) -> None:
    permissions.ask(candidate=Candidate.objects.get(), order=order, by=StaffFactory(), at=NOW + HOUR)
    yes = {"interest": "interested", "has_acknowledged": "on"}
    own.post(reverse("my_permission", args=[SharingPermission.objects.get().pk]), yes)
    presented(kari, order)
    page = text(own.get(reverse("my_sharing")))
    assert "Looked at once, on 23 November 2026." in page
    assert order.company.privacy_statement_url in page


def consents_and_withdraws(own, kari) -> None:
    """What the page foretells is what the engine decides without the consent, and what is so afterwards."""
    own.post(reverse("give_consent"))
    without = explain(kari.subject_id, NOW.date(), without_consent=LONGER)
    goes = own_storage.going_earlier(explain(kari.subject_id, NOW.date()), without)
    page = text(own.get(reverse("my_consents")))
    told = [f"“{each.name}” is deleted on {date_format(each.due_on, 'j F Y')}." in page for each in goes]
    assert (len(told) > 0, all(told)) == (True, True)

    own.post(reverse("withdraw_my_consent", args=[LONGER]))

    now = {item.key: item.due_on for item in explain(kari.subject_id, NOW.date()).items}
    assert {item.key: now[item.key] for item in without.items} == {item.key: item.due_on for item in without.items}
    receipts = ConsentEvent.objects.filter(subject_uuid=kari.subject_id).order_by("pk")
    assert [own.get(reverse("consent_receipt", args=[each.pk])).status_code for each in receipts] == [200, 200]


@pytest.mark.promise("P33")
@pytest.mark.promise("P48")
def test_from_the_application_to_the_end(time_machine):
    time_machine.move_to(NOW)
    kari = CandidateFactory(account__email="kari@example.test")
    own = browser(kari.subject.user)
    own.cookies["django_language"] = "en"
    order = FactSheetFactory(order=JobOrderFactory()).order
    RecipientFactory(company_uuid=order.company_id, kind="client", contact_address="")

    applies_and_chooses_anew(own, kari)
    answers_and_sees_who_looked(own, kari, order)
    consents_and_withdraws(own, kari)
    own.post(reverse("my_copies"))
    asked = text(own.get(reverse("privacy_request")))
    copy = reverse("my_copy", args=[Package.objects.get().pk])
    gone = own.post(reverse("delete_me"), {"understood": "on"})

    assert copy in asked
    assert (gone.status_code, Candidate.objects.count(), Erasure.objects.count()) == (200, 0, 1)
