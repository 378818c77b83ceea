"""From an answer to a campaign to a candidate, or to nothing; told in between, and the partner told of the end (P46)."""

import datetime
import re

import pytest
from django.db import IntegrityError, transaction

from candidates.actions import applications, campaigns, conversions, leads
from candidates.choices import KeepScope, LeadDoor, Origin, Source
from candidates.models import Application, CampaignTally, Candidate, Lead, LeadMark
from candidates.queries import campaigns as reading
from candidates.queries.leads import Answer
from privacy.actions import delivery, disclosures, erasure, notifying, purge, restrictions, suppressions
from privacy.choices import ErasureCause
from privacy.models import Collection, OutgoingMail, RecipientNotice, Subject
from privacy.queries import explain
from privacy.queries.promises import checked, verdicts
from tests.candidates.leads import OLA, Partner, taken_in
from tests.candidates.sent import sent
from tests.factories import (
    NOW,
    CampaignFactory,
    CampaignWordingFactory,
    CandidateFactory,
    JobAdFactory,
    LeadFactory,
    StaffFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("approved_periods"), pytest.mark.promise("P46")]

TODAY = NOW.date()
LATER = NOW + datetime.timedelta(days=9)
YES = {"go_ahead": "Sa det på telefon.", "go_ahead_on": TODAY, "keep_scope": KeepScope.CANDIDATE_BASE}


def registered(lead, at=LATER, **said):
    values = sent(email=lead.email, first_name=lead.first_name, last_name=lead.last_name) | said
    return applications.submit(position=None, lead=lead, by=None, at=at, **values).application


def purged(day):
    purge.run(as_of=day, at=NOW)
    return not Subject.objects.filter(user=None).exists()


def owed():
    return [(row.reason, row.references, row.recipient.name) for row in RecipientNotice.objects.order_by("pk")]


def mails():
    return list(OutgoingMail.objects.order_by("pk").values_list("template", flat=True))


# --- stories ---
@pytest.mark.promise("P12")
def test_a_lead_is_told_registers_and_is_erased_and_the_partner_hears_of_it(time_machine, settings):
    time_machine.move_to(NOW, tick=False)
    campaign = CampaignFactory(name="Sjåfører i nord")
    assert Partner(campaign).deliver().status_code == 202
    lead, mail, source = Lead.objects.get(), OutgoingMail.objects.get(), Collection.objects.get()
    assert (mail.template, mail.to, mail.is_secret, source.informed_at) == (
        "privacy/email/informed", "ola@example.test", True, NOW,
    )  # fmt: skip
    for said in ("Post Social: Sjåfører i nord", campaign.statement_url, "PS-1001", "/personvern/", "/kampanje/svar/"):
        assert said in mail.body_text

    application = registered(lead)

    assert (application.origin, application.wording, application.confirmed_at) == (Origin.LEAD, lead.wording, LATER)
    assert (application.candidate.subject_id, application.candidate.source) == (lead.subject_id, Source.CAMPAIGN)
    assert application.candidate.subject.user.email == "ola@example.test"
    assert not Lead.objects.exists()
    assert explain(lead.subject_id, TODAY).due_on == datetime.date(2028, 12, 2)
    source.refresh_from_db()
    assert (source.object_label, source.reference) == ("candidates.candidate", "PS-1001")
    erasure.erase_person(subject_id=lead.subject_id, cause=ErasureCause.PERSON, by=None, at=LATER)
    assert owed() == [("erased", ["PS-1001"], "Post Social")]
    assert not Candidate.objects.exists()

    notifying.tell(pk=RecipientNotice.objects.get().pk, at=LATER)
    notice = OutgoingMail.objects.get(template="privacy/email/recipient_notice")
    assert (notice.to, "PS-1001" in notice.body_text) == ("personvern@postsocial.example.test", True)
    delivery.deliver(pks=[notice.pk], at=LATER)
    assert (owed(), OutgoingMail.objects.filter(pk=notice.pk).exists()) == ([("erased", [], "Post Social")], False)


def test_a_told_lead_that_says_nothing_is_gone_after_half_a_year():
    taken_in()

    assert explain(Lead.objects.get().subject_id, TODAY).due_on == datetime.date(2027, 5, 23)
    assert (purged(datetime.date(2027, 5, 22)), purged(datetime.date(2027, 5, 23))) == (False, True)
    assert owed() == [("erased", ["PS-1001"], "Post Social")]
    assert not Lead.objects.exists()


def test_a_lead_nobody_could_tell_is_gone_after_thirty_days():
    taken_in(email="")

    assert mails() == []
    last_day = TODAY + datetime.timedelta(days=29)
    assert (purged(last_day), purged(last_day + datetime.timedelta(days=1))) == (False, True)


# --- an adviser, on the person's word ---
def test_on_the_persons_word_an_adviser_makes_a_candidate_and_the_yes_counts():
    lead = taken_in(campaign=CampaignFactory(job_ad=JobAdFactory()))

    said = YES | {"keep_scope": KeepScope.THIS_POSITION}
    candidate = conversions.convert(lead=lead, by=StaffFactory(), at=LATER, **said)

    application = Application.objects.get()
    assert (application.origin, application.go_ahead_on, application.submitted_at.date()) == (Origin.LEAD, TODAY, TODAY)
    assert (application.job_ad_id, application.keep_scope) == (lead.campaign.job_ad_id, "this_position")
    assert (candidate.subject_id, candidate.unconfirmed_email) == (lead.subject_id, "ola@example.test")
    assert mails() == ["privacy/email/informed", "candidates/email/receipt"]
    assert not Lead.objects.exists()
    link = re.search(r"/soknad/bekreft/([^/\s]+)/", OutgoingMail.objects.last().body_text)[1]
    assert applications.confirm(token=link, at=LATER + datetime.timedelta(days=13)).confirmed_at


@pytest.mark.parametrize(
    ("said", "of_lead", "why"),
    [
        ({"go_ahead_on": TODAY + datetime.timedelta(days=10)}, {}, conversions.WrongDay),
        ({"go_ahead_on": TODAY - datetime.timedelta(days=1)}, {}, conversions.WrongDay),
        ({"keep_scope": KeepScope.THIS_POSITION}, {}, conversions.NoPosition),
        ({}, {"email": ""}, conversions.NotTold),
    ],
)
def test_what_stands_in_the_way_of_a_conversion(said, of_lead, why):
    lead = taken_in(**of_lead)

    with pytest.raises(why):
        conversions.convert(lead=lead, by=StaffFactory(), at=LATER, **YES | said)

    assert (Lead.objects.count(), Candidate.objects.count()) == (1, 0)


def test_whoever_has_an_account_already_is_brought_together_by_the_link():
    lead = taken_in(email="kari@example.test")
    known = CandidateFactory(account__email="kari@example.test")

    application = registered(lead, email="kari@example.test")

    assert (application.candidate, Candidate.objects.count()) == (known, 1)
    assert Subject.objects.get(pk=lead.subject_id).root_id == known.subject_id
    erasure.erase_person(subject_id=known.subject_id, cause=ErasureCause.PERSON, by=None, at=LATER)
    assert owed() == [("erased", ["PS-1001"], "Post Social")]


# --- the partner hears ---
def test_a_correction_and_a_restriction_are_told_to_the_partner_by_its_reference():
    lead, officer = taken_in(), StaffFactory(roles=["privacy"])

    leads.correct(lead=lead, phone="+4790054321", by=officer, at=LATER)
    restrictions.place(subject_id=lead.subject_id, category="", ground="accuracy", by=officer, at=LATER)

    assert owed() == [(reason, ["PS-1001"], "Post Social") for reason in ("corrected", "restricted")]
    assert not Lead.objects.visible_to(officer).exists()


def test_the_partner_is_given_nothing():
    lead = taken_in()

    with pytest.raises(disclosures.NotAllowed):
        disclosures.disclose(
            subject_id=lead.subject_id, recipient=lead.campaign.partner, categories=["contact"], activity="campaigns",
            by=StaffFactory(), at=LATER,
        )  # fmt: skip


# --- who does not come in ---
def test_a_no_to_advertising_keeps_an_address_out_and_the_database_says_so_too():
    campaign = CampaignFactory()
    suppressions.stop_for_address(email="Ola@example.test", at=NOW)

    answer = Answer(**OLA | {"answered_on": TODAY})
    assert leads.take_in(campaign=campaign, answers=[answer], door=LeadDoor.FILE, by=None, at=NOW) == 0
    with pytest.raises(IntegrityError, match="said no to advertising"), transaction.atomic():
        LeadFactory(campaign=campaign, email="ola@example.test")
    assert (Lead.objects.count(), LeadMark.objects.count(), mails()) == (0, 0, [])


def test_nobody_comes_in_twice_not_even_when_erased_and_the_fingerprints_go_in_their_time():
    lead = taken_in()
    erasure.erase_person(subject_id=lead.subject_id, cause=ErasureCause.PERSON, by=None, at=NOW)
    for again in ({}, {"reference": "PS-2"}, {"email": "ny@example.test"}):
        answers = [Answer(**OLA | {"answered_on": TODAY} | again)]
        assert leads.take_in(campaign=lead.campaign, answers=answers, door=LeadDoor.FILE, by=None, at=LATER) == 0
    UserFactory(email="known@example.test")
    known = [Answer(**OLA | {"answered_on": TODAY, "reference": "PS-3", "email": "known@example.test"})]
    assert leads.take_in(campaign=lead.campaign, answers=known, door=LeadDoor.FILE, by=None, at=LATER) == 0

    counts = [leads.forget_marks(at=NOW + datetime.timedelta(days=days)) for days in (180, 181)]

    assert counts == [0, 2]


# --- what the database refuses ---
def test_the_database_holds_a_lead_to_its_campaign():
    campaign, draft = CampaignFactory(ends_on=TODAY), CampaignFactory(wording=False)
    lead = LeadFactory(campaign=campaign)
    refused = [
        lambda: LeadFactory(campaign=draft, wording=lead.wording),
        lambda: LeadFactory(campaign=campaign, answered_on=TODAY + datetime.timedelta(days=1)),
        lambda: LeadFactory(campaign=campaign, wording=CampaignWordingFactory()),
        lambda: LeadFactory(campaign=campaign, email="", phone="", address_digests=[]),
        lambda: LeadFactory(campaign=campaign, reference=lead.reference),
        lambda: Lead.objects.update(reference="PS-9"),
        lambda: lead.wording.__class__.objects.update(text_nb="Noe annet"),
        lambda: campaign.__class__.objects.filter(pk=campaign.pk).update(channel="tiktok"),
        lambda: campaign.__class__.objects.filter(pk=campaign.pk).update(
            statement_url="http://postsocial.example.test"
        ),
        lambda: campaign.__class__.objects.filter(pk=draft.pk).update(opened_at=NOW),
    ]

    for number, write in enumerate(refused):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
            pytest.fail(f"number {number} was written")


def test_opening_needs_words_a_statement_and_a_partner_that_hears():
    draft = CampaignFactory(wording=False, statement_url="")
    with pytest.raises(campaigns.NoStatement):
        campaigns.open(campaign=draft, at=NOW)
    campaigns.change(campaign=draft, statement_url="https://postsocial.example.test/")
    with pytest.raises(campaigns.NoWording):
        campaigns.open(campaign=draft, at=NOW)
    campaigns.add_wording(campaign=draft, text_nb="Vi samler svar.", text_en="", shown_from=draft.starts_on)
    draft.partner.__class__.objects.update(contact_address="")
    with pytest.raises(campaigns.WrongPartner):
        campaigns.open(campaign=draft, at=NOW)
    draft.partner.__class__.objects.update(contact_address="post@example.test")

    campaigns.open(campaign=draft, at=NOW)

    with pytest.raises(campaigns.AlreadyOpened):
        campaigns.change(campaign=draft, channel="tiktok")


# --- figures, promises ---
def test_the_figures_outlive_the_people_and_few_are_not_shown():
    campaign = CampaignFactory()
    many = [
        taken_in(campaign, reference=f"PS-{number}", email=f"ola{number}@example.test", phone="") for number in range(7)
    ]
    conversions.convert(lead=many[0], by=StaffFactory(), at=LATER, **YES)
    for lead in many[1:]:
        erasure.erase_person(subject_id=lead.subject_id, cause=ErasureCause.PERSON, by=None, at=LATER)

    whole = reading.figures(campaign)[0]

    assert (whole.received, whole.told, whole.converted, whole.gone) == (5, 5, None, 5)
    assert {each.name for each in CampaignTally._meta.concrete_fields} == {"id", "campaign", "week", "event", "count"}


def test_the_promise_is_checked_against_the_data():
    taken_in()
    assert verdicts(checked(NOW))["P46"].value == "kept"

    LeadFactory()

    assert verdicts(checked(NOW))["P46"].value == "broken"


def test_everybody_from_a_campaign_has_a_source():
    lead = taken_in()
    registered(lead)
    assert verdicts(checked(NOW))["P12"].value == "kept"
    assert Candidate.objects.get().source == Source.CAMPAIGN
