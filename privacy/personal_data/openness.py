"""Whose the rows about breaches and delegated tasks are."""

from privacy.choices import Category
from privacy.declarations import data, internal, link, not_personal, owner, personal, stays
from privacy.models import Breach, BreachPerson, CookieEntry, Delegation, PageCount, RegisterCopy

ANSWERS = "who dealt with a breach must stay known as long as it is documented (GDPR art. 33(5))"

personal(
    BreachPerson,
    subject="subject",
    activity="rights",
    category=Category.RIGHTS,
    fields={
        "id": internal("a number of ours that says nothing about you"),
        "breach": link(),
        "subject": owner(),
        "added_at": data(Category.RIGHTS),
        "told_at": data(Category.RIGHTS),
    },
)

not_personal(
    Breach,
    reason="what happened, to how many and what was done; the persons are rows of their own, and go with them",
    links={"opened_by": stays(ANSWERS), "closed_by": stays(ANSWERS)},
)
not_personal(RegisterCopy, reason="the public register of what we do, as a file")
not_personal(CookieEntry, reason="what each cookie is for: a text about the website; the cookies lie in the browsers")
not_personal(
    PageCount, reason="how often a kind of page was shown in a day; no address, browser, person or order of pages"
)
not_personal(
    Delegation,
    reason="a task of the agency's, given to a role or a colleague; told to the public as a role",
    links={
        "account": stays("who had a task must stay known as long as the register (GDPR art. 5(2))"),
        "given_by": stays("so must who gave it"),
    },
)
