"""The mail server, over SMTP: Django's own backend, that also says when nobody can know what became of a mail."""

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend as DjangoBackend

from privacy.ports import MayHaveGone


class _ThatKnowsItsDoubts:
    """Silence or a broken line before the text is a mail that did not go; after it, one that may have gone."""

    def data(self, msg: Any) -> Any:
        try:
            return super().data(msg)  # type: ignore[misc]
        except smtplib.SMTPDataError:
            raise
        except OSError as error:
            raise MayHaveGone from error


class SMTP(_ThatKnowsItsDoubts, smtplib.SMTP):
    pass


class SMTP_SSL(_ThatKnowsItsDoubts, smtplib.SMTP_SSL):
    pass


class EmailBackend(DjangoBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return SMTP_SSL if self.use_ssl else SMTP
