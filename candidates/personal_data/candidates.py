"""Whose the rows about candidates are, what for, and how long."""

from django.utils.translation import gettext_noop as _

from candidates.choices import KeepScope, Origin, Source
from candidates.models import (
    AlertedAd,
    Application,
    ApplicationDocument,
    Candidate,
    Document,
    JobAlert,
    PositionLetter,
    SearchWord,
    StageChange,
)
from privacy.choices import Category, ConsentPurpose, PeriodCode
from privacy.declarations import (
    clear,
    data,
    derived,
    file,
    internal,
    link,
    not_personal,
    owner,
    personal,
    stays,
)
from privacy.grounds import ByValue, Carries, Earliest, Extended, Follows, FollowsPerson, Paused, Until, WhileUntold

NUMBER = internal(_("a number of ours that says nothing about you"))


def _longer(rule: ByValue | Until, since: str) -> Extended:
    """A consent to further storage moves it on; older applications included, later ones not."""
    return Extended(rule, ConsentPurpose.FURTHER_STORAGE, PeriodCode.FURTHER_STORAGE, since)


TWO_YEARS = Paused("submitted_at", PeriodCode.CANDIDATE_BASE)
SENT_BY_THE_PERSON = _longer(
    ByValue(
        "keep_scope",
        {
            KeepScope.CANDIDATE_BASE: TWO_YEARS,
            KeepScope.THIS_POSITION: Earliest(
                (
                    Paused("job_order__closed_at", PeriodCode.THIS_POSITION, optional=True),
                    Paused("job_ad__closed_at", PeriodCode.THIS_POSITION, optional=True),
                    TWO_YEARS,
                )
            ),
        },
    ),
    since="submitted_at",
)
ENTERED_BY_US = _longer(Paused("received_on", PeriodCode.ENTERED_BY_HAND), since="created_at")

personal(
    Candidate,
    subject="subject",
    activity="candidate_base",
    category=Category.IDENTITY,
    keep=Carries(
        ByValue(
            "source",
            {
                Source.WEBSITE: Paused("last_active_at", PeriodCode.ACCOUNT),
                Source.BY_HAND: ENTERED_BY_US,
                Source.IMPORTED: ENTERED_BY_US,
                Source.CAMPAIGN: Paused("last_active_at", PeriodCode.ACCOUNT),
            },
        ),
        "candidates.Application",
        users="applications__id",
        timed=("applications__origin", (Origin.APPLIED, Origin.REGISTERED, Origin.LEAD)),
    ),
    fields={
        "id": NUMBER,
        "subject": owner(),
        "first_name": data(Category.IDENTITY),
        "last_name": data(Category.IDENTITY),
        "unconfirmed_email": data(Category.CONTACT),
        "phone": data(Category.CONTACT),
        "language": data(Category.CONTACT),
        "source": data(Category.HISTORY),
        "received_on": data(Category.HISTORY),
        "adviser": clear(),
        "last_active_at": data(Category.HISTORY),
        "created_at": data(Category.HISTORY),
    },
)

personal(
    Application,
    subject="candidate__subject",
    activity="applications",
    category=Category.APPLICATION,
    keep=ByValue(
        "origin",
        {
            Origin.APPLIED: SENT_BY_THE_PERSON,
            Origin.REGISTERED: SENT_BY_THE_PERSON,
            Origin.LEAD: SENT_BY_THE_PERSON,
            Origin.ADDED: FollowsPerson(),  # staff activity never extends anything
        },
    ),
    fields={
        "id": NUMBER,
        "candidate": owner(),
        "job_order": link(),
        "job_ad": link(),
        "documents": link(),
        "origin": data(Category.APPLICATION),
        "stage": data(Category.APPLICATION),
        "message": data(Category.APPLICATION),
        "language": data(Category.APPLICATION),
        "keep_scope": data(Category.APPLICATION),
        "sharing_scope": data(Category.APPLICATION),
        "notice": link(),
        "terms": link(),
        "sharing_notice": link(),
        "wording": link(),
        "campaign": link(),
        "go_ahead": data(Category.APPLICATION),
        "go_ahead_on": data(Category.APPLICATION),
        "submission_key": internal(_("a fingerprint that makes a double submit one application")),
        "added_by": stays("an application somebody added needs a name to answer for it"),
        "submitted_at": data(Category.APPLICATION),
        "confirmed_at": data(Category.APPLICATION),
        "stage_since": data(Category.APPLICATION),
    },
)

personal(
    StageChange,
    subject="application__candidate__subject",
    activity="applications",
    fields={
        "id": NUMBER,
        "application": owner(),
        "from_stage": data(Category.APPLICATION),
        "to_stage": data(Category.APPLICATION),
        "by": stays("a decision about a person has a human (GDPR art. 22)"),
        "reason": data(Category.APPLICATION),
        "at": data(Category.APPLICATION),
    },
)

personal(
    Document,
    subject="candidate__subject",
    activity="applications",
    category=Category.DOCUMENT,
    keep=Follows(
        "candidates.Application",
        users="uses__application_id",
        at_most=WhileUntold("collection", PeriodCode.NOT_INFORMED),
    ),
    fields={
        "id": NUMBER,
        "candidate": owner(),
        "kind": data(Category.DOCUMENT),
        "file": file(Category.DOCUMENT),
        "original_name": data(Category.DOCUMENT),
        "content_type": data(Category.DOCUMENT),
        "size": data(Category.DOCUMENT),
        "sha256": data(Category.DOCUMENT),
        "collection": clear(),
        "state": data(Category.DOCUMENT),
        "text_state": data(Category.DOCUMENT),
        "text": data(Category.DOCUMENT),
        "search": derived("text"),
        "holds_number": data(Category.DOCUMENT),
        "attempts": internal(_("how often the scan was tried")),
        "next_at": internal(_("when it is tried again")),
        "uploaded_at": data(Category.DOCUMENT),
    },
)

personal(
    ApplicationDocument,
    subject="application__candidate__subject",
    activity="applications",
    fields={"id": NUMBER, "application": owner(), "document": owner()},
)

personal(
    JobAlert,
    subject="candidate__subject",
    activity="job_alerts",
    category=Category.CORRESPONDENCE,
    keep=FollowsPerson(),  # it gives no reason to keep anybody; stopped, or the consent withdrawn, it is deleted at once
    fields={
        "id": NUMBER,
        "candidate": owner(),
        "q": data(Category.CORRESPONDENCE),
        "place": data(Category.CORRESPONDENCE),
        "extent": data(Category.CORRESPONDENCE),
        "form": data(Category.CORRESPONDENCE),
        "county": data(Category.CORRESPONDENCE),
        "occupation": data(Category.CORRESPONDENCE),
        "remote": data(Category.CORRESPONDENCE),
        "frequency": data(Category.CORRESPONDENCE),
        "next_on": data(Category.CORRESPONDENCE),
        "created_at": data(Category.CORRESPONDENCE),
    },
)

personal(
    AlertedAd,
    subject="alert__candidate__subject",
    activity="job_alerts",
    fields={"id": NUMBER, "alert": owner(), "ad": link(), "at": data(Category.CORRESPONDENCE)},
)

personal(
    PositionLetter,
    subject="candidate__subject",
    activity="candidate_base",
    category=Category.CORRESPONDENCE,
    fields={
        "id": NUMBER,
        "candidate": owner(),
        "job_order": link(),
        "job_ad": link(),
        "message_class": data(Category.CORRESPONDENCE),
        "written_by": stays("a person wrote it, and answers for it"),
        "written_at": data(Category.CORRESPONDENCE),
    },
)

not_personal(
    SearchWord,
    reason="single words to find near spellings by, tied to nobody; one that no document has any more is removed "
    "within five minutes of an erasure",
)
