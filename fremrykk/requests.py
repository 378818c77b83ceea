"""How the web server reads a request."""

import html
import re
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict
from django.http.multipartparser import MultiPartParser
from django.utils.datastructures import ImmutableList, MultiValueDict
from django.utils.http import parse_header_parameters


class NamedAsSent(MultiPartParser):
    """Leaves in a file's name what Django would drop unseen: whoever judges it must see that "cv<mark>fdp.exe" leads astray."""

    def sanitize_file_name(self, file_name: str) -> str | None:
        plain = super().sanitize_file_name(file_name)
        return re.split(r"[/\\]", html.unescape(file_name))[-1] if plain else None


class Utf8Request(WSGIRequest):
    """Reads in UTF-8 only. Django takes any codec of Python's that is named ("hex"), and fails before any middleware."""

    def _set_content_type_params(self, meta: dict[str, str]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))

    def parse_file_upload(self, META: Any, post_data: Any) -> tuple[QueryDict, MultiValueDict[str, Any]]:
        self.upload_handlers = ImmutableList(self.upload_handlers, warning="The files have been read already.")
        return NamedAsSent(META, post_data, self.upload_handlers, self.encoding).parse()
