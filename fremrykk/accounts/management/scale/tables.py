"""Each table with what a person has in it, parents first. All but the last two go with the person."""

from collections.abc import Callable, Iterator

from allauth.account.models import EmailAddress
from django.db.models import Model

from candidates.models import (
    Application,
    ApplicationDocument,
    Candidate,
    Document,
    Note,
    Profile,
    Skill,
    StageChange,
)
from fremrykk.accounts.management.scale import applying, around, people
from fremrykk.accounts.management.scale.people import Person, Row
from fremrykk.accounts.models import User
from privacy.models import ConsentEvent, InboxCase, OutgoingMail, Subject, TrailEntry

TABLES: tuple[tuple[type[Model], Callable[[Person], Iterator[Row]]], ...] = (
    (Subject, people.subjects),
    (Candidate, people.candidates),
    (User, people.users),
    (EmailAddress, people.addresses),
    (Profile, people.profiles),
    (Skill, people.skills),
    (Application, applying.applications),
    (StageChange, applying.stage_changes),
    (Note, applying.notes),
    (Document, applying.documents),
    (ApplicationDocument, applying.uses),
    (OutgoingMail, around.mails),
    (InboxCase, around.cases),
    (TrailEntry, around.trail),
    (ConsentEvent, around.consents),
)
