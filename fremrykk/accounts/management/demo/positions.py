"""Three clients and what they look for. The organisation numbers are of a range no real company has."""

from dataclasses import dataclass, field
from typing import Any

from clients.actions.ad_requirements import Required


@dataclass(frozen=True)
class Client:
    org_number: str
    name: str
    contact: str
    email: str


@dataclass(frozen=True)
class Position:
    """One order and its ad; `client` is the client's place in `CLIENTS`."""

    key: str
    client: int
    title: str
    place: str
    summary: str
    body: str
    extent: str = "full_time"
    form: str = "permanent"
    kind: str = "recruitment"
    days_left: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    required: tuple[Required, ...] = ()


CLIENTS = (
    Client("310000000", "Solbakken Omsorg AS", "Marit Fosse", "marit.fosse@example.test"),
    Client("310000019", "Nordlys Systemer AS", "Henrik Aune", "henrik.aune@example.test"),
    Client("310000027", "Fjordbygg Entreprenør AS", "Tone Vik", "tone.vik@example.test"),
)
LEFT = Client("310000035", "Havnelageret AS", "Ole Brekke", "ole.brekke@example.test")  # a client no more


def _body(about: str, tasks: list[str], wanted: list[str], offered: list[str]) -> str:
    def listed(lines: list[str]) -> str:
        return "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"

    return (
        f"<p>{about}</p><h2>Dette skal du gjøre</h2>{listed(tasks)}"
        f"<h2>Vi ser etter deg som</h2>{listed(wanted)}<h2>Dette får du</h2>{listed(offered)}"
    )


POSITIONS = (
    Position(
        "sykepleier", 0, "Sykepleier i hjemmetjenesten", "Bærum",
        "Du får faste brukere, god tid hos hver enkelt og kolleger som hjelper hverandre.",
        _body(
            "Solbakken Omsorg gir hjemmesykepleie til rundt 140 mennesker. Vi er 32 ansatte, og nå går en av oss av "
            "med pensjon.",
            ["Gi sykepleie hjemme hos faste brukere", "Følge opp medisiner og sårstell", "Veilede studenter i praksis"],
            ["har norsk autorisasjon som sykepleier", "har førerkort klasse B", "liker å ta egne avgjørelser"],
            ["Turnus med arbeid hver tredje helg", "Lønn etter tariff og tillegg for ansiennitet", "Bil i tjenesten"],
        ),
        days_left=24,
        facts={
            "occupation": "2223", "postal_code": "1338", "municipality": "Bærum", "county": "akershus", "positions": 2,
            "remote": "not_possible", "pay_from": 560_000, "pay_to": 660_000, "pay_per": "year",
            "starts": "1. februar eller etter avtale",
        },
        required=(
            Required("Norsk autorisasjon som sykepleier", "Du har ansvar for medisiner og sårstell hjemme hos folk."),
            Required("Førerkort klasse B", "Brukerne bor spredt, og du kjører selv mellom dem."),
            Required("Erfaring fra hjemmetjenesten", "Du er alene på besøk fra første uke.", is_demanded=False),
        ),
    ),
    Position(
        "helsefagarbeider", 0, "Helsefagarbeider, natt", "Asker",
        "Rolige netter på et lite bofellesskap der du kjenner alle som bor der.",
        _body(
            "På bofellesskapet bor åtte voksne med utviklingshemming. Vi søker en trygg person som trives om natten.",
            ["Være våken nattevakt", "Hjelpe med stell om morgenen", "Skrive kort rapport til dagvakten"],
            ["har fagbrev som helsefagarbeider eller omsorgsarbeider", "er rolig og tydelig", "snakker godt norsk"],
            ["75 prosent fast stilling", "Kurs i medikamenthåndtering", "Tre fridager etter tre netter"],
        ),
        extent="part_time",
        facts={
            "occupation": "5321", "postal_code": "1386", "municipality": "Asker", "county": "akershus", "percentage": 75,
            "remote": "not_possible", "pay_from": 235, "pay_to": 270, "pay_per": "hour", "starts": "Så snart som mulig",
        },
        required=(
            Required("Fagbrev som helsefagarbeider eller omsorgsarbeider", "Du gir medisiner og steller beboerne alene om natten."),
            Required("Norsk, muntlig og skriftlig, på nivå B2", "Beboerne må forstå deg, og dagvakten leser rapporten din."),
        ),
    ),
    Position(
        "utvikler", 1, "Backendutvikler (Python)", "Oslo",
        "Lag systemer som sykehus og kommuner bruker hver dag, sammen med et erfarent team.",
        _body(
            "Nordlys Systemer lager planleggingsverktøy for helsesektoren. Teamet har seks utviklere, en designer og "
            "en produkteier som kjenner brukerne.",
            ["Utvikle tjenester i Python og Django", "Modellere data i PostgreSQL", "Dele på vakt hver sjette uke"],
            ["har laget programvare i minst tre år", "skriver tester uten å bli bedt om det", "forklarer godt"],
            ["Hjemmekontor når du vil", "Lønn mellom 720 000 og 880 000 kroner", "En fagdag annenhver uke"],
        ),
        days_left=17,
        facts={
            "occupation": "2512", "postal_code": "0155", "municipality": "Oslo", "county": "oslo", "remote": "hybrid",
            "pay_from": 720_000, "pay_to": 880_000, "pay_per": "year", "starts": "Etter avtale",
        },
        required=(
            Required("Tre års erfaring med Python", "Du tar egne deler av systemet fra første måned."),
            Required("Erfaring med PostgreSQL", "Det meste av arbeidet er å modellere data.", is_demanded=False),
        ),
    ),
    Position(
        "regnskap", 1, "Regnskapsfører", "Oslo eller Hamar",
        "Ta ansvaret for regnskapet i en bedrift som vokser, fra bilag til årsoppgjør.",
        _body(
            "Vi er 45 ansatte og har til nå satt bort regnskapet. Nå bygger vi vår egen økonomiavdeling, og du blir "
            "den første.",
            ["Føre regnskap og avstemme", "Kjøre lønn hver måned", "Forberede årsoppgjør sammen med revisor"],
            ["er autorisert regnskapsfører eller på vei til å bli det", "kjenner Tripletex eller lignende", "er nøye"],
            ["Stor frihet til å velge verktøy", "Fleksibel arbeidstid", "Pensjon fra første krone"],
        ),
        facts={
            "occupation": "3313", "postal_code": "2317", "municipality": "Hamar", "county": "innlandet", "remote": "hybrid",
            "pay_from": 600_000, "pay_per": "year", "starts": "Etter avtale",
        },
        required=(
            Required("Autorisasjon som regnskapsfører, eller på vei til den", "Du signerer årsregnskapet sammen med revisor."),
            Required("Kjennskap til Tripletex eller lignende", "Regnskapet føres der i dag.", is_demanded=False),
        ),
    ),
    Position(
        "tomrer", 2, "Tømrer", "Drammen",
        "Vær med fra reising til ferdig bolig. Vi bygger 60 boliger på Strømsø de neste to årene.",
        _body(
            "Fjordbygg bygger boliger i tre. Du går inn i et fast lag på fem, og laget følger huset hele veien.",
            ["Reise bindingsverk og tak", "Montere vinduer, dører og kledning", "Lese tegninger og gi råd om løsninger"],
            ["har fagbrev som tømrer", "har førerkort klasse B", "tar vare på verktøy og kolleger"],
            ["Akkord med garantert timelønn", "Arbeidstøy og verktøy", "Reisetid er arbeidstid"],
        ),
        days_left=31,
        facts={
            "occupation": "7115", "postal_code": "3045", "municipality": "Drammen", "county": "buskerud", "positions": 3,
            "remote": "not_possible", "pay_from": 255, "pay_to": 310, "pay_per": "hour", "starts": "4. januar",
        },
        required=(
            Required("Fagbrev som tømrer", "Laget bygger bærende konstruksjoner, og du tar selvstendig ansvar."),
            Required("Førerkort klasse B", "Byggeplassen ligger utenfor kollektivnettet, og verktøyet følger deg."),
        ),
    ),
    Position(
        "kokk", 2, "Kokk til brakkerigg", "Drammen",
        "Lag varm mat til 70 sultne håndverkere, med frie hender og gode råvarer.",
        _body(
            "På riggen bor det folk fra hele landet. God mat er det viktigste vi kan by på etter en lang dag.",
            ["Planlegge meny og innkjøp", "Lage frokost og middag", "Holde orden etter IK-mat"],
            ["har fagbrev som kokk eller lang erfaring", "kan lage mat til mange", "er blid også klokken seks"],
            ["Tolv dager på, ni dager fri", "Egen hybel på riggen", "Ansettelse hos Fremrykk med tarifflønn"],
        ),
        form="temporary", kind="staffing",
        facts={
            "occupation": "5120", "postal_code": "3045", "municipality": "Drammen", "county": "buskerud",
            "remote": "not_possible", "pay_from": 230, "pay_to": 260, "pay_per": "hour", "starts": "Så snart som mulig",
        },
        required=(
            Required("Fagbrev som kokk, eller lang erfaring", "Du lager mat til 70 alene på vakt."),
            Required("Kurs i næringsmiddelhygiene", "Mattilsynet krever opplæring av den som lager maten.", is_demanded=False),
        ),
    ),
)  # fmt: skip

CLOSED = Position(
    "prosjektleder", 2, "Prosjektleder bygg", "Oslo",
    "Led et rehabiliteringsprosjekt fra forprosjekt til overlevering.",
    _body(
        "Stillingen er besatt. Takk til alle som søkte.",
        ["Lede prosjektet fra start til slutt"], ["har ledet byggeprosjekter før"], ["En spennende oppgave"],
    ),
)  # fmt: skip
