"""What a position requires is about no candidate; who here stated it must stay known."""

from clients.models import CheckRequirement
from privacy.declarations import not_personal, stays

not_personal(
    CheckRequirement,
    reason="what a position requires, and by which law or need",
    links={
        "stated_by": stays("who asked for a check of people must stay known as long as the order is"),
        "approved_by": stays("so must the second person who agreed"),
        "lifted_by": stays("and who said that it is not required"),
    },
)
