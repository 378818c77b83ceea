"""Whose the facts about candidates, the tags, lists and saved searches are, what for, and how long."""

from django.utils.translation import gettext_noop as _

from candidates.models import (
    Certificate,
    Education,
    LanguageSkill,
    ListEntry,
    Profile,
    SavedSearch,
    Skill,
    Tag,
    TagList,
    TagUse,
    WorkExperience,
)
from privacy.choices import Category
from privacy.declarations import clear, data, derived, internal, link, not_personal, owner, personal

NUMBER = internal(_("a number of ours that says nothing about you"))
FACT = data(Category.APPLICATION)
ADDED = {"added_by": clear(), "added_at": FACT}

# None of them gives a reason to keep anybody: they go with the candidate.
personal(
    Profile,
    subject="candidate__subject",
    activity="candidate_base",
    category=Category.APPLICATION,
    fields={
        "id": NUMBER,
        "candidate": owner(),
        "place": FACT,
        "availability": FACT,
        "available_from": FACT,
        "plain_place": derived("place"),
    },
)
personal(
    Skill,
    subject="candidate__subject",
    activity="candidate_base",
    category=Category.APPLICATION,
    fields={"id": NUMBER, "candidate": owner(), "name": FACT, "plain_name": derived("name")},
)
personal(
    Certificate,
    subject="candidate__subject",
    activity="candidate_base",
    category=Category.APPLICATION,
    fields={
        "id": NUMBER,
        "candidate": owner(),
        "name": FACT,
        "valid_until": FACT,
        "plain_name": derived("name"),
    },
)
personal(
    LanguageSkill,
    subject="candidate__subject",
    activity="candidate_base",
    category=Category.APPLICATION,
    fields={"id": NUMBER, "candidate": owner(), "language": FACT, "level": FACT},
)
STRETCH = dict.fromkeys(("from_year", "from_month", "to_year", "to_month", "description", "rank"), FACT)
personal(
    WorkExperience,
    subject="candidate__subject",
    activity="candidate_base",
    category=Category.APPLICATION,
    fields={
        "id": NUMBER,
        "candidate": owner(),
        "employer": FACT,
        "title": FACT,
        "plain_words": derived("employer", "title", "description"),
    }
    | STRETCH,
)
personal(
    Education,
    subject="candidate__subject",
    activity="candidate_base",
    category=Category.APPLICATION,
    fields={
        "id": NUMBER,
        "candidate": owner(),
        "school": FACT,
        "subject": FACT,
        "plain_words": derived("school", "subject", "description"),
    }
    | STRETCH,
)
personal(
    TagUse,
    subject="candidate__subject",
    activity="candidate_base",
    category=Category.APPLICATION,
    fields={"id": NUMBER, "candidate": owner(), "tag": link()} | ADDED,
)
personal(
    ListEntry,
    subject="candidate__subject",
    activity="candidate_base",
    category=Category.APPLICATION,
    fields={"id": NUMBER, "candidate": owner(), "list": link()} | ADDED,
)
personal(
    SavedSearch,
    subject="owner__subject",
    activity="access_control",
    category=Category.ACCOUNT,
    fields={
        "id": NUMBER,
        "owner": owner(),
        "name": data(Category.ACCOUNT),
        "asked": data(Category.ACCOUNT),
        "saved_at": data(Category.ACCOUNT),
    },
)

not_personal(Tag, reason="a word of ours; who has it stands elsewhere, and goes with the candidate")
not_personal(
    TagList, reason="the name of a list and what it is for; who is on it stands elsewhere, and goes with the candidate"
)
