"""Which version of a message made a mail: a fingerprint of its words, in one language, as they stand in this program."""

import hashlib
from collections.abc import Iterator
from functools import cache
from typing import Any, cast

from django.template import Context, Node
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils import translation


@cache
def version(template: str, language: str) -> str:
    """Changes with the template, with what it extends or includes, and with the translation of its words."""
    with translation.override(language):
        words = "\0".join(_words(f"{template}.txt"))
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def _words(name: str) -> Iterator[str]:
    template = cast(Any, get_template(name)).template
    yield template.source
    for node in template.nodelist.get_nodes_by_type(Node):
        if isinstance(node, TranslateNode):
            yield translation.gettext(str(node.filter_expression.var.literal))
        elif isinstance(node, BlockTranslateNode):
            yield translation.gettext(node.render_token_list(node.singular)[0])
        elif isinstance(node, ExtendsNode):
            yield from _words(cast(Any, node.parent_name).resolve(Context()))
        elif isinstance(node, IncludeNode):
            yield from _words(cast(Any, node.template).resolve(Context()))
