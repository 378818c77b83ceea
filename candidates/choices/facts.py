"""Closed lists of the facts about a candidate that can be asked for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Availability(models.TextChoices):
    """When somebody can begin."""

    NOW = "now", _("can begin now")
    NOTICE = "notice", _("has a period of notice")
    FROM_DAY = "from_day", _("can begin from a day")
    NOT_NOW = "not_now", _("does not look for work now")


class SpokenLanguage(models.TextChoices):
    """Languages an order may ask for, in the order of a Norwegian working day."""

    NORWEGIAN = "no", _("Norwegian")
    SAMI = "se", _("Northern Sámi")
    ENGLISH = "en", _("English")
    SWEDISH = "sv", _("Swedish")
    DANISH = "da", _("Danish")
    FINNISH = "fi", _("Finnish")
    ICELANDIC = "is", _("Icelandic")
    GERMAN = "de", _("German")
    DUTCH = "nl", _("Dutch")
    FRENCH = "fr", _("French")
    SPANISH = "es", _("Spanish")
    PORTUGUESE = "pt", _("Portuguese")
    ITALIAN = "it", _("Italian")
    POLISH = "pl", _("Polish")
    LITHUANIAN = "lt", _("Lithuanian")
    LATVIAN = "lv", _("Latvian")
    ESTONIAN = "et", _("Estonian")
    ROMANIAN = "ro", _("Romanian")
    BULGARIAN = "bg", _("Bulgarian")
    RUSSIAN = "ru", _("Russian")
    UKRAINIAN = "uk", _("Ukrainian")
    TURKISH = "tr", _("Turkish")
    ARABIC = "ar", _("Arabic")
    PERSIAN = "fa", _("Persian or Dari")
    PASHTO = "ps", _("Pashto")
    KURDISH = "ku", _("Kurdish")
    SOMALI = "so", _("Somali")
    TIGRINYA = "ti", _("Tigrinya")
    URDU = "ur", _("Urdu")
    HINDI = "hi", _("Hindi")
    TAMIL = "ta", _("Tamil")
    THAI = "th", _("Thai")
    VIETNAMESE = "vi", _("Vietnamese")
    TAGALOG = "tl", _("Tagalog")
    CHINESE = "zh", _("Chinese")


class LanguageLevel(models.IntegerChoices):
    """How well, as the Common European Framework has it; numbers, since "at least" is asked."""

    A1 = 1, _("A1")
    A2 = 2, _("A2")
    B1 = 3, _("B1")
    B2 = 4, _("B2")
    C1 = 5, _("C1")
    C2 = 6, _("C2")
    NATIVE = 7, _("mother tongue")


class ListSort(models.TextChoices):
    """In which order the found are shown; whoever searches chooses, and nothing else has a say."""

    NEWEST = "newest", _("newest registration first")
    NAME = "name", _("name, from A to Å")
