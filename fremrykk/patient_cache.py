"""The cache in Valkey, that is not waited for twice: a page asks it a dozen times, and would wait as often.

Who applies while Valkey hangs waits for it once (two seconds); for the next seconds this process takes it for silent, and
whoever asks is told so at once, as of one that is not there.
"""

import time
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import Redis
from redis.exceptions import ConnectionError, TimeoutError

from privacy import ports


class _Impatient(Redis):
    def execute_command(self, *args: Any, **options: Any) -> Any:
        if ports.is_silent():
            raise ConnectionError("Valkey did not answer a moment ago.")
        began = time.monotonic()
        try:
            return super().execute_command(*args, **options)
        except (ConnectionError, TimeoutError):
            ports.note_silence(since=began)
            raise


class _Client(RedisCacheClient):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._client = _Impatient


class PatientCache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client
