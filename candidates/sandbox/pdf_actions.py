"""What a PDF does by itself: scripts, programs, calls home. A link that waits for a click is none of these."""

import re

import pikepdf

from candidates.sandbox.attachments import refuse_program
from candidates.sandbox.outcomes import Counter, Refused

# Cheap first look at an object as qpdf prints it (names unescaped); only then is it walked.
WORTH_A_LOOK = re.compile(
    rb"/(JavaScript|Rendition|Launch|SubmitForm|ImportData|OpenAction|AA|EmbeddedFiles?|EF|XFA|RichMedia\w*|FFilter|F)\b"
)
BLUNT = re.compile(rb"/(JavaScript|Launch|SubmitForm|ImportData|RichMedia\w*|OpenAction|AA|XFA)\b")
NEVER = {"/JavaScript": "scripts", "/Launch": "launch", "/SubmitForm": "calls_out", "/ImportData": "calls_out"}
# Actions that may start by themselves: they only move about in the document.
QUIET = frozenset({"/GoTo", "/Named", "/Hide", "/SetOCGState", "/Trans", "/GoTo3DView", "/GoToDp"})
SCRIPT = re.compile(rb"<([\w.-]+:)?(script|submit)\b", re.IGNORECASE)
MAX_ACTIONS = 1_000
MAX_ATTACHMENT = 50_000_000


def refuse_active(pdf: pikepdf.Pdf) -> None:
    counter = Counter(MAX_ATTACHMENT)
    for thing in pdf.objects:
        printed = _printed(thing)
        if not WORTH_A_LOOK.search(printed):
            continue
        try:
            _refuse_object(thing, counter)
        except (pikepdf.PdfError, KeyError, TypeError, ValueError):
            # A name that is no UTF-8, or damage: it cannot be walked, so its print alone must be without offence.
            if match := BLUNT.search(printed):
                raise Refused(NEVER.get(match.group().decode(), "scripts")) from None


def _printed(thing: pikepdf.Object) -> bytes:
    if isinstance(thing, pikepdf.Stream):
        return thing.stream_dict.unparse()
    # A name may be an object of its own, pointed at: then nothing is printed where it is used.
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Array, pikepdf.Name)):
        return thing.unparse(resolved=True)
    return b""


def _refuse_object(thing: pikepdf.Object, counter: Counter) -> None:
    if isinstance(thing, pikepdf.Name) and _name(thing) in NEVER:
        raise Refused(NEVER[_name(thing)])
    if isinstance(thing, pikepdf.Stream):
        if "/F" in thing:
            _refuse_far_stream(thing)
        thing = thing.stream_dict
    for dictionary in _dictionaries(thing):
        _refuse_dictionary(dictionary, counter)


def _dictionaries(thing: pikepdf.Object) -> list[pikepdf.Object]:
    """All dictionaries directly in this object."""
    found: list[pikepdf.Object] = []
    waiting: list[pikepdf.Object] = [thing]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Dictionary):
            found.append(node)
            waiting.extend(child for child in node.values() if _is_direct(child))
        elif isinstance(node, pikepdf.Array):
            waiting.extend(child for child in node if _is_direct(child))
    return found


def _is_direct(child: object) -> bool:
    return isinstance(child, (pikepdf.Dictionary, pikepdf.Array)) and not child.is_indirect


def _refuse_dictionary(node: pikepdf.Object, counter: Counter) -> None:
    kind = _name(node.get("/S"))
    if kind in NEVER:
        raise Refused(NEVER[kind])
    if "/RichMediaContent" in node or (kind == "/Rendition" and "/JS" in node):
        raise Refused("scripts")
    if "/OpenAction" in node:
        _refuse_loud(node["/OpenAction"])
    moments = node.get("/AA")
    if isinstance(moments, pikepdf.Dictionary):
        for action in moments.values():
            _refuse_loud(action)
    if isinstance(node.get("/EF"), pikepdf.Dictionary):
        _refuse_attachment(node, counter)
    if "/XFA" in node:
        _refuse_scripted_form(node["/XFA"], counter)


def _refuse_loud(action: object) -> None:
    """An action that starts by itself, and those chained to it."""
    waiting, seen = [action], 0
    while waiting and seen < MAX_ACTIONS:
        node = waiting.pop()
        seen += 1
        if isinstance(node, pikepdf.Array) and seen > 1:
            waiting.extend(node)
        if not isinstance(node, pikepdf.Dictionary):
            continue
        kind = _name(node.get("/S"))
        if kind in NEVER:
            raise Refused(NEVER[kind])
        if kind and kind not in QUIET:
            raise Refused("calls_out")
        if "/Next" in node:
            waiting.append(node["/Next"])


def _refuse_attachment(specification: pikepdf.Object, counter: Counter) -> None:
    names = [
        str(specification[key])
        for key in ("/UF", "/F", "/DOS", "/Unix", "/Mac")
        if isinstance(specification.get(key), pikepdf.String)
    ]
    for stream in specification["/EF"].values():
        data = _bytes(stream, counter)
        for name in names or [""]:
            refuse_program(name, data, counter)


def _refuse_scripted_form(form: object, counter: Counter) -> None:
    parts = form if isinstance(form, pikepdf.Array) else [form]
    if any(SCRIPT.search(_bytes(part, counter)) for part in parts):
        raise Refused("scripts")


def _bytes(stream: object, counter: Counter) -> bytes:
    if not isinstance(stream, pikepdf.Stream):
        return b""
    try:
        data = stream.read_bytes()
    except (pikepdf.PdfError, pikepdf.DataDecodingError, NotImplementedError, ValueError):
        data = stream.read_raw_bytes()
    counter.take(len(data))
    return data


def _refuse_far_stream(stream: pikepdf.Object) -> None:
    """A stream whose data lie in another file, perhaps on another machine."""
    target = stream.stream_dict.get("/F")
    if isinstance(target, (pikepdf.Dictionary, pikepdf.String)):
        raise Refused("external_content")


def _name(value: object) -> str:
    return str(value) if isinstance(value, pikepdf.Name) else ""
