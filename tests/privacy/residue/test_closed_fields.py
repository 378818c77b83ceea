"""Only what a form asks for is taken in: whatever else is sent along is stored nowhere (P13, GDPR art. 5(1)(c))."""

import re
from itertools import count

import pytest
from django.urls import reverse

from candidates.models import Application, Candidate, Document
from clients.models import ClientContact, Enquiry
from fremrykk.accounts.models import User
from privacy.models import ConsentEvent, InboxCase, Request, Subject
from tests.candidates.views.test_applying import form
from tests.clients.test_story import ASKED as ENQUIRY
from tests.factories import CandidateFactory, JobAdFactory
from tests.privacy.residue.places import everywhere
from tests.privacy.views.test_contact import QUESTION
from tests.workspace import log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods"), pytest.mark.promise("P13")]
PEOPLE = (User, Subject, Candidate, Application, Document, ClientContact, InboxCase, Request, Enquiry, ConsentEvent)
NEVER_ASKED = (
    "national_id",
    "fodselsnummer",
    "birth_date",
    "gender",
    "religion",
    "photo",
    "health",
    "is_pregnant",
    "bank_account",
)


def smuggled(asked: str) -> dict[str, str]:
    """A mark under the name of every column of a person, and of some there are not, but for what the form itself asks."""
    columns = {field.name for model in PEOPLE for field in model._meta.fields}
    shown = set(re.findall(r'name="([\w-]+)"', asked))
    numbers = count(1)
    return {name: f"smuglergods{next(numbers)}x" for name in sorted({*columns, *NEVER_ASKED} - shown)}


def marks_left(client, path: str, sent: dict) -> set[str]:
    """The marks that stand anywhere after the form was sent with everything else beside what it asks."""
    extra = smuggled(client.get(path).text)
    assert len(extra) > 90
    client.post(path, sent | extra)
    return set(everywhere([*extra.values(), "ikke smuglet"]))


@pytest.mark.parametrize(
    ("path", "sent", "model", "kept"),
    [
        ("/kontakt/", QUESTION | {"message": "ikke smuglet"}, InboxCase, "message"),
        ("/for-bedrifter/", ENQUIRY | {"needs": "ikke smuglet"}, Enquiry, "needs"),
        (
            "/personvern/krav/",
            {"right": "access", "email": "kari@example.test", "message": "ikke smuglet"},
            Request,
            "message",
        ),
        ("/registrer/", form(message="ikke smuglet", keep_scope="candidate_base"), Application, "message"),
    ],
)
def test_whatever_else_is_sent_with_an_open_form_is_stored_nowhere(client, path, sent, model, kept):
    JobAdFactory()

    found = marks_left(client, path, sent)

    assert list(model.objects.values_list(kept, flat=True)) == ["ikke smuglet"]
    assert found == {"ikke smuglet"}


@pytest.mark.parametrize("page", ["my_profile", "new_alert"])
def test_whatever_else_is_sent_with_ones_own_pages_is_stored_nowhere(client, page):
    kari = CandidateFactory(account__email="kari@example.test")
    log_in(client, kari.subject.user)
    sent = {
        "first_name": "Kari",
        "last_name": "ikke smuglet",
        "phone": "",
        "language": "nb",
        "q": "ikke smuglet",
        "frequency": "daily",
        "has_agreed": "on",
    }

    assert marks_left(client, reverse(page), sent) == {"ikke smuglet"}
