"""The declarations held against the models. Each finding says what to write where."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from django.apps import AppConfig, apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.postgres.search import SearchVectorField
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, FileField, ForeignKey, Model

from privacy import declarations, graph
from privacy.checks.shared import shared_rows_hold
from privacy.declarations import Declaration, Kind
from privacy.grounds import Rule
from privacy.models import Subject

PERSONAL_LIBRARIES = ("account", "admin", "axes", "mfa", "sessions", "usersessions", "socialaccount")
TELLTALES = {
    "email", "mail", "phone", "first_name", "last_name", "full_name", "username", "ip", "ip_address", "user_agent",
    "birth_date", "national_id",
}  # fmt: skip


@register("privacy")
def declarations_hold(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Every model, field and path of the program against what is declared (README, "Decisions")."""
    findings: list[CheckMessage] = []
    for model in apps.get_models(include_auto_created=True):
        declaration = declarations.declared().get(model)
        findings += _of_model(model, declaration) if declaration else [_undeclared(model)]
    return findings


def _undeclared(model: type[Model]) -> CheckMessage:
    home = f"{model._meta.app_config.name}/personal_data.py"
    return Error(
        f"{model._meta.label} is not declared.",
        hint=f"Write personal({model.__name__}, …) or not_personal({model.__name__}, reason=…) in {home}.",
        id="privacy.E001",
    )


def _of_model(model: type[Model], declaration: Declaration) -> Iterable[CheckMessage]:
    rules: list[Callable[[Declaration], Iterable[CheckMessage]]] = (
        [_fields_declared, _fields_exist, _kinds_fit, _reaches_a_person, _rule_readable, _indexed, shared_rows_hold]
        if declaration.is_personal
        else [_really_not_personal, _fields_exist]
    )
    for rule in rules:
        yield from rule(declaration)


def _named(model: type[Model]) -> dict[str, Any]:
    """What a declaration must mention: columns, many-to-many, generic keys."""
    options = model._meta
    named: dict[str, Any] = {field.name: field for field in [*options.concrete_fields, *options.local_many_to_many]}
    return named | {field.name: field for field in options.private_fields if isinstance(field, GenericForeignKey)}


def _fields_declared(declaration: Declaration) -> Iterable[CheckMessage]:
    for name in _named(declaration.model).keys() - declaration.fields.keys():
        yield Error(
            f"{declaration.label}.{name} is not declared.",
            hint=f'Add "{name}": data(Category.…) or another kind to its fields in personal_data.py: how it is '
            "exported and erased.",
            id="privacy.E002",
        )


def _fields_exist(declaration: Declaration) -> Iterable[CheckMessage]:
    for name in declaration.fields.keys() - _named(declaration.model).keys():
        yield Error(
            f"{declaration.label}.{name} is declared and does not exist.",
            hint="Take the stale line out of personal_data.py.",
            id="privacy.E003",
        )


def _kinds_fit(declaration: Declaration) -> Iterable[CheckMessage]:
    for name, field in _named(declaration.model).items():
        spec = declaration.fields.get(name)
        if spec and (wrong := _misfit(declaration.model, field, spec.kind)):
            yield Error(f"{declaration.label}.{name}: {wrong[0]}", hint=wrong[1], id="privacy.E004")


def _misfit(model: type[Model], field: Any, kind: Kind) -> tuple[str, str] | None:
    if isinstance(field, FileField) != (kind is Kind.FILE):
        return "a file needs file erasure, and only a file has it.", "Declare it file(Category.…)."
    if isinstance(field, SearchVectorField) or getattr(field, "generated", False):
        return None if kind is Kind.DERIVED else ("is made from another field.", 'Declare it derived("that field").')
    if isinstance(field, ForeignKey):
        return _misfit_of_key(field, kind)
    if _names_a_row(field) and kind not in (Kind.SOFT, Kind.SEALED) and not field.primary_key:
        return "names a row without a foreign key.", 'Declare it soft("what it names").'
    return None


def _misfit_of_key(field: ForeignKey, kind: Kind) -> tuple[str, str] | None:
    target = declarations.declared().get(field.related_model)
    personal = bool(target and target.is_personal)
    allowed = (Kind.OWNER, Kind.CLEAR, Kind.SHARED, Kind.STAYS) if personal else (Kind.LINK,)
    if kind not in allowed:
        which = "owner(), clear(), shared(…) or stays(…)" if personal else "link()"
        return f"points at {field.related_model._meta.label}.", f"Declare it {which}."
    if kind is Kind.CLEAR and not field.null:
        return "cannot be emptied.", "Let it be null, or declare it owner() or stays(…)."
    return None


def _names_a_row(field: Any) -> bool:
    """A number or uuid called *_id or *_uuid, or a generic key."""
    if isinstance(field, GenericForeignKey):
        return True
    return isinstance(field, Field) and field.name.endswith(("_id", "_uuid")) and not field.is_relation


def _reaches_a_person(declaration: Declaration) -> Iterable[CheckMessage]:
    owned = any(spec.kind in (Kind.OWNER, Kind.SHARED) for spec in declaration.fields.values())
    if declaration.outlives or declaration.hops or (owned and not declaration.subject and not declaration.keep):
        return
    if _end_of(declaration.model, declaration.subject) is not Subject:
        yield Error(
            f"{declaration.label}: the path {declaration.subject!r} does not end at privacy.Subject.",
            hint='Give subject="…", the foreign keys from this model to Subject joined by "__".',
            id="privacy.E005",
        )


def _end_of(model: Any, path: str) -> type[Model] | None:
    try:
        for part in path.split("__") if path else ():
            field = model._meta.pk if part == "pk" else model._meta.get_field(part)
            model = field.related_model if field.is_relation else model
    except (FieldDoesNotExist, AttributeError):
        return None
    return cast(type[Model], model)


def _rule_readable(declaration: Declaration) -> Iterable[CheckMessage]:
    rule: Rule | Any = declaration.keep
    for lookup in rule.lookups if rule else ():
        if not _readable(declaration.model, lookup):
            yield Error(
                f"{declaration.label}: its storage rule reads {lookup!r}, which is not there.",
                hint="Mend the rule in personal_data.py.",
                id="privacy.E006",
            )


def _readable(model: type[Model] | None, lookup: str) -> bool:
    for part in lookup.split("__"):
        if model is None:
            return False
        names = {field.name: field for field in model._meta.get_fields()}
        field = names.get(part) or names.get(part.removesuffix("_id"))
        if field is None:
            return False
        model = field.related_model
    return True


def _indexed(declaration: Declaration) -> Iterable[CheckMessage]:
    for field in graph.foreign_keys(declaration.model):
        if not graph.is_indexed(field):
            yield Error(
                f"{declaration.label}.{field.name} is a foreign key without an index.",
                hint="Give it db_index=True or an index that starts with it: each deletion would scan the table.",
                id="privacy.E007",
            )


def _really_not_personal(declaration: Declaration) -> Iterable[CheckMessage]:
    model = declaration.model
    keys = [field for field in graph.foreign_keys(model) if _is_personal(field.related_model)]
    reasons = [
        f"points at {field.related_model._meta.label} by {field.name}"
        for field in keys
        if field.name not in declaration.fields
    ]
    reasons += [
        f"has a column {name}" for name in sorted(TELLTALES & {field.name for field in model._meta.concrete_fields})
    ]
    if model._meta.app_label in PERSONAL_LIBRARIES:
        reasons.append("is a library's table about people")
    files = [field.name for field in model._meta.concrete_fields if isinstance(field, FileField)]
    reasons += [f"has a file {name}" for name in files if not _is_file(declaration, name)]
    if not declaration.reason:
        reasons.append("gives no reason")
    for reason in reasons:
        yield Error(
            f"{declaration.label} cannot be not_personal: it {reason}.",
            hint="Declare it personal(…), or say in links={…} what the key to a colleague's account, or the file, is.",
            id="privacy.E008",
        )


def _is_file(declaration: Declaration, name: str) -> bool:
    """Declared as one, so that storage is held against it; who deletes the row leaves a tombstone."""
    spec = declaration.fields.get(name)
    return spec is not None and spec.kind is Kind.FILE


def _is_personal(model: type[Model]) -> bool:
    declaration = declarations.declared().get(model)
    return bool(declaration and declaration.is_personal)
