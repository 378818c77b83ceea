"""gunicorn speaks through the same sink: its own lines name the address and the path of what it could not serve."""

from logging.config import dictConfig
from typing import Any

from gunicorn.glogging import Logger

from fremrykk.logs import configuration, kind_from_environment


class WebLogger(Logger):
    """For `--logger-class`. Begins before Django's settings are read, in the process that only starts others."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        dictConfig(configuration(kind_from_environment()))
        for log in (self.error_log, self.access_log):
            for handler in list(log.handlers):
                log.removeHandler(handler)
        self.error_log.propagate = True
        self._access_log_enabled = False  # `request` says what was asked; this would say it with the token

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Never, whatever the command line says."""
