"""What a text of ours seems to ask of applicants (likestillingsloven § 30, aml. §§ 9-3, 13-1, 13-4), told to who writes it."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from clients.choices import CheckKind
from clients.queries import checks
from privacy.choices.questions import BETTER, LAWS, Unasked
from privacy.validators import asked_for

Found = dict[Unasked, list[str]]
BY_CHECK = {CheckKind.POLICE: Unasked.POLICE, CheckKind.CREDIT: Unasked.CREDIT}


def of(texts: Iterable[str], *, order_id: int | None) -> Found:
    """The kinds and words found; not those of a check the order requires by law or need, which the ad prints itself."""
    found = asked_for("\n".join(texts))
    if order_id and found.keys() & {*BY_CHECK.values()}:
        required = {BY_CHECK.get(CheckKind(each.kind)) for each in checks.required(order_id)}
        return {kind: words for kind, words in found.items() if kind not in required}
    return found


def lines(found: Found) -> list[tuple[Promise | str, str, Promise | str, Promise | str]]:
    """Per kind: what it is, the words, the law, and what to write instead."""
    return [(kind.label, ", ".join(words), LAWS[kind], BETTER[kind]) for kind, words in found.items()]


def warning(found: Found) -> str:
    """The same as a sentence; empty where nothing was found."""
    if not found:
        return ""
    told = " ".join(f"{kind} ({words}): {law}. {better}" for kind, words, law, better in lines(found))
    opening = _("This seems to ask what the law seldom allows. Take it out, or say why it may be asked here.")
    return f"{opening} {told} {_('This is an aid: it knows words, not meanings.')}"
