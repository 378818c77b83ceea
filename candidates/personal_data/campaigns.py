"""Whose the rows about campaigns and their leads are, what for, and how long."""

from django.utils.translation import gettext_noop as _

from candidates.models import Campaign, CampaignKey, CampaignTally, CampaignWording, Lead, LeadMark
from privacy.choices import Category, PeriodCode
from privacy.declarations import data, internal, link, not_personal, owner, personal
from privacy.grounds import Until

NUMBER = internal(_("a number of ours that says nothing about you"))

personal(
    Lead,
    subject="subject",
    activity="campaigns",
    category=Category.APPLICATION,
    keep=Until("received_at", PeriodCode.LEAD),
    fields={
        "id": NUMBER,
        "subject": owner(),
        "first_name": data(Category.IDENTITY),
        "last_name": data(Category.IDENTITY),
        "email": data(Category.CONTACT),
        "phone": data(Category.CONTACT),
        "language": data(Category.CONTACT),
        "answer": data(Category.APPLICATION),
        "campaign": link(),
        "wording": link(),
        "reference": data(Category.HISTORY),
        "door": data(Category.HISTORY),
        "consent": data(Category.HISTORY),
        "answered_on": data(Category.HISTORY),
        "received_at": data(Category.HISTORY),
        "address_digests": internal(_("fingerprints of your address, to look up whether it said no to advertising")),
    },
)

not_personal(Campaign, reason="what a partner runs for us in a channel, and who answers for what")
not_personal(CampaignWording, reason="a text shown in a channel")
not_personal(CampaignKey, reason="what a partner's system signs with; the secret itself is nowhere")
not_personal(CampaignTally, reason="how many, by campaign and week; fewer than five are shown to nobody")
not_personal(
    LeadMark,
    reason="keyed fingerprints tied to nobody, so that an answer comes in once and nobody erased comes back with the next "
    "file; gone after the storage time of a lead",
)
