"""Whose the rows about presentations are, what for, and how long."""

from django.utils.translation import gettext_noop as _

from candidates.models import (
    ClientCopy,
    Presentation,
    PresentationAnswer,
    PresentationDownload,
    PresentationItem,
    PresentationReader,
)
from privacy.choices import Category, PeriodCode
from privacy.declarations import Expiry, clear, data, file, internal, link, not_personal, owner, personal, soft, stays
from privacy.grounds import FollowsPerson

NUMBER = internal(_("a number of ours that says nothing about you"))
LEDGER = soft("its line in the ledger of disclosures")

personal(
    PresentationDownload,
    subject="item__candidate__subject",
    activity="presentations",
    category=Category.APPLICATION,
    expires=Expiry("item__presentation__ends_at", PeriodCode.PRESENTATION),
    fields={
        "id": NUMBER,
        "item": owner(),
        "reader": clear(),
        "sha256": data(Category.APPLICATION),
        "size": data(Category.APPLICATION),
        "disclosure": LEDGER,
        "at": data(Category.APPLICATION),
    },
)

personal(
    PresentationAnswer,
    subject="candidate__subject",
    activity="presentations",
    category=Category.APPLICATION,
    expires=Expiry("presentation__ends_at", PeriodCode.PRESENTATION),
    fields={
        "id": NUMBER,
        "presentation": link(),
        "candidate": owner(),
        "reader": clear(),
        "answer": data(Category.APPLICATION),
        "comment": data(Category.APPLICATION),
        "at": data(Category.APPLICATION),
    },
)

personal(
    PresentationItem,
    subject="candidate__subject",
    activity="presentations",
    category=Category.APPLICATION,
    expires=Expiry("presentation__ends_at", PeriodCode.PRESENTATION),
    fields={
        "id": NUMBER,
        "presentation": link(),
        "candidate": owner(),
        "kind": data(Category.APPLICATION),
        "document": owner(),
        "client_copy": owner(),
        "test_result": owner(),
        "reference": owner(),
        "text": data(Category.APPLICATION),
        "sha256": data(Category.APPLICATION),
        "disclosure": LEDGER,
        "added_at": data(Category.APPLICATION),
    },
)

personal(
    ClientCopy,
    subject="document__candidate__subject",
    activity="presentations",
    category=Category.DOCUMENT,
    keep=FollowsPerson(),  # it gives no reason to keep anybody; it goes with its document at the latest
    fields={
        "id": NUMBER,
        "document": owner(),
        "file": file(Category.DOCUMENT),
        "size": data(Category.DOCUMENT),
        "sha256": data(Category.DOCUMENT),
        "pages": data(Category.DOCUMENT),
        "text": data(Category.DOCUMENT),
        "made_by": stays("whoever decides what a client may see answers for it"),
        "made_at": data(Category.DOCUMENT),
    },
)

personal(
    PresentationReader,
    subject="contact__subject",
    activity="presentations",
    category=Category.CLIENT,
    expires=Expiry("presentation__ends_at", PeriodCode.PRESENTATION),
    fields={
        "id": NUMBER,
        "presentation": link(),
        "contact": owner(),
        "is_invited": data(Category.CLIENT),
        "invited_by": clear(),
        "token_digest": internal(_("a fingerprint of your link; the link itself is nowhere")),
        "code_digest": internal(_("a fingerprint of the code we sent you")),
        "code_until": internal(_("until when the code works")),
        "tries_left": internal(_("how often a code may still be tried")),
        "codes_on": internal(_("the day we last sent you a code")),
        "codes_sent": internal(_("how many codes we sent you that day")),
        "granted_at": data(Category.CLIENT),
        "opened_at": data(Category.CLIENT),
        "revoked_at": data(Category.CLIENT),
    },
)

not_personal(
    Presentation,
    reason="an envelope of an order: days and choices; who is shown, who reads it and what was said are rows of their own",
    links={
        "created_by": stays("who put it together and sent it must stay known"),
        "revoked_by": stays("so must who took it back"),
    },
)
