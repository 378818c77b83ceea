"""Whose the questions are that come in, by the form or by mail, with what came in them."""

from django.utils.translation import gettext_noop as _

from privacy.choices import Category, PeriodCode
from privacy.declarations import clear, data, file, internal, not_personal, owner, personal, stays
from privacy.grounds import FollowsPerson, Until
from privacy.models import CaseFile, CaseMessage, InboxCase, InboxReading

NUMBER = internal(_("a number of ours that says nothing about you"))

personal(
    InboxCase,
    subject="subject",
    activity="enquiries",
    category=Category.CORRESPONDENCE,
    keep=Until("closed_at", PeriodCode.ENQUIRY, while_empty="open_case"),
    fields={
        "id": data(Category.CORRESPONDENCE),
        "subject": owner(),
        "kind": data(Category.CORRESPONDENCE),
        "channel": data(Category.CORRESPONDENCE),
        "name": data(Category.IDENTITY),
        "email": data(Category.CONTACT),
        "subject_line": data(Category.CORRESPONDENCE),
        "message": data(Category.CORRESPONDENCE),
        "language": data(Category.CONTACT),
        "suggested_right": data(Category.CORRESPONDENCE),
        "stopped_at": data(Category.CORRESPONDENCE),
        "is_automatic": data(Category.CORRESPONDENCE),
        "left_out": data(Category.CORRESPONDENCE),
        "submission_key": internal(_("a fingerprint that makes a double submit one case")),
        "owner": clear(),
        "request": clear(),
        "answer": data(Category.CORRESPONDENCE),
        "received_at": data(Category.CORRESPONDENCE),
        "due_on": data(Category.CORRESPONDENCE),
        "closed_by": stays("who answered must stay known as long as the answer is kept"),
        "closed_at": data(Category.CORRESPONDENCE),
    },
)

personal(
    CaseMessage,
    subject="case__subject",
    activity="enquiries",
    fields={
        "id": NUMBER,
        "case": owner(),
        "is_ours": data(Category.CORRESPONDENCE),
        "text": data(Category.CORRESPONDENCE),
        "submission_key": internal(_("a fingerprint that makes a mail read twice one message")),
        "at": data(Category.CORRESPONDENCE),
    },
)

personal(
    CaseFile,
    subject="case__subject",
    activity="enquiries",
    category=Category.CORRESPONDENCE,
    keep=FollowsPerson(at_most=Until("received_at", PeriodCode.CASE_FILE)),
    fields={
        "id": NUMBER,
        "case": owner(),
        "file": file(Category.CORRESPONDENCE),
        "original_name": data(Category.CORRESPONDENCE),
        "content_type": data(Category.CORRESPONDENCE),
        "size": data(Category.CORRESPONDENCE),
        "received_at": data(Category.CORRESPONDENCE),
    },
)

not_personal(InboxReading, reason="when the inbox was last read, and how many mails could not be")
