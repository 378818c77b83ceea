"""What referees said, as it is given to a client: a line in the ledger and in the history of the referee, beside the candidate's."""

import datetime

from candidates.models import PresentationItem, PresentationReader
from candidates.queries import presentation_words as words
from privacy.actions import disclosures, retention, trail
from privacy.choices import Category, Verb
from privacy.models import Recipient
from privacy.ports import Actor

ACTIVITY = "references"


def give(*, items: list[PresentationItem], reader: PresentationReader, by: Actor, at: datetime.datetime) -> None:
    """Under the locks of everybody in it. The first line is the number the client calls the referee by."""
    whole = reader.presentation
    recipient = Recipient.objects.get(company_uuid=whole.job_order.company_id)
    for item in items:
        said = words.said_in(item)
        given = disclosures.disclose(
            subject_id=said.the_referee.subject_id, categories=[Category.APPLICATION, Category.IDENTITY], obj=said,
            activity=ACTIVITY, recipient=recipient, contact_uuid=reader.contact_id, by=by, at=at,
        )  # fmt: skip
        PresentationItem.objects.filter(pk=item.pk, disclosure=None).update(disclosure=given.pk)
        retention.refresh(said.the_referee.subject_id)


def read(*, items: list[PresentationItem], reader: PresentationReader, by: Actor, at: datetime.datetime) -> None:
    """The client has looked at them."""
    company = reader.presentation.job_order.company_id
    for item in items:
        said = words.said_in(item)
        trail.record(
            Verb.VIEWED, subject_id=said.the_referee.subject_id, by=by, at=at, activity=ACTIVITY, fields=["answers"],
            obj=said, recipient=trail.Recipient(company, reader.contact_id),
        )  # fmt: skip
