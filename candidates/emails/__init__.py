"""The e-mails to candidates. Each is one function; the action that sends it says to whom."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.core import signing
from django.urls import reverse

from candidates.choices import Stage
from candidates.models import Application, Candidate, JobAlert, PositionLetter
from candidates.queries import alerts
from clients.models import JobAd
from privacy.choices import Language, MessageClass
from privacy.choices.marketing import MarketingGround
from privacy.emails import Message, advertisement, storage_links_until
from privacy.queries import addressed

ACTIVITY = "applications"
CONFIRM_SALT = "candidates.confirm_address"
CONFIRM_WITHIN = datetime.timedelta(days=14)
ASKED_FOR = datetime.timedelta(days=60)


def receipt(application: Application) -> Message:
    """We have it; for an address not yet confirmed with the link that confirms it."""
    link = "" if application.confirmed_at else _link("confirm_address", confirm_token(application))
    # Whoever has the link can confirm the address: the text is wiped when the mail is sent.
    return _answer("receipt", application, is_secret=bool(link), confirm_link=link, days=CONFIRM_WITHIN.days)


def address_confirmed(application: Application) -> Message:
    return _answer("address_confirmed", application)


def stage_changed(application: Application) -> Message:
    return _message(
        "stage_changed", application, stage=Stage(application.stage).label
    )  # lazy: said in the reader's language


def placed(application: Application, *, email: str, due_on: datetime.date | None, asked_on: datetime.date) -> Message:
    """They got the job: what they applied for is over, so they are asked at once whether we keep the data longer."""
    links = storage_links_until(asked_on + ASKED_FOR, subject_id=application.candidate.subject_id, email=email)
    return _message("placed", application, is_secret=True, due_on=due_on, **links)


def rejected(application: Application, *, reason: str, by: object) -> Message:
    """A no, from a human being with a name, with the reason that person gave."""
    return _message("rejected", application, reason=reason, adviser=str(by))


def application_message(application: Application, *, subject_line: str, text: str, by: object) -> Message:
    """What an adviser writes to an applicant about the application: always a service."""
    return _message("application_message", application, subject_line=subject_line, text=text, adviser=str(by))


def withdrawn(application: Application) -> Message:
    return _answer("withdrawn", application)


def contact_person(candidate: Candidate, adviser: object) -> Message:
    """Who the person talks to here from now on."""
    context = {"candidate": candidate, "adviser": adviser, "my_pages_link": _link("min_side")}
    return Message("candidates/email/contact_person", activity="candidate_base", context=context)


def brought_together(candidate: Candidate, *, goes_on: str) -> Message:
    """Somebody was here twice, and is one now; said to each confirmed address, with the one that opens My page."""
    context = {"candidate": candidate, "goes_on": goes_on, "my_pages_link": _link("min_side")}
    context["contact_link"] = _link("contact")
    return Message("candidates/email/brought_together", activity="candidate_base", context=context)


@dataclass(frozen=True)
class NewAds:
    """What one saved search has to tell: some of the ads, and how many more there are."""

    alert: JobAlert
    ads: Sequence[JobAd]
    more: int

    @property
    def words(self) -> str:
        return alerts.words(self.alert)

    @property
    def listed(self) -> list[dict[str, object]]:
        return [{"ad": ad, "link": _link("position", ad.slug)} for ad in self.ads]

    @property
    def search_link(self) -> str:
        return settings.SITE_URL + reverse("positions", query=self.alert.criteria)


def job_alert(candidate: Candidate, news: Iterable[NewAds]) -> Message:
    """The positions that are new since the last time, and where to change or stop it."""
    context = {"candidate": candidate, "news": list(news), "my_mail_link": _link("my_mail")}
    return advertisement(
        "candidates/advertising/job_alert", kind="job_alerts", ground=MarketingGround.CONSENT, context=context
    )


def position_letter(letter: PositionLetter, *, subject_line: str, text: str, by: object) -> Message:
    """An adviser writes about a position: a service to who applied for it, advertising to anybody else."""
    link = _link("position", letter.job_ad.slug) if letter.job_ad else ""
    context = {
        "candidate": letter.candidate, "letter": letter, "subject_line": subject_line, "text": text, "adviser": str(by),
        "position_link": link, "my_pages_link": _link("min_side"),
    }  # fmt: skip
    if letter.message_class == MessageClass.SERVICE:
        return Message("candidates/email/position_letter", activity=ACTIVITY, context=context)
    return advertisement(
        "candidates/advertising/position_tip", kind="position_tips", ground=MarketingGround.CONSENT, context=context
    )


def confirm_token(application: Application) -> str:
    """Names the application, the address by a mark, and the moment the link ends, for this purpose only; signed, so nobody
    can make one."""
    began = max(
        application.submitted_at, application.candidate.created_at
    )  # a lead's yes may be older than its receipt
    until = began + CONFIRM_WITHIN
    address = addressed.mark(application.candidate.unconfirmed_email, salt=CONFIRM_SALT)
    words = {"application": str(application.pk), "address": address, "until": until.isoformat()}
    return signing.Signer(salt=CONFIRM_SALT).sign_object(words)


def read_confirm_token(token: str) -> Mapping[str, str]:
    """What `confirm_token` put in. Raises `signing.BadSignature`."""
    words: Mapping[str, str] = signing.Signer(salt=CONFIRM_SALT).unsign_object(token)
    return words


def _message(name: str, application: Application, *, is_secret: bool = False, **context: object) -> Message:
    known = {"application": application, "candidate": application.candidate, "my_pages_link": _link("min_side")}
    return Message(f"candidates/email/{name}", activity=ACTIVITY, context=known | context, is_secret=is_secret)


def _answer(name: str, application: Application, *, is_secret: bool = False, **context: object) -> Message:
    """To what the person did a moment ago, who hears of it also while the data are restricted."""
    return replace(_message(name, application, is_secret=is_secret, **context), reaches_restricted=True)


def _link(name: str, *arguments: object) -> str:
    return settings.SITE_URL + reverse(name, args=arguments)


def language_for(application: Application) -> Language:
    """An own application is answered in its language, one we added in the person's."""
    return Language(application.candidate.language if application.added_by_id else application.language)
