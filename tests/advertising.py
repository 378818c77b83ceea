"""An advertisement for tests of the engine, which has none of its own; and an audience of whoever a test names."""

from pathlib import Path

from allauth.account.models import EmailAddress

from privacy import registries
from privacy.emails import Letter, advertisement
from privacy.models import Subject

TEMPLATES = Path(__file__).parent / "templates"


class Crowd:
    """The audience "tests": whoever has a confirmed address; each test may change whom and what."""

    kind, template, news = "position_tips", "tests/advertising/news", "Vi er blitt flere."

    def persons(self, mailing):
        return Subject.objects.filter(user__emailaddress__verified=True)

    def letters(self, mailing, numbers):
        rows = EmailAddress.objects.filter(user__subject__in=numbers).order_by("pk")
        for number, email in rows.values_list("user__subject", "email"):
            yield Letter(number, email, "nb", self.message())

    def message(self):
        return advertisement(self.template, kind=self.kind, ground="customer", context={"news": self.news})

    def audience(self):
        return registries.Audience(
            self.kind,
            self.template,
            lambda mailing: self.persons(mailing),
            lambda mailing, numbers, at: self.letters(mailing, numbers),
        )
