"""What the demo's adviser has noted about people in the base: facts, tags, a list, a saved search."""

import datetime

from candidates.actions import base, cv_rows, profiles, searches
from candidates.actions.profiles import Facts
from candidates.choices.facts import Availability, LanguageLevel, SpokenLanguage
from candidates.models import Application
from fremrykk.accounts.models import User

NURSE = Facts(
    place="Bærum", availability=Availability.NOTICE, skills=("Sårstell", "Palliasjon", "Turnusarbeid"),
    certificates=(("Autorisasjon som sykepleier", None),),
    languages=((SpokenLanguage.NORWEGIAN, LanguageLevel.NATIVE), (SpokenLanguage.ENGLISH, LanguageLevel.B2)),
)  # fmt: skip
DEVELOPER = Facts(
    place="Trondheim", availability=Availability.NOW, skills=("Python", "Django", "PostgreSQL", "Kubernetes"),
    languages=((SpokenLanguage.NORWEGIAN, LanguageLevel.NATIVE), (SpokenLanguage.ENGLISH, LanguageLevel.C1)),
)  # fmt: skip


# What the nurse has written herself.
LIVED = {
    "work": (
        {
            "employer": "Fjordgløtt sykehjem", "title": "Sykepleier", "from_year": 2021, "from_month": 8,
            "description": "Ansvarsvakter på en avdeling med 24 beboere. Sårstell og lindrende behandling.",
        },
        {"employer": "Åsheim hjemmetjeneste", "title": "Sykepleier", "from_year": 2018, "to_year": 2021, "to_month": 7},
    ),
    "education": (
        {"school": "Høgskolen i Eksempelvik", "subject": "Bachelor i sykepleie", "from_year": 2015, "to_year": 2018},
    ),
}  # fmt: skip


def make(*, nurse: Application, developer: Application, adviser: User, now: datetime.datetime) -> None:
    at = now - datetime.timedelta(hours=20)
    for application, facts in ((nurse, NURSE), (developer, DEVELOPER)):
        profiles.update(candidate=application.candidate, facts=facts, by=adviser, at=at)
    own = User.objects.filter(subject=nurse.candidate.subject_id).first()
    for kind, rows in LIVED.items():
        for said in rows:
            model = cv_rows.KINDS[kind]
            cv_rows.add(kind=model, candidate=nurse.candidate, said=said, by=own or adviser, at=at)
    base.tag(candidate=nurse.candidate, name="turnus", by=adviser, at=at)
    base.tag(candidate=developer.candidate, name="kan reise", by=adviser, at=at)
    listed = base.make_list(name="Sykepleiere i Viken", purpose="Faste stillinger på nyåret", by=adviser, at=at)
    base.put_on(candidate=nurse.candidate, list=listed, by=adviser, at=at)
    searches.save(name="Utviklere i Trondheim", asked="q=utvikler&place=Trondheim", by=adviser, at=at)
