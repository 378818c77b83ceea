"""A candidate with a row in every table that hangs on one; a model that comes later is filled by its factory."""

import itertools

from candidates.models import (
    Candidate,
    PresentationAnswer,
    PresentationDownload,
    PresentationItem,
    Profile,
)
from privacy import declarations
from tests import factories as made

FACTORIES = {
    each._meta.model: each for each in vars(made).values() if getattr(each, "_meta", None) and hasattr(each, "build")
}
NUMBERS = itertools.count(1)
NAMED = {"Skill": "name", "Certificate": "name", "WorkExperience": "employer", "Education": "school"}
SHOWN = (PresentationItem, PresentationAnswer, PresentationDownload)  # by a presentation that is out


def hanging():
    """Each model whose rows go with a candidate, and the way there."""
    for each in declarations.personal_models():
        paths = declarations.persons_of(each.model) if not each.outlives else ()
        path = next((path for path in paths if path.endswith("candidate__subject")), "")
        if each.model is not Candidate and path:
            yield each.model, path.removesuffix("__subject")


def full(candidate: Candidate) -> None:
    document = made.DocumentFactory(candidate=candidate)
    reader = made.sent_presentation(candidate, document=document, may_download=True)
    item = PresentationItem.objects.get(document=document)
    made.PresentationDownloadFactory(item=item, reader=reader)
    made.PresentationAnswerFactory(candidate=candidate, presentation=reader.presentation, reader=reader)
    for model, path in hanging():
        if model not in SHOWN:
            FACTORIES[model](**{path: candidate}, **names(model))


def names(model) -> dict[str, str]:
    """What differs from person to person."""
    field = NAMED.get(model.__name__)
    return {field: f"{model.__name__} {next(NUMBERS)}"} if field else {}


def counted(*persons) -> dict[str, int]:
    """Rows by table, of these persons together."""
    numbers = [each.subject_id if isinstance(each, Candidate) else each for each in persons]
    return {
        model._meta.label: model._base_manager.filter(**{f"{path}__subject__in": numbers}).count()
        for model, path in hanging()
    }


ONCE = {"candidates.Profile", "candidates.IdentitySeen", "candidates.LanguageSkill"}  # one each, of one language
assert Profile._meta.label in ONCE
