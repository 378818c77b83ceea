"""What is said on the next page, in a cookie that is bound to this host like the others."""

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage

from privacy.queries.cookies import MESSAGES, sent_as


class BoundCookieStorage(CookieStorage):
    @property
    def cookie_name(self) -> str:  # type: ignore[override]
        return sent_as(MESSAGES)


class MessageStorage(FallbackStorage):
    storage_classes = (BoundCookieStorage, SessionStorage)
