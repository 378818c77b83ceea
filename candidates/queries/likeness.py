"""Whether somebody about to be entered is here already: under the same address, telephone or name."""

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from candidates.models import Candidate, CandidateQuerySet
from candidates.queries.people import owners_of, with_email
from candidates.queries.words import for_like

MOST = 10
# Both names by the index over parts of names, which UPPER(…), Django's way to compare, does not use.
NAMED = "SELECT id FROM candidates_candidate WHERE first_name ILIKE %s AND last_name ILIKE %s LIMIT 20"


def who_may_be(
    *, email: str, phone: str, first_name: str, last_name: str, among: CandidateQuerySet
) -> QuerySet[Candidate]:
    """Those of `among` it may be, the oldest first, each with `email`. A name alone is a hint, and no more.

    Each likeness is looked up by its own index: asked for with OR, all of a million people are read.
    """
    named = RawSQL(NAMED, [for_like(first_name), for_like(last_name)])  # noqa: S611  a constant, with values
    alike = [Q(pk__in=named)]
    if email:
        alike += [Q(unconfirmed_email=email.lower()), Q(subject__in=owners_of(email))]
    if phone:
        alike.append(Q(phone=phone))
    first, *others = (Candidate._base_manager.filter(each).values("pk") for each in alike)
    return with_email(among.filter(pk__in=first.union(*others))).order_by("created_at", "pk")[:MOST]
