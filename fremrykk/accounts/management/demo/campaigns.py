"""The demo's campaign with a sister company: who has answered, one of whom nobody has told yet."""

import datetime

from django.utils import timezone

from candidates.actions import campaigns, conversions, leads
from candidates.choices import CampaignChannel, KeepScope, LeadDoor, Party, RoleSplit
from candidates.models import Lead
from candidates.queries.leads import Answer
from clients.models import JobAd
from fremrykk.accounts.models import User
from privacy.actions import recipients
from privacy.choices.disclosures import RecipientKind

DAY = datetime.timedelta(days=1)
WORDS = (
    "Post Social samler svarene for Fremrykk, som tar kontakt med deg om stillinger. Svaret ditt blir slettet etter et halvt "
    "år hvis du ikke registrerer deg. Les mer: postsocial.example.test/personvern og fremrykk.no/personvern."
)
ANSWERED = [
    ("PS-2041", "Selma", "Tangvald", "selma.tangvald@example.test", "", "Jeg kan begynne på dagen."),
    ("PS-2042", "Isak", "Brattland", "isak.brattland@example.test", "", "Har fagbrev og ti års erfaring."),
    ("PS-2043", "Nora", "Lidal", "nora.lidal@example.test", "", ""),
    ("PS-2044", "Emil", "Grindheim", "emil.grindheim@example.test", "", "Helst i Bergen."),
    ("PS-2045", "Thea", "Ulvestad", "thea.ulvestad@example.test", "", "Ring meg gjerne."),
    ("PS-2046", "Odin", "Sletten", "", "+4722334466", "Ring etter klokken fire."),
]


def make(*, ad: JobAd, adviser: User, now: datetime.datetime) -> None:
    """Five are told by e-mail, the sixth has to be called; one said yes on the telephone."""
    began = timezone.localdate(now - 20 * DAY)
    partner = recipients.register(
        kind=RecipientKind.SOURCE, name="Post Social AS", org_number="310000515", purpose="Kjører kampanjer for oss",
        contact_address="personvern@postsocial.example.test",
    )  # fmt: skip
    campaign = campaigns.plan(
        name="Fagfolk til Vestlandet", channel=CampaignChannel.FACEBOOK, starts_on=began, ends_on=began + 60 * DAY,
        partner=partner, split=RoleSplit.SEPARATE, collects=Party.PARTNER, answers=Party.BOTH, job_ad=ad,
        statement_url="https://postsocial.example.test/personvern", at=now - 21 * DAY,
    )  # fmt: skip
    campaigns.add_wording(campaign=campaign, text_nb=WORDS, text_en="", shown_from=began)
    campaigns.open(campaign=campaign, at=now - 20 * DAY)
    answers = [
        Answer(
            reference=reference, first_name=first, last_name=last, email=email, phone=phone, answer=words,
            answered_on=timezone.localdate(now - 6 * DAY),
        )
        for reference, first, last, email, phone, words in ANSWERED
    ]  # fmt: skip
    leads.take_in(campaign=campaign, answers=answers, door=LeadDoor.FILE, by=adviser, at=now - 5 * DAY)
    conversions.convert(
        lead=Lead.objects.get(reference="PS-2042"), go_ahead="Sa ja på telefon (demo).",
        go_ahead_on=timezone.localdate(now - 2 * DAY), keep_scope=KeepScope.CANDIDATE_BASE, by=adviser, at=now - 2 * DAY,
    )  # fmt: skip
