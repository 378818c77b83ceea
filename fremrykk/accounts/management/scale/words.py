"""The words of invented CVs, drawn as words are in life (Zipf): a few stand in nearly all, most in a handful.

So a search has very common words, common ones, rare ones, and some that stand with one person only (`own`).
"""

from collections.abc import Sequence
from functools import cache
from itertools import accumulate, product
from random import Random

KNOWN = 200_000  # how many words there are; those of one person come after
OWN_EACH = 100  # one person in so many has a word of their own
SENTENCE = 11
STRIDE, PRIME = 48_271, 63_799_991  # no two numbers below the prime meet

COMMON = (
    "erfaring", "arbeid", "ansvar", "oppgaver", "kunder", "team", "daglig", "ledelse", "utdanning", "prosjekt", "kurs", "norsk",
    "engelsk", "rutiner", "planlegging", "oppfølging", "kvalitet", "sikkerhet", "drift", "salg", "service", "avdeling",
    "stilling", "fagbrev", "bachelor", "opplæring", "samarbeid", "selvstendig", "system", "rapportering", "budsjett", "leder",
    "koordinering", "utvikling", "vedlikehold", "dokumentasjon", "referanser", "førerkort", "turnus", "vikar", "lager", "butikk",
    "kontor", "regnskap", "økonomi", "sykepleier", "helsefag", "omsorg", "pasienter", "barnehage", "skole", "undervisning",
    "tømrer", "elektriker", "rørlegger", "mekaniker", "sveiser", "maskinfører", "anlegg", "bygg", "montering", "produksjon",
    "logistikk", "transport", "truck", "renhold", "kantine", "kokk", "servitør", "resepsjon", "hotell", "reiseliv", "markedsføring",
    "kommunikasjon", "innkjøp", "forhandling", "analyse", "utvikler", "programmering", "database", "nettverk", "support",
    "tester", "design", "arkitekt", "ingeniør", "tegning", "beregning", "offshore", "marin", "havbruk", "laboratorium", "forskning",
    "jus", "saksbehandling", "arkiv", "personal", "lønn", "rekruttering", "veiledning", "tolk", "polsk", "tysk", "spansk",
)  # fmt: skip
BEGINNINGS = (
    "anleggs", "arbeids", "avdelings", "barne", "bemannings", "bransje", "bygg", "butikk", "data", "drifts", "eiendoms", "elektro",
    "energi", "fag", "fiske", "flytt", "forsikrings", "hage", "havne", "helse", "hjelpe", "hjemme", "industri", "innkjøps", "kraft",
    "kunde", "kvalitets", "lager", "land", "lærings", "maskin", "mat", "metall", "miljø", "møbel", "nett", "olje",
    "personal", "plan", "prosess", "regnskaps", "reise", "salgs", "skip", "skole", "sosial", "system", "tekstil", "trafikk", "vakt",
)  # fmt: skip
ENDINGS = (
    "ansvar", "arbeid", "assistent", "avtale", "behandling", "drift", "faget", "forståelse", "gruppe", "hall", "hjelp", "kontroll",
    "kurs", "leder", "linje", "lære", "medarbeider", "montør", "møte", "oppgave", "ordning", "plan", "praksis", "program", "rapport",
    "rutine", "rådgiver", "senter", "sjef", "tegning", "teknikk", "tilsyn", "verksted", "verktøy", "økonomi",
)  # fmt: skip
ONSETS = ("b", "d", "f", "fl", "g", "h", "j", "k", "kv", "l", "m", "n", "r", "s", "sk", "st", "t", "tr", "v", "br")
RHYMES = (
    "al",
    "ang",
    "ar",
    "eim",
    "el",
    "erk",
    "ild",
    "im",
    "iv",
    "oll",
    "orm",
    "os",
    "ul",
    "und",
    "ur",
    "ynt",
    "ær",
    "øk",
    "åm",
    "ått",
)
SYLLABLES = tuple(onset + rhyme for onset, rhyme in product(ONSETS, RHYMES))


def word(rank: int) -> str:
    """The word of this rank, from 0: 104 common ones, some hundred compounds, then words made of syllables without end."""
    known = _beginning()
    return known[rank] if rank < len(known) else _made(rank)


def own(number: int) -> str:
    """A word that stands with this person and nobody else, and is not like a neighbour's."""
    return word(KNOWN + number * STRIDE % PRIME)


def drawn(rng: Random, many: int) -> list[str]:
    words, weights = _vocabulary()
    return rng.choices(words, cum_weights=weights, k=many)


def prose(words: Sequence[str]) -> str:
    """Sentences: what stands in quotes in a search stands side by side in one."""
    starts = range(0, len(words), SENTENCE)
    return " ".join(f"{' '.join(words[start : start + SENTENCE]).capitalize()}." for start in starts)


@cache
def _beginning() -> tuple[str, ...]:
    compounds = sorted((a + b for a, b in product(BEGINNINGS, ENDINGS)), key=lambda each: each[::-1])
    return (*COMMON, *compounds)


@cache
def _vocabulary() -> tuple[list[str], list[float]]:
    return [word(rank) for rank in range(KNOWN)], list(accumulate(1 / (rank + 1) for rank in range(KNOWN)))


def _made(rank: int) -> str:
    """Its digits, in base 400, as syllables: no two ranks make the same word."""
    made = ""
    while rank:
        rank, digit = divmod(rank, len(SYLLABLES))
        made += SYLLABLES[digit]
    return made
