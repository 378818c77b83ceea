"""Where apps above the engine put what it must call; filled at start-up, in `apps.py`."""

import uuid
from collections.abc import Callable, Iterable

from django.conf import settings

# Names of tasks that clean what is derived from erased rows (an index outside the row): nudged after each erasure.
after_erasure: list[str] = ["privacy.jobs.remove_files"]

# model label -> what one row is called in the person's own language, for the explanation of a storage time.
names_of_rows: dict[str, Callable[[list[str]], dict[str, str]]] = {}

# Each brings together what an app has about two numbers, the second of which now stands for both; under their lock.
on_merge: list[Callable[[uuid.UUID, uuid.UUID], None]] = []

# Each finds persons by an e-mail address that is not (yet) an account's.
persons_by_address: list[Callable[[str], Iterable[uuid.UUID]]] = []

# Asked in turn for the language a person wants to be written to in.
languages_of_persons: list[Callable[[uuid.UUID], str | None]] = []


def language_of(subject_id: uuid.UUID) -> str:
    """The person's own language, or the site's."""
    answers = (ask(subject_id) for ask in languages_of_persons)
    return next((language for language in answers if language), settings.LANGUAGE_CODE)
