"""What advisers search for: each shape with some words of its kind, drawn for the people who are there."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from random import Random
from typing import Any

from candidates.models import Candidate
from fremrykk.accounts.management.scale import words
from fremrykk.accounts.management.scale.names import TOWNS

EACH = 5
NOBODY = ("zwqxvc", "qxzwpc", "xwqzcv", "wzxqcp", "cqxwzv")  # stand with nobody, and are like no word that does
Asked = Mapping[str, str]  # what stands in the address of the search


def shapes(seed: int, candidates: int) -> dict[str, Sequence[Asked]]:
    """Seventeen shapes a plan can go wrong in, and two that are usual. Middling: too many to look at each, too few to be met soon."""
    rng = Random(seed)  # noqa: S311
    people = [number - number % words.OWN_EACH + 1 for number in rng.sample(range(candidates - words.OWN_EACH), EACH)]
    common, usual = words.COMMON[:EACH], words.COMMON[25 : 25 + EACH]
    middling = [words.word(rank) for rank in (150, 500, 1_000, 2_000, 4_000)]
    named = [_person(number, seed) for number in people]
    typed = {
        "no hit": NOBODY,
        "one hit": [words.own(number) for number in people],
        "a very common word": common,
        "a common word": usual,
        "a middling word": middling,
        "two middling words": [f"{one} {other}" for one, other in pairwise([*middling, middling[0]])],
        "two common words": [f"{one} {other}" for one, other in zip(common, usual, strict=True)],
        "three words": [f"{one} {other} {words.word(300 + at)}" for at, (one, other) in enumerate(zip(common, usual, strict=True))],
        "two letters": ["ka", "be", "os", "it", "øk"],
        "500 letters": [" ".join(words.drawn(rng, 90))[:500] for _ in range(EACH)],
        "part of a name": ["augen", "kvamst", "ødeg", "undhe", "strandn"],
        "a whole name": [f"{first} {last}" for first, last, _pk in named],
        "an e-mail address": [f"person{number}.{seed}@example.test" for number in people],
        "the beginning of a word": [word[:5] for word in words.COMMON[50 : 50 + EACH]],
        "a town and a word": [f"{town} {word}" for town, word in zip(TOWNS[:EACH], usual, strict=True)],
        "a phrase": [f'"{one} {other}"' for one, other in zip(common, common[1:] + common[:1], strict=True)],
        "not this word": [f"{one} -{other}" for one, other in zip(common, usual, strict=True)],
        "not a very common word": [f"{one} -{other}" for one, other in zip(usual, common, strict=True)],
    }  # fmt: skip
    asked: dict[str, Sequence[Asked]] = {name: [{"q": text} for text in texts] for name, texts in typed.items()}
    middle = Candidate.objects.order_by("-created_at", "pk")[candidates // 2].pk
    asked["a deep page"] = [{"q": word, "after": str(middle)} for word in common]
    return asked


def _person(number: int, seed: int) -> tuple[str, str, Any]:
    found = Candidate.objects.filter(subject__user__email=f"person{number}.{seed}@example.test")
    return found.values_list("first_name", "last_name", "pk").get()
