"""Where apps above the engine put what it must call; filled at start-up, in `apps.py`."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from privacy.grounds import Pause
from privacy.ports import Mailbox, PdfMaker


class Withdrawn(Protocol):
    def __call__(self, *, subject_id: uuid.UUID, purpose: str, at: datetime.datetime) -> None: ...


class ToBeErased(Protocol):
    def __call__(
        self, *, numbers: Iterable[uuid.UUID], keys: Iterable[tuple[str, str]], at: datetime.datetime
    ) -> None: ...


class SetAside(Protocol):
    def __call__(self, *, subject_id: uuid.UUID, at: datetime.datetime) -> None: ...


class ErasedAgain(Protocol):
    def __call__(self, *, subject_id: uuid.UUID, at: datetime.datetime) -> None: ...


class ShowingEnded(Protocol):
    def __call__(self, *, subject_id: uuid.UUID, at: datetime.datetime, details: dict[str, Any]) -> None: ...


# Names of tasks that clean what is derived from erased rows (an index outside the row): nudged after each erasure.
after_erasure: list[str] = ["privacy.jobs.remove_files"]

# model label -> what one row is called in the person's own language, for the explanation of a storage time.
names_of_rows: dict[str, Callable[[list[str]], dict[str, str]]] = {}

# Model -> by its rows (of these persons): for whom the clocks declared `Paused` stand still, and when. Asked for those only of
# whom there is such a row.
pauses: dict[type[Model], Callable[[Iterable[uuid.UUID]], Iterable[tuple[uuid.UUID, Pause]]]] = {}

# Each brings together what an app has about two numbers, the second of which now stands for both; under their lock.
on_merge: list[Callable[[uuid.UUID, uuid.UUID], None]] = []

# Each locks what writers lock before these persons (an order before its people): whoever erases them does so, too, lest each
# waits for the other.
locked_before_persons: list[Callable[[Sequence[uuid.UUID]], None]] = []

# Told, in the transaction that erases, whose rows are about to go: all of some persons', by every number they go by, and rows by
# themselves (model label, key). What others wait for because of them is called off; nothing is written about them any more.
before_erasure: list[ToBeErased] = []

# Told, under the person's lock and once the restriction stands, whose data were set aside: what others wait for is called off.
on_restricted: list[SetAside] = []

# Told that somebody's erasure, asked for and done before a restore, was done again: what else it had ended, ends again.
on_asked_erasure_again: list[ErasedAgain] = []

# Told, under the person's lock, that showing somebody to an employer was ended before a restore: it ends again, if it is
# there at all. What ended is in the entry: numbers of rows, or an organisation number.
on_showing_ended_again: list[ShowingEnded] = []

# Told that a person has withdrawn a consent, under their lock: what stood on it alone ends in the same transaction.
on_withdrawal: list[Withdrawn] = []

# Each finds persons by an e-mail address that is not (yet) an account's.
persons_by_address: list[Callable[[str], Iterable[uuid.UUID]]] = []

# Each says under which e-mail addresses an app knows a person, confirmed or not.
addresses_of_persons: list[Callable[[uuid.UUID], Iterable[str]]] = []

# Asked in turn for the language a person wants to be written to in.
languages_of_persons: list[Callable[[uuid.UUID], str | None]] = []

# model label -> where a row of it came from, in words; empty where what is usual for its fields holds.
sources_of_rows: dict[str, Callable[[Model], str]] = {}

# model label -> why a file of a row is not handed out to its person, in words; empty where it is.
files_withheld: dict[str, Callable[[Model], str]] = {}

# Each makes what a person can take along to another system (JSON Resume), by number; None for whom it does not know.
resumes: list[Callable[[uuid.UUID], dict[str, Any] | None]] = []

# Each knows the e-mail address of a contact person at a recipient, by the number; None for whom it does not know.
addresses_of_contacts: list[Callable[[uuid.UUID], str | None]] = []

# Table (lower case) -> what the person told of a row collected in it can do at once: words, and a link of their own.
offers_by_table: dict[str, Callable[[Any], Iterable[tuple[str | Promise, str]]]] = {}

# The person's history in words. Mail template -> what the mail is called; model label (lower case) -> what a row of it is
# to its person; model label -> words for what an entry names that is no field of the row.
names_of_mails: dict[str, str | Promise] = {}
names_in_history: dict[str, str | Promise] = {}
words_in_history: dict[str, dict[str, Any]] = {}


@dataclass(frozen=True)
class AdvertisingKind:
    """One kind of advertising somebody can say no to: what it is called ("job alerts"), and the activity it belongs to."""

    name: str | Promise
    activity: str


@dataclass(frozen=True)
class Audience:
    """To whom one kind of mailing goes, and what is written to each. How to use it:

        registries.kinds_of_advertising["client_newsletter"] = AdvertisingKind(_("news to clients"), "client_newsletter")
        registries.audiences["clients"] = Audience(
            kind="client_newsletter", template="clients/advertising/newsletter", persons=who, letters=letters
        )
        mailings.order(audience="clients", about=str(newsletter.pk), by=request.user, at=now)  # everything else is done

    `persons(mailing)` -> QuerySet of `Subject`: whoever may get it. No order, no slice; read in steps of some hundred.
    `letters(mailing, numbers, at=…)` -> iterable of `privacy.emails.Letter`: asked again for these of them, under their locks
    and in the transaction that writes the mails, so it may also note what was told ("none twice"). Whoever is not
    yielded gets nothing. Restricted, erased and suppressed people are left out by the engine before or after.
    `mailing.about` is what `order` was given: the same audience and `about` is ordered once.

    The template lies in `templates/<app>/advertising/`: the database takes no other for many, and no advertisement
    from elsewhere. The words under it (ground, link to the choices) are added by the engine.
    """

    kind: str
    template: str
    persons: Callable[[Any], QuerySet[Any]]
    letters: Callable[..., Iterable[Any]]


# Code -> a kind of advertising; the page of choices shows them in this order. Audience -> to whom and what.
kinds_of_advertising: dict[str, AdvertisingKind] = {}
audiences: dict[str, Audience] = {}

# Each is told, in the transaction, that a person stopped a kind of advertising, or all (""): `(subject_id, kind, at)`.
on_stopped: list[Callable[[uuid.UUID, str, Any], None]] = []

# Name of an address (`urls.py`) -> what the button says that leads there in an e-mail; any other says "Open the page".
names_of_links: dict[str, str | Promise] = {}

# Code -> each asks whether that is wrong now, of data the engine does not know; see `privacy.queries.vitals`.
alarms: defaultdict[str, list[Callable[[datetime.datetime], bool]]] = defaultdict(list)

# Name of an address -> what a page is called that anybody may read: there visitors are asked about cookies, and it is counted.
public_pages: dict[str, str | Promise] = {}

_pdf_makers: list[PdfMaker] = []
_mailboxes: list[Mailbox] = []


def use_pdf_maker(maker: PdfMaker) -> None:
    _pdf_makers[:] = [maker]


def pdf_maker() -> PdfMaker:
    """The one in use; an IndexError says that the app was never made ready."""
    return _pdf_makers[0]


def use_mailbox(mailbox: Mailbox | None) -> None:
    _mailboxes[:] = [mailbox] if mailbox else []


def mailbox() -> Mailbox | None:
    """The inbox that is read; None where `INBOX_URL` says that there is none."""
    return next(iter(_mailboxes), None)


def offers_in_notices(collection: Any) -> Iterable[tuple[str | Promise, str]]:
    offers = offers_by_table.get(collection.object_label)
    return offers(collection) if offers else ()


def resume_of(subject_id: uuid.UUID) -> dict[str, Any] | None:
    """What the person can take along, as the first app says that knows one."""
    answers = (ask(subject_id) for ask in resumes)
    return next((resume for resume in answers if resume), None)


def language_of(subject_id: uuid.UUID) -> str:
    """The person's own language, or the site's."""
    answers = (ask(subject_id) for ask in languages_of_persons)
    return next((language for language in answers if language), settings.LANGUAGE_CODE)
