"""Whose the rows are about where data came from and whom they were given to."""

from django.utils.translation import gettext_noop as _

from privacy.choices import Category
from privacy.declarations import clear, data, internal, link, not_personal, owner, personal, soft, stays
from privacy.models import Collection, Disclosure, Recipient, RecipientNotice, SharingAgreement

NUMBER = internal(_("a number of ours that says nothing about you"))
PERSON = soft(_("the person, by the random number only; outlives the person for its own time"))
CONTACT = soft(_("the recipient at the company, by the random number only"))
MAIL = soft(_("the e-mail that said it, by its number"))

personal(
    Collection,
    subject="subject",
    activity="rights",
    category=Category.HISTORY,
    fields={
        "id": NUMBER,
        "subject": owner(),
        "object_label": internal(_("which of our tables it is about, which the section it stands in says")),
        "source": data(Category.HISTORY),
        "source_name": data(Category.HISTORY),
        "origin": link(),
        "reference": data(Category.HISTORY),
        "statement_url": data(Category.HISTORY),
        "activity": link(),
        "collected_at": data(Category.HISTORY),
        "due_on": data(Category.HISTORY),
        "informed_at": data(Category.HISTORY),
        "through": data(Category.HISTORY),
        "notice": link(),
        "language": data(Category.HISTORY),
        "informed_by": clear(),
        "mail_number": MAIL,
    },
)

personal(
    SharingAgreement,
    subject="subject",
    activity="rights",
    category=Category.RIGHTS,
    fields={
        "id": NUMBER,
        "subject": owner(),
        "recipient": link(),
        "categories": data(Category.RIGHTS),
        "purpose": data(Category.RIGHTS),
        "starts_on": data(Category.RIGHTS),
        "ends_on": data(Category.RIGHTS),
        "through": data(Category.RIGHTS),
        "evidence": data(Category.RIGHTS),
        "recorded_by": stays(_("who wrote an agreement down must stay known as long as data may be given on it")),
        "recorded_at": data(Category.RIGHTS),
        "withdrawn_at": data(Category.RIGHTS),
    },
)

personal(
    Disclosure,
    activity="rights",
    outlives=_("who was given which kinds of data, without the data, 2 years after erasure (GDPR art. 5(2), 19)"),
    fields={
        "id": data(Category.HISTORY),
        "subject_uuid": PERSON,
        "recipient": link(),
        "contact_uuid": CONTACT,
        "activity": link(),
        "categories": data(Category.HISTORY),
        "object_label": internal(_("which of our tables it is about, as the line of the history says in words")),
        "object_id": soft(_("the row that was given, by its number")),
        "actor_uuid": soft(_("who did it, by the random number only; told to the person as a role (CJEU C-579/21)")),
        "role": data(Category.HISTORY),
        "at": data(Category.HISTORY),
    },
)

personal(
    RecipientNotice,
    activity="rights",
    outlives=_(
        "that recipients were told of a correction, erasure or restriction; goes with the disclosure (GDPR art. 19)"
    ),
    fields={
        "id": NUMBER,
        "subject_uuid": PERSON,
        "recipient": link(),
        "contact_uuid": CONTACT,
        "reason": data(Category.HISTORY),
        "categories": data(Category.HISTORY),
        "disclosures": soft(_("the disclosures it is about, by their numbers")),
        "source_references": soft(_("what the company that gave us the data calls them, by its own numbers")),
        "created_at": data(Category.HISTORY),
        "mail_number": MAIL,
        "is_unreached": data(Category.HISTORY),
        "told_at": data(Category.HISTORY),
        "through": data(Category.HISTORY),
        "settled_by_uuid": soft(
            _("who did it, by the random number only; told to the person as a role (CJEU C-579/21)")
        ),
        "no_tell_reason": data(Category.HISTORY),
    },
)

not_personal(Recipient, reason="a company or an authority, with a shared mailbox; its people are contact persons")
