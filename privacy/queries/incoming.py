"""What a mail that came in seems to be about: by its words, which are a hint and never a decision."""

import re
import uuid
from collections.abc import Iterable

from django.db.models import Model
from django.utils.translation import gettext

from privacy.choices import Language
from privacy.choices.requests import Right
from privacy.models import InboxCase, OutgoingMail

# The first of these whose words occur. Stems: "slett" is in slette, sletting, slettet.
WORDS: tuple[tuple[Right, tuple[str, ...]], ...] = (
    (Right.MARKETING, (
        r"meld(e|es)? (meg )?av\b", "avmeld", "unsubscribe", r"opt[ -]?out", r"stopp? (alle )?(utsending|reklame|nyhetsbrev|e-?post)",
        r"ikke (mer )?(reklame|nyhetsbrev|markedsføring)", r"no more (marketing|newsletters|e-?mails)", r"stop (sending|e-?mailing)",
    )),
    (Right.WITHDRAWAL, (
        r"(trekk\w*|tilbakekall\w*) (tilbake )?(mitt |et |alle )?samtykke", r"samtykke\w* tilbake", "withdraw (my |the )?consent",
    )),
    (Right.PORTABILITY, ("dataportabilitet", "data ?portability", "maskinlesbar", "machine[- ]readable", "overføre (mine )?data")),
    (Right.ERASURE, (
        r"\b(av)?slett\w*", r"\bfjern(e|es)? (meg|alt|mine|all)", r"\bglemt\b", r"\b(delete|erase|erasure)\b", r"\bremove (me|my|all)",
        "right to be forgotten",
    )),
    (Right.RESTRICTION, (r"\bbegrens", r"\brestrict")),
    (Right.OBJECTION, (r"\bprotest", r"\binnsigelse", r"\bobject (to|against)", r"\bobjection\b")),
    (Right.RECTIFICATION, (
        r"\bretting\b", r"\brett(e|es)? (opp )?(mine|feil|opplysning|navn|adresse)", r"\bkorriger", r"\brectif", r"\bcorrect (my|the)\b",
        "feil i (cv|opplysning)",
    )),
    (Right.ACCESS, (
        r"\binnsyn", "kopi av (alt|alle|mine)", "hva (har|vet|lagrer) dere (lagret )?om meg", r"\baccess to my\b", "subject access",
        "copy of (all |my )", "what do you (hold|have|know) (about|on) me",
    )),
)  # fmt: skip
PATTERNS = tuple((right, re.compile("|".join(words), re.IGNORECASE)) for right, words in WORDS)
# The whole message, after polite words are taken away.
ONLY_STOP = re.compile(
    r"(stopp?|meld (meg )?av|avmeld(ing)?|avmeld meg|unsubscribe( me)?|opt[ -]?out|stop)"
    r"( (fra )?(nyhetsbrev(et)?|e-?post(en)?|reklame|liste[nr]?|from (the )?(newsletter|list)|all))?",
    re.IGNORECASE,
)
POLITE = re.compile(
    r"\b(hei|hi|hello|takk|thanks?( you)?|vennligst|please|mvh|hilsen|regards|på forhånd)\b|[^\w\s-]", re.IGNORECASE
)
QUOTE = re.compile(
    r"^(>|-{2,} ?(original|opprinnelig|videresendt|forwarded)|_{10,}$|(den|on|på|le) .{5,200}(skrev|wrote).{0,100}:$|(fra|from): .+)",
    re.IGNORECASE,
)
ENGLISH = frozenset(
    [
        "the",
        "and",
        "you",
        "your",
        "my",
        "me",
        "please",
        "is",
        "are",
        "have",
        "what",
        "with",
        "would",
        "about",
        "for",
        "this",
        "that",
        "i",
        "am",
        "hello",
        "dear",
    ]
)
NORWEGIAN = frozenset(
    [
        "og",
        "jeg",
        "meg",
        "min",
        "mine",
        "du",
        "dere",
        "er",
        "har",
        "hva",
        "med",
        "om",
        "som",
        "det",
        "ikke",
        "på",
        "til",
        "hei",
        "vennlig",
        "kan",
        "vil",
        "en",
        "et",
    ]
)
CASE = re.compile(r"\bF-(\d{5,9})\b")
REQUEST = re.compile(r"\bK-\d{5,9}\b")
OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@")


def own_words(text: str) -> str:
    """What the sender wrote, without what is quoted beneath: our own footers speak of deletion."""
    kept: list[str] = []
    for line in text.split("\n"):
        if QUOTE.match(line.strip()):
            break
        kept.append(line)
    return "\n".join(kept).strip()


def right_in(subject: str, text: str) -> str:
    """The right these words seem to use; empty for a plain question."""
    said = f"{'' if CASE.search(subject) else subject}\n{own_words(text)[:5_000]}"
    return next((right.value for right, pattern in PATTERNS if pattern.search(said)), "")


def is_only_a_stop(subject: str, text: str) -> bool:
    """Whether the whole message is a no to advertising, and nothing else a person would have to read."""
    words = [" ".join(POLITE.sub(" ", each).split()) for each in (own_words(text), subject)]
    body, line = words
    return bool(ONLY_STOP.fullmatch(body or line)) and (not body or len(body) <= 60)


def language_of(subject: str, text: str) -> str:
    """English where most of the small words are; else Norwegian."""
    said = re.findall(r"[a-zæøå]+", f"{subject} {own_words(text)[:3_000]}".lower())
    english, norwegian = (sum(word in words for word in said) for words in (ENGLISH, NORWEGIAN))
    return str(Language.EN if english > norwegian else Language.NB)


def is_about_a_request(subject: str) -> bool:
    return bool(REQUEST.search(subject))


def case_answered(subject: str, answers: Iterable[str], sender: str) -> InboxCase | None:
    """The case a mail goes on with: its number stands in the subject line, or it answers a mail of ours in that case.

    Only from the address the case is from: a number is easily guessed. A case that became a request is over.
    """
    theirs = InboxCase.objects.filter(email__iexact=sender, request=None).exclude(email="").order_by("-pk")
    numbers = [int(found) for found in CASE.findall(subject) if int(found) < 2**31]
    persons = [mail.subject_id for mail in mails_named(answers)]
    return (
        theirs.filter(pk__in=numbers).first() or theirs.filter(subject__in=[each for each in persons if each]).first()
    )


def mails_named(message_ids: Iterable[str]) -> list[OutgoingMail]:
    """The mails of ours with these Message-IDs, which nobody can guess."""
    found = {uuid.UUID(match[1]) for each in message_ids if (match := OURS.match(each.lower()))}
    return list(OutgoingMail.objects.filter(message_uuid__in=found)) if found else []


def why_a_file_is_withheld(row: Model) -> str:
    """A file nobody has taken in was never scanned."""
    return gettext(
        "The file came by e-mail and is not scanned for viruses. You have it yourself; ask us if you do not."
    )
