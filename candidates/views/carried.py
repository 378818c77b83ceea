"""What a client typed on the page of a presentation when the code was over: it goes through the door and stands there behind it.

Nobody stores it: it goes with the page as hidden fields, only those of the two forms, and says nothing but what was typed.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from candidates.forms.presenting import ClientAnswerForm, ColleagueForm

ANSWERED = "answered"  # of whom; the door has one address for all
LONGEST = 5_000  # characters; more than any of the fields takes


@dataclass(frozen=True)
class Carried:
    """`pk` is the candidate who was answered for; none where a colleague was named. False where nothing was typed."""

    pk: uuid.UUID | None
    typed: dict[str, str]

    def __bool__(self) -> bool:
        return bool(self.typed)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        return [*self.typed.items(), *([(ANSWERED, str(self.pk))] if self.pk else [])]

    @property
    def forms(self) -> dict[str, Any]:
        """As the page takes them."""
        if self.pk:
            return {"answered": (self.pk, answer_form(self.pk, self.typed))}
        return {"colleague": ColleagueForm(self.typed)} if self else {}


def answer_form(candidate: uuid.UUID, data: Any = None, initial: Any = None) -> ClientAnswerForm:
    known = {"answer": initial.answer, "comment": initial.comment} if initial else {}
    return ClientAnswerForm(data, prefix=str(candidate), initial=known)


def typed(sent: QueryDict, pk: uuid.UUID | None) -> Carried:
    """Of a form that was sent; `pk` as its address has it."""
    form = answer_form(pk) if pk else ColleagueForm()
    found = {name: sent[name][:LONGEST] for name in map(form.add_prefix, form.fields) if sent.get(name)}
    return Carried(pk if found else None, found)


def through_the_door(sent: QueryDict) -> Carried:
    """Of what the door sends on."""
    try:
        return typed(sent, uuid.UUID(sent[ANSWERED]) if ANSWERED in sent else None)
    except ValueError:
        return Carried(None, {})
