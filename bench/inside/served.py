"""The site as the web server serves it, with one page more: a constant, behind the same middleware."""

from django.conf import settings

from fremrykk.wsgi import application

settings.ROOT_URLCONF = "bench.inside.urls"

__all__ = ["application"]
