"""One candidate's way through the own pages: applies, is asked, chooses anew, sees who looked, withdraws, copies, goes (P33, P48, P53, P55)."""

import datetime
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format

from candidates.actions import permissions, presentation_reading, presentations
from candidates.models import Application, Candidate, SharingPermission
from candidates.queries import presentations as reading
from privacy.choices import ConsentPurpose
from privacy.models import ConsentEvent, Erasure, Package
from privacy.queries import explain, own_storage
from tests.candidates.views.test_applying import address, form
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
from tests.workspace import log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods", "strict_templates")]
HOUR = datetime.timedelta(hours=1)


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


@pytest.mark.promise("P33")
@pytest.mark.promise("P48")
def test_from_the_application_to_the_end(time_machine):
    time_machine.move_to(NOW)
    own, kari = Client(headers={"accept-language": "en"}), CandidateFactory(account__email="kari@example.test")
    log_in(own, kari.subject.user)
    ad, order = JobAdFactory(), FactSheetFactory(order=JobOrderFactory()).order
    RecipientFactory(company_uuid=order.company_id, kind="client", contact_address="")
    own.post(address(ad), form(keep_scope="this_position", sharing_scope="this_position"))
    application = Application.objects.get(candidate=kari)

    # chooses anew: others too, but asked first
    scope = reverse("change_sharing", args=[application.pk])
    chosen = {"keep_scope": "candidate_base", "sharing_scope": "ask_first", "has_acknowledged": "on"}
    assert "Nothing is changed yet." in text(own.post(scope, chosen | {"look": "1"}))
    own.post(scope, chosen | {"change": "1"})
    # is asked, and answers
    permissions.ask(candidate=Candidate.objects.get(), order=order, by=StaffFactory(), at=NOW + HOUR)
    asked = SharingPermission.objects.get()
    own.post(reverse("my_permission", args=[asked.pk]), {"interest": "interested", "has_acknowledged": "on"})
    presented(kari, order)
    # sees who looked
    page = text(own.get(reverse("my_sharing")))
    assert ("Looked at once, on 23 November 2026." in page, order.company.privacy_statement_url in page) == (True, True)

    # consents, and reads what would be without it: the days of the decision
    own.post(reverse("give_consent"))
    today, longer = NOW.date(), ConsentPurpose.FURTHER_STORAGE
    without = explain(kari.subject_id, today, without_consent=longer)
    goes = own_storage.going_earlier(explain(kari.subject_id, today), without)
    page = text(own.get(reverse("my_consents")))
    told = [f"“{each.name}” is deleted on {date_format(each.due_on, 'j F Y')}." in page for each in goes]
    assert (len(told) > 0, all(told)) == (True, True)
    own.post(reverse("withdraw_my_consent", args=[longer]))
    now = {item.key: item.due_on for item in explain(kari.subject_id, today).items}
    assert {item.key: item.due_on for item in without.items}.items() <= now.items()
    receipts = ConsentEvent.objects.filter(subject_uuid=kari.subject_id).order_by("pk")
    assert [own.get(reverse("consent_receipt", args=[each.pk])).status_code for each in receipts] == [200, 200]

    # a copy, and the end
    cache.clear()
    own.post(reverse("my_copies"))
    assert reverse("my_copy", args=[Package.objects.get().pk]) in text(own.get(reverse("privacy_request")))
    gone = own.post(reverse("delete_me"), {"understood": "on"})
    assert (gone.status_code, Candidate.objects.count(), Erasure.objects.count()) == (302, 0, 1)
