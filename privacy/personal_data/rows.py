"""Whose the rows about living cases are: questions, mails, holds, restrictions; and what is about nobody."""

from django.utils.translation import gettext_noop as _

from privacy.choices import Category, PeriodCode
from privacy.declarations import (
    Expiry,
    SoftHop,
    data,
    internal,
    link,
    not_personal,
    owner,
    personal,
    soft,
    stays,
)
from privacy.grounds import FollowsPerson, Until
from privacy.models import (
    Alarm,
    Controller,
    DeletionWarning,
    FileCheck,
    FileTombstone,
    Hold,
    JournalHead,
    Mailing,
    Notice,
    OutgoingMail,
    ProcessingActivity,
    PurgeFailure,
    PurgeRun,
    Restriction,
    RetentionPeriod,
    ReviewDecision,
    Subject,
    Suppression,
    TermsVersion,
)

APPROVED = "who approved it must stay known while it is in force (GDPR art. 5(2))"
ORDERED = "who advertised to many must stay known as long as what was sent is answered for (GDPR art. 5(2))"
NUMBER = internal(_("a number of ours that says nothing about you"))

personal(
    Subject,
    subject="pk",
    activity="access_control",
    fields={
        "id": NUMBER,
        "merged_into": owner(),
        "due_on": data(Category.HISTORY),
        "created_at": data(Category.HISTORY),
    },
)

personal(
    OutgoingMail,
    subject="subject",
    activity="access_control",
    category=Category.CORRESPONDENCE,
    keep=FollowsPerson(at_most=Until("sent_at", PeriodCode.MAIL, optional=True)),
    expires=Expiry("sent_at", PeriodCode.MAIL_BODY, blank=("body_text", "calendar_text")),
    fields={
        "id": NUMBER,
        "subject": owner(),
        "message_class": data(Category.CORRESPONDENCE),
        "activity": link(),
        "template": data(Category.CORRESPONDENCE),
        "template_version": internal(_("which wording of the message it was")),
        "language": data(Category.CORRESPONDENCE),
        "to": data(Category.CONTACT),
        "subject_line": data(Category.CORRESPONDENCE),
        "body_text": data(Category.CORRESPONDENCE),
        "calendar_text": data(Category.CORRESPONDENCE),
        "is_secret": data(Category.CORRESPONDENCE),
        "marketing_ground": data(Category.CORRESPONDENCE),
        "marketing_kind": data(Category.CORRESPONDENCE),
        "mailing": link(),
        "author_uuid": soft(_("who of us wrote it, by the random number only; told as a role (CJEU C-579/21)")),
        "address_digests": internal(_("fingerprints of your address, to look up whether it wants no advertising")),
        "reaches_restricted": internal(_("whether it may be sent while your data are restricted")),
        "state": data(Category.CORRESPONDENCE),
        "attempts": internal(_("how often the mail server was asked")),
        "last_error": internal(_("what the mail server answered")),
        "message_uuid": soft(_("the number the e-mail carries, at random")),
        "next_at": internal(_("when the mail server is asked again")),
        "claimed_at": internal(_("when it was handed to the mail server")),
        "sent_at": data(Category.CORRESPONDENCE),
        "created_at": data(Category.CORRESPONDENCE),
    },
)

personal(
    Hold,
    subject="subject",
    activity="rights",
    fields={
        "id": NUMBER,
        "subject": owner(),
        "reason": data(Category.HISTORY),
        "explanation": data(Category.HISTORY),
        "ends_on": data(Category.HISTORY),
        "opened_by": stays("a hold needs a name to answer for it"),
        "opened_at": data(Category.HISTORY),
        "approved_by": stays("so does its approval, by somebody else"),
        "approved_at": data(Category.HISTORY),
        "released_by": stays("so does its end"),
        "released_at": data(Category.HISTORY),
    },
)

personal(
    ReviewDecision,
    subject="subject",
    activity="rights",
    fields={
        "id": NUMBER,
        "subject": owner(),
        "object_label": data(Category.HISTORY),
        "object_id": soft(_("the row whose storage time was decided, by its number")),
        "keep_until": data(Category.HISTORY),
        "reason": data(Category.HISTORY),
        "decided_by": stays("a decision about a person has a human"),
        "decided_at": data(Category.HISTORY),
    },
)

personal(
    Restriction,
    subject="subject",
    activity="rights",
    fields={
        "id": NUMBER,
        "subject": owner(),
        "category": data(Category.HISTORY),
        "ground": data(Category.HISTORY),
        "explanation": data(Category.HISTORY),
        "opened_by": stays("who registered it for the person must stay known as long as it stands"),
        "opened_at": data(Category.HISTORY),
        "told_at": data(Category.HISTORY),
        "lifts_on": data(Category.HISTORY),
        "lifted_by": stays("who lifted it must stay known as well"),
        "lifted_at": data(Category.HISTORY),
    },
)

personal(
    DeletionWarning,
    subject="subject",
    activity="rights",
    fields={
        "id": NUMBER,
        "subject": owner(),
        "due_on": data(Category.HISTORY),
        "days": data(Category.HISTORY),
        "told_at": data(Category.HISTORY),
    },
)

personal(
    PurgeFailure,
    activity="rights",
    hops=(SoftHop("subject_uuid", "privacy.Subject", "id"),),
    fields={
        "id": NUMBER,
        "subject_uuid": soft(_("the person who could not be erased")),
        "error": internal(_("the kind of error")),
        "attempts": internal(_("how often it was tried")),
        "blocked_since": data(Category.HISTORY),
        "next_at": internal(_("when it is tried again")),
    },
)

not_personal(
    FileTombstone, reason="a random file name that no row has any more, until the file is removed; nobody's by then"
)
not_personal(ProcessingActivity, reason="the register of what we do, not of whom we do it to")
not_personal(Controller, reason="the agency itself")
not_personal(Notice, reason="a text for everybody", links={"approved_by": stays(APPROVED)})
not_personal(
    Suppression,
    reason="a keyed fingerprint of an address that wants no advertising; whose it is can be read from nothing, and it outlives "
    "the person so that the no does",
)
not_personal(
    Mailing,
    reason="one advertisement to many: what, to which audience, how far; whom it reached is in the mails, and goes with them",
    links={"ordered_by": stays(ORDERED), "stopped_by": stays(ORDERED)},
)
not_personal(TermsVersion, reason="a text for everybody")
not_personal(RetentionPeriod, reason="a length of time", links={"approved_by": stays(APPROVED)})
not_personal(PurgeRun, reason="numbers about one run", links={"approved_by": stays(APPROVED)})
not_personal(Alarm, reason="what is wrong with the machinery, not with anybody's data")
not_personal(FileCheck, reason="how many files were missing when storage was last looked through")
not_personal(JournalHead, reason="how far the journal outside the database is written")
