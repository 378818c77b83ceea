"""What became of a file that came with a mail."""

import uuid

from candidates.models import Candidate
from privacy.choices import Verb
from privacy.models import CaseFile, InboxCase, TrailEntry
from privacy.ports import Actor
from privacy.queries.numbers import numbers_of


def taken_in_as(number: uuid.UUID, *, case: InboxCase, reader: Actor) -> Candidate | None:
    """The candidate this file was taken in for, if it was and `reader` may see the person.

    The row is gone with the file: that it moved stands in the trail of the mail, and the document came that moment.
    """
    moved = TrailEntry.objects.filter(
        subject_uuid__in=numbers_of(case.subject_id), verb=Verb.MOVED, object_label=CaseFile._meta.label_lower,
        object_id=str(number),
    ).last()  # fmt: skip
    if moved is None:
        return None
    return Candidate.objects.visible_to(reader).filter(documents__uploaded_at=moved.at).first()
