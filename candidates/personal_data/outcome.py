"""Whose the rows about offers and employments are: the candidate's, with the application."""

from django.utils.translation import gettext_noop as _

from candidates.models import Offer, Placement, QualificationStatement
from privacy.choices import Category
from privacy.declarations import data, internal, owner, personal, stays

NUMBER = internal(_("a number of ours that says nothing about you"))

personal(
    Offer,
    subject="application__candidate__subject",
    activity="applications",
    fields={
        "id": NUMBER,
        "application": owner(),
        "starts_on": data(Category.APPLICATION),
        "reply_by": data(Category.APPLICATION),
        "made_by": stays("who made an offer answers for it"),
        "made_at": data(Category.APPLICATION),
        "answer": data(Category.APPLICATION),
        "answered_at": data(Category.APPLICATION),
        "noted_by": stays("so does who wrote down what the candidate said"),
        "withdrawn_at": data(Category.APPLICATION),
    },
)

personal(
    Placement,
    subject="application__candidate__subject",
    activity="applications",
    fields={
        "id": NUMBER,
        "application": owner(),
        "starts_on": data(Category.APPLICATION),
        "ends_on": data(Category.APPLICATION),
        "follow_up_on": data(Category.APPLICATION),
        "followed_up_by": stays("who followed it up answers for it"),
        "followed_up_at": data(Category.APPLICATION),
        "registered_by": stays("who registered an employment answers for it"),
        "registered_at": data(Category.APPLICATION),
    },
)

personal(
    QualificationStatement,
    subject="application__candidate__subject",
    activity="applications",
    fields={
        "id": NUMBER,
        "application": owner(),
        "asked_at": data(Category.APPLICATION),
        "due_on": data(Category.APPLICATION),
        "employer_agreed_on": data(Category.APPLICATION),
        "answered_by": stays("who gave the statement answers for it"),
        "answered_at": data(Category.APPLICATION),
    },
)
