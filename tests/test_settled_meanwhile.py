"""A colleague settled it while one wrote: it is refused, and all that was typed stands there, to be used elsewhere."""

from html import unescape

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from candidates.actions import merging
from candidates.admin.duplicates import REFUSALS
from candidates.models import PositionLetter
from privacy.choices import Category
from privacy.choices.disclosures import RecipientKind
from privacy.models import SharingAgreement
from tests import factories as made
from tests import workspace
from tests.sent_forms import Forms

pytestmark = pytest.mark.django_db
TYPED = "Skrevet i en halv time."
SET_ASIDE = "These data are restricted: they are stored and used for nothing else (GDPR art. 18)."


@pytest.fixture(autouse=True)
def _in_english(settings):
    """These tests read what the screens say in the source language."""
    settings.LANGUAGE_CODE = "en"


def form_with(client, url, field):
    """What a browser would send of the form that asks for this."""
    page = client.get(url).content.decode()
    return next(each for each in Forms(page).found if field in each.names).filled()


def stands(answer, text=TYPED):
    return text in unescape(answer.content.decode())


def settle(row, **how):
    type(row)._base_manager.filter(pk=row.pk).update(**how)


def notice():
    row = made.NoticeFactory(approved_at=None, approved_by=None, in_force_from=None)
    in_force = {"approved_at": made.NOW, "approved_by": made.StaffFactory(roles=["manager"])}
    return row, "text_nb", "This text was approved before", in_force | {"in_force_from": made.NOW.date()}


def breach():
    row = made.BreachFactory()
    closed = {
        "closed_at": made.NOW,
        "closed_by": row.opened_by,
        "risk": "unlikely",
        "no_report_reason": "Krypterte filer.",
    }
    return row, "what", "This breach is closed.", closed


def newsletter():
    row = made.NewsletterFactory()
    return (
        row,
        "text_nb",
        "It is sent already",
        dict.fromkeys(("tested_by", "sent_by"), row.written_by) | dict.fromkeys(("tested_at", "sent_at"), made.NOW),
    )


def agreement():
    row = made.AgreementFactory(signed_at=None, signed_by=None)
    signed = {"signed_at": made.NOW, "signed_by": made.StaffFactory(roles=["manager"])}
    return row, "terms", "This agreement is signed", signed


MADE = [(notice, "manager"), (breach, "privacy"), (newsletter, "marketing"), (agreement, "manager")]


@pytest.mark.parametrize(("make", "role"), MADE)
def test_what_was_put_in_force_closed_or_sent_refuses_what_is_sent_and_shows_it(client, make, role):
    workspace.sign_in(client, role)
    row, field, sentence, settled = make()
    url = reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])
    sent = form_with(client, url, field) | {field: [TYPED]}
    settle(row, **settled)

    answer = client.post(url, sent)
    row.refresh_from_db()

    assertContains(answer, sentence)
    assert (stands(answer), getattr(row, field) == TYPED) == (True, False)
    assert not any(field in each.names for each in Forms(client.get(url).content.decode()).found)  # to be read only


def test_a_campaign_opened_meanwhile_says_so_and_passes_nothing_over(client):
    workspace.sign_in(client, "marketing")
    row = made.CampaignFactory(wording=False)
    made.CampaignWordingFactory(campaign=row, shown_from=row.starts_on)
    url = reverse("admin:candidates_campaign_change", args=[row.pk])
    sent = form_with(client, url, "channel") | {"channel": ["linkedin"], "name": [TYPED]}
    settle(row, opened_at=made.NOW)

    answer = client.post(url, sent)
    row.refresh_from_db()

    assertContains(answer, "The campaign takes in already")
    assert (stands(answer), row.channel == "linkedin") == (True, False)
    own = form_with(client, url, "name") | {"name": ["Høsten"]}
    assert (client.post(url, own).status_code, type(row).objects.get().name) == (302, "Høsten")


def test_facts_refused_as_what_one_applied_with_is_set_aside_stand_while_the_card_is_read(client):
    workspace.sign_in(client, "adviser")
    candidate = made.CandidateFactory()
    made.RestrictionFactory(subject=candidate.subject, category=Category.APPLICATION)
    url = reverse("admin:facts", args=[candidate.pk])

    answer = client.post(url, form_with(client, url, "skills") | {"skills": [TYPED]})

    assert (answer.status_code, stands(answer), stands(answer, SET_ASIDE)) == (200, True, True)
    made.RestrictionFactory(subject=candidate.subject)
    assert client.post(url, {"skills": [TYPED]}).status_code == 404  # nothing of who is set aside altogether


def employed_here():
    candidate = made.CandidateFactory()
    made.employed(subject=candidate.subject)
    return candidate


def works_here():
    return made.CandidateFactory(account=False, subject=made.StaffFactory().subject)


@pytest.mark.parametrize(("make", "error"), [(employed_here, merging.IsEmployed), (works_here, merging.WorksHere)])
def test_two_that_cannot_be_brought_together_stand_as_they_were_chosen(client, make, error):
    workspace.sign_in(client, "adviser")
    one, other = make(), made.CandidateFactory(first_name="Karin")
    url = reverse("admin:merge_candidates", args=[one.pk, other.pk])

    answer = client.post(url, form_with(client, url, "is_one") | {"is_one": ["on"], "goes_on": [str(other.pk)]})

    assert answer.status_code == 200
    assert [list(each) for each in answer.context["form"].errors.values()] == [[str(REFUSALS[error])]]


def test_a_letter_refused_as_the_letters_were_set_aside_stands_while_the_card_is_read(client):
    workspace.sign_in(client, "adviser")
    candidate = made.CandidateFactory()
    made.ApplicationFactory(candidate=candidate, keep_scope="candidate_base")
    made.RestrictionFactory(subject=candidate.subject, category=Category.CORRESPONDENCE)
    url = reverse("admin:candidates_candidate_step", args=[candidate.pk, "write"])
    typed = {"order": made.JobOrderFactory().pk, "subject_line": "En stilling", "text": TYPED}
    draft = client.post(url, typed)

    answer = client.post(url, typed | {"seen": draft.context.get("seen", "")})

    assertContains(answer, "These data are restricted")
    assert (stands(answer), PositionLetter.objects.count()) == (True, 0)


def test_what_is_added_about_somebody_set_aside_stands_in_the_form(client):
    workspace.sign_in(client, "privacy")
    person = made.CandidateFactory().subject
    url = reverse("admin:privacy_sharingagreement_add")
    recipient = made.RecipientFactory(kind=RecipientKind.AGREED)
    sent = form_with(client, url, "purpose") | {
        "who": [str(person.pk)], "recipient": [recipient.pk], "categories": ["application"], "purpose": [TYPED],
        "through": ["letter"],
    }  # fmt: skip
    made.RestrictionFactory(subject=person)

    answer = client.post(url, sent)

    assert (answer.status_code, stands(answer), stands(answer, SET_ASIDE)) == (200, True, True)
    assert SharingAgreement.objects.count() == 0
