"""A colleague settled it while one wrote: it is refused, and all that was typed stands there, to be used elsewhere."""

from html import unescape

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from candidates.actions import merging, profiles
from candidates.admin.duplicates import REFUSALS
from candidates.models import Candidate, PositionLetter
from privacy.actions import recipients, reviews
from privacy.actions.subjects import IsRestricted, PersonIsGone
from privacy.admin import steps
from privacy.choices import Category
from privacy.choices.disclosures import RecipientKind
from tests import factories as made
from tests import workspace
from tests.privacy.test_review_pages import filled, undated
from tests.sent_forms import Forms

pytestmark = pytest.mark.django_db
TYPED = "Skrevet i en halv time."


@pytest.fixture(autouse=True)
def _in_english(settings):
    """These tests read what the screens say in the source language."""
    settings.LANGUAGE_CODE = "en"


def raising(error):
    def refuse(**given):
        raise error

    return refuse


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


@pytest.mark.parametrize(("error", "is_shown"), [(IsRestricted, True), (PersonIsGone, False)])
def test_facts_that_are_refused_stand_while_the_person_is_here(client, monkeypatch, error, is_shown):
    workspace.sign_in(client, "adviser")
    candidate = made.CandidateFactory()
    url = reverse("admin:facts", args=[candidate.pk])
    sent = form_with(client, url, "skills") | {"skills": [TYPED]}

    def refuse(**given):
        if error is PersonIsGone:
            Candidate.objects.all().delete()
        raise error

    monkeypatch.setattr(profiles, "update", refuse)
    answer = client.post(url, sent)

    assert (answer.status_code, stands(answer)) == ((200, True) if is_shown else (302, False))


@pytest.mark.parametrize("error", [merging.IsEmployed, merging.WorksHere, merging.AccountGoesOn])
def test_two_that_cannot_be_brought_together_stand_as_they_were_chosen(client, monkeypatch, error):
    workspace.sign_in(client, "adviser")
    one, other = made.CandidateFactory(first_name="Kari"), made.CandidateFactory(first_name="Karin")
    url = reverse("admin:merge_candidates", args=[one.pk, other.pk])
    sent = form_with(client, url, "is_one")
    monkeypatch.setattr(merging, "merge", raising(error))

    answer = client.post(url, sent | {"is_one": ["on"]})

    assert answer.status_code == 200
    assert [list(each) for each in answer.context["form"].errors.values()] == [[str(REFUSALS[error])]]


def test_a_decision_that_awaits_the_manager_keeps_its_reason(client, monkeypatch):
    workspace.sign_in(client, "privacy")
    candidate = undated()
    url = reverse("admin:review_keep", args=[candidate.subject_id])
    sent = form_with(client, url, "reason") | filled(candidate, reason=TYPED)
    monkeypatch.setattr(reviews, "keep", raising(reviews.AwaitsApproval))

    assertContains(answer := client.post(url, sent), "The storage time itself is not approved")
    assert stands(answer)


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


@pytest.mark.parametrize("error", [IsRestricted, PersonIsGone])
def test_what_is_added_about_somebody_out_of_reach_stands_in_the_form(client, monkeypatch, error):
    workspace.sign_in(client, "privacy")
    person = made.CandidateFactory().subject
    url = reverse("admin:privacy_sharingagreement_add")
    recipient = made.RecipientFactory(kind=RecipientKind.AGREED)
    sent = form_with(client, url, "purpose") | {
        "who": [str(person.pk)], "recipient": [recipient.pk], "categories": ["application"], "purpose": [TYPED], "through": ["letter"],
    }  # fmt: skip
    monkeypatch.setattr(recipients, "agree", raising(error))

    answer = client.post(url, sent)

    assert (answer.status_code, stands(answer), stands(answer, str(steps.OUT_OF_REACH[error]))) == (200, True, True)
