"""A few positions, as the public pages show them."""

import datetime

from django.utils import timezone

from clients.models import JobAd
from tests.factories import JobAdFactory

POSITIONS = [
    (
        "Sykepleier til hjemmetjenesten",
        "Asker kommune",
        "Asker",
        "Du gir trygg hjelp hjemme hos folk, i et lag som kjenner hverandre.",
    ),
    ("Systemutvikler, Python", "Nordlys Energi AS", "Tromsø", "Du bygger systemene som holder lyset på i nord."),
    ("Regnskapsfører", "Fjord Regnskap AS", "Bergen", "Du har egne kunder og en arbeidsdag du styrer selv."),
    ("Lagermedarbeider", "Brattvåg Logistikk AS", "Ålesund", "Du sørger for at det rette kommer frem til rett tid."),
]
BODY = (
    "<p>Vi søker deg som liker å gjøre en forskjell for andre, og som tar ansvar når det gjelder.</p><h2>Oppgavene</h2>"
    "<ul><li>daglig oppfølging</li><li>samarbeid med pårørende</li><li>dokumentasjon</li></ul><h2>Du</h2><p>Du har "
    "fagutdanning, kan snakke og skrive norsk, og har førerkort klasse B.</p>"
)


def make() -> tuple[JobAd, JobAd]:
    """Four open positions and a closed one: (an open, the closed)."""
    now = timezone.now()
    ads = [
        JobAdFactory(
            title=title, employer=employer, place=place, summary=summary, body=BODY, published_at=now - datetime.timedelta(days=n),
            deadline=timezone.localdate(now) + datetime.timedelta(days=10 + n) if n else None,
        )
        for n, (title, employer, place, summary) in enumerate(POSITIONS)
    ]  # fmt: skip
    closed = JobAdFactory(
        title="Kokk", published_at=now - datetime.timedelta(days=40), closed_at=now - datetime.timedelta(days=1)
    )
    return ads[0], closed
