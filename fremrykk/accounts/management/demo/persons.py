"""Candidates of every kind: what each sent, and what happened to it. The names are invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody who applied `days` ago (or, with `years`, so many calendar years before tomorrow)."""

    first_name: str
    last_name: str
    title: str
    lines: tuple[str, ...]
    position: str = ""  # empty: an open registration
    days: int = 0
    keep_scope: str = "candidate_base"
    sharing_scope: str = "this_position"
    stages: tuple[str, ...] = ()
    rejected_because: str = ""
    is_confirmed: bool = True
    withdraws: bool = False
    language: str = "nb"

    @property
    def email(self) -> str:
        plain = f"{self.first_name}.{self.last_name}".lower().translate(str.maketrans("æøåé ", "eoae-"))
        return f"{plain}@example.test"


KARI = Person(
    "Kari", "Lundemo", "Sykepleier",
    ("Sykepleier, Bærum kommune, 2019–nå", "Sårstell, palliasjon og veiledning av studenter",
     "Bachelor i sykepleie, OsloMet, 2018", "Norsk og engelsk. Førerkort klasse B."),
    position="sykepleier", days=3,
)  # fmt: skip
JONAS = Person(
    "Jonas", "Hagenes", "Systemutvikler",
    ("Systemutvikler, Fjelldata, 2020–nå", "Python, Django, PostgreSQL og Kubernetes",
     "Laget tjenester brukt av erfarne utviklere i 14 kommuner", "Master i informatikk, NTNU, 2019"),
    position="utvikler", days=12, stages=("screening", "interview"),
)  # fmt: skip
AMIRA = Person(
    "Amira", "Hassanzadeh", "Regnskapsfører",
    ("Autorisert regnskapsfører siden 2016", "Årsoppgjør for 30 småbedrifter", "Tripletex, Visma og Power Office"),
    position="regnskap", days=40, stages=("screening", "interview", "presented", "offer"), language="en",
)  # fmt: skip
UNCONFIRMED = Person(
    "Amalie", "Sundet", "Helsefagarbeider",
    ("Fagbrev som helsefagarbeider, 2022", "Nattevakt på sykehjem i to år"),
    position="helsefagarbeider", days=1, is_confirmed=False,
)  # fmt: skip
REJECTED = Person(
    "Lars", "Dalheim", "Utvikler",
    ("Nyutdannet utvikler, Høgskulen på Vestlandet, 2026", "Java og TypeScript. Glad i brettspill."),
    position="utvikler", days=15, stages=("screening",),
    rejected_because="Denne gangen valgte vi søkere med flere års erfaring med Python. Søknaden din var godt skrevet, "
    "og vi vil gjerne høre fra deg igjen når du har jobbet en stund.",
)  # fmt: skip
WITHDRAWN = Person(
    "Nora", "Lieng", "Tømrer", ("Fagbrev som tømrer, 2015", "Restaurering av gamle hus"),
    position="tomrer", days=20, withdraws=True,
)  # fmt: skip
OPEN = Person(
    "Emil", "Haugland", "Kokk", ("Kokk, Brygga restaurant, 2014–2025", "Fagbrev som institusjonskokk"), days=60,
    sharing_scope="ask_first",
)  # fmt: skip
THIS_POSITION_ONLY = Person(
    "Silje", "Bakkehaug", "Prosjektleder",
    ("Prosjektleder bygg, 2017–nå", "Rehabilitering av skoler og sykehjem"),
    position="prosjektleder", days=100, keep_scope="this_position",
)  # fmt: skip
CONSENTED = Person(
    "Ingrid", "Moengen", "Lærer", ("Lærer i barneskolen, 2010–nå", "Norsk, matematikk og musikk"), days=760,
)  # fmt: skip
ON_HOLD = Person(
    "Thomas", "Bergset", "Elektriker", ("Fagbrev som elektriker, 2008", "Installasjonsleder i tre år"), days=770,
)  # fmt: skip
DUE_TONIGHT = Person(
    "Erik", "Vikøren", "Lagermedarbeider", ("Truckførerbevis T1–T4", "Lager og logistikk, 2012–2024"),
)  # fmt: skip
TWO_APPLICATIONS = Person(
    "Sara", "Nilsbakk", "Barnehagelærer",
    ("Barnehagelærer, 2016–nå", "Pedagogisk leder på småbarnsavdeling"),
)  # fmt: skip
RESTRICTED = Person(
    "Mette", "Rognlien", "Helsesekretær",
    ("Helsesekretær, Solsiden legesenter, 2013–nå", "Opplæring av nyansatte"), days=90,
)  # fmt: skip
COOK = Person(
    "Hilde", "Sørgard", "Kokk", ("Kokk, Havna kantine, 2012–2026", "Fagbrev som kokk, 2011"),
    position="kokk", days=40, stages=("screening", "interview", "presented", "offer"),
)  # fmt: skip
BY_HAND = Person(
    "Per", "Strømnes", "Maskinfører", ("Maskinfører, gravemaskin og hjullaster", "Førerkort C1E"), days=45,
)  # fmt: skip
UNDATED = Person(
    "Gunnar", "Tveiten", "Sveiser", ("Sveiser, Verftet mekaniske, 2005–2021", "Sertifikater for MIG, MAG og TIG"),
    days=300,
)  # fmt: skip

APPLICANTS = (
    TWO_APPLICATIONS, ON_HOLD, CONSENTED, DUE_TONIGHT, THIS_POSITION_ONLY, OPEN, AMIRA, WITHDRAWN, REJECTED, JONAS,
    KARI, UNCONFIRMED, RESTRICTED, COOK,
)  # fmt: skip
