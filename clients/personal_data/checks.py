"""What a position requires and what we ourselves may do is about no candidate; who here said so must stay known."""

from clients.models import AgencyPaper, CheckRequirement
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
not_personal(
    AgencyPaper,
    reason="what the agency itself is approved and insured for",
    links={"noted_by": stays("who says that the agency may hire people out answers for it")},
)
