"""Everybody a presentation is about, and its envelope, under lock: the people first, in the order of their numbers.

Merging and erasing hold a person and touch what is shown of them, whose guard asks for the envelope. Whoever held the
envelope and asked for the person would wait for them while they wait for the envelope (a deadlock, broken off by PostgreSQL).
The order that was ordered is held before both (`orders.keep_open`), as in closing.
"""

import uuid

from django.db import connection, transaction

from candidates.models import PresentationItem
from candidates.queries import presentation_words as words
from privacy.actions import subjects
from privacy.actions.subjects import Roots

TO_READ = "SELECT 1 FROM candidates_presentation WHERE id = %s FOR SHARE"  # readers do not wait for each other
TO_CHANGE = "SELECT 1 FROM candidates_presentation WHERE id = %s FOR NO KEY UPDATE"


def everybody(envelope: uuid.UUID, *others: uuid.UUID, to: str = TO_CHANGE, must_be_there: bool = False) -> Roots:
    """These others, everybody in it and who speaks for them, then the envelope; says who each of them is now.

    With `must_be_there` raises `PersonIsGone` when one of them went while we waited.
    """
    before, known = transaction.savepoint(), people_in(envelope)
    roots = subjects.lock_who_is_left(*others, *known)
    if must_be_there and (missing := {*others, *known} - roots.keys()):
        raise subjects.PersonIsGone(f"{len(missing)} erased")
    hold(envelope, to=to)
    if people_in(envelope) <= known:
        transaction.savepoint_commit(before)
        return roots
    # Somebody came into it while we waited, or is somebody else now. Let go of all, and begin anew with everybody.
    transaction.savepoint_rollback(before)
    return everybody(envelope, *others, to=to, must_be_there=must_be_there)


def people_in(envelope: uuid.UUID) -> set[uuid.UUID]:
    """The numbers of the candidates in it and of the referees whose words are in it."""
    items = PresentationItem.objects.filter(presentation=envelope)
    return {*items.values_list("candidate__subject", flat=True), *words.referees_in(envelope)}


def hold(envelope: uuid.UUID, *, to: str = TO_CHANGE) -> None:
    """The envelope alone, by whoever holds the people they need: nothing is put in or taken out meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(to, [envelope])
