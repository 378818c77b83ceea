"""What a PDF does by itself: scripts, programs, calls home. A link that waits for a click is none of these."""

import io
import re

import pikepdf

from candidates.sandbox import docx
from candidates.sandbox.attachments import refuse_program
from candidates.sandbox.outcomes import Counter, Refused
from candidates.sandbox.word_links import is_remote

# Cheap first look at an object as qpdf prints it (names unescaped); only then is it walked.
WORTH_A_LOOK = re.compile(
    rb"/(JavaScript|Rendition|Launch|SubmitForm|ImportData|OpenAction|AA|EmbeddedFiles?|EF|XFA|RichMedia\w*|FFilter|F|OnInstantiate)\b"
)
BLUNT = re.compile(rb"/(JavaScript|Launch|SubmitForm|ImportData|RichMedia\w*|OpenAction|AA|XFA)\b")
ACTIVE_WORDS = re.compile(rb"/(J(ava|#61va)|JS|Launch|SubmitForm|ImportData|RichMedia|XFA|EmbeddedFile)")
NEVER = {"/JavaScript": "scripts", "/Launch": "launch", "/SubmitForm": "calls_out", "/ImportData": "calls_out"}
SCRIPTED = frozenset({"/RichMediaContent", "/OnInstantiate"})
# Actions that may start by themselves: they only move about in the document.
QUIET = frozenset({"/GoTo", "/Named", "/Hide", "/SetOCGState", "/Trans", "/GoTo3DView", "/GoToDp"})
# Other files a click leads to: on the own disk they are a link, on another machine they hand it the password's trace.
FAR = frozenset({"/GoToR", "/GoToE", "/Thread"})
FILE_NAMES = ("/UF", "/F", "/DOS", "/Unix", "/Mac")
SCRIPT = re.compile(
    rb"<([\w.-]+:)?(script|submit|execute|wsdlConnection|xsdConnection|xmlConnection)\b|<\?xml-stylesheet|<!(DOCTYPE|ENTITY)\b",
    re.IGNORECASE,
)
MAX_ACTIONS = 1_000
MAX_ATTACHMENT = 50_000_000
MAX_DEPTH = 3


class Attachments:
    """What may still be unfolded of them, which were seen, and how deep in one another they lie."""

    def __init__(self, depth: int = 0, counter: Counter | None = None) -> None:
        self.depth, self.counter = depth, counter or Counter(MAX_ATTACHMENT)
        self._seen: set[tuple[int, int]] = set()

    def refuse(self, name: str, stream: object) -> None:
        refuse_program(name, b"", self.counter)
        if not isinstance(stream, pikepdf.Stream) or stream.objgen in self._seen:
            return
        self._seen.add(stream.objgen)
        data = _bytes(stream, self.counter)
        refuse_program(name, data, self.counter)
        docx.refuse_inside(data, self.counter)
        if b"%PDF-" in data[:1029] and self.depth < MAX_DEPTH:
            self._refuse_pdf(data)

    def _refuse_pdf(self, data: bytes) -> None:
        """A PDF in a PDF may be locked or broken, but not active."""
        try:
            with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as inner:
                refuse_active(inner, Attachments(self.depth + 1, self.counter))
        except (pikepdf.PdfError, pikepdf.PasswordError):
            return


def refuse_active(pdf: pikepdf.Pdf, attachments: Attachments | None = None) -> None:
    attachments = attachments or Attachments()
    for thing in pdf.objects:
        printed = _printed(thing)
        if not WORTH_A_LOOK.search(printed):
            continue
        try:
            _refuse_object(thing, attachments)
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


def _refuse_object(thing: pikepdf.Object, attachments: Attachments) -> None:
    if isinstance(thing, pikepdf.Name) and _name(thing) in NEVER:
        raise Refused(NEVER[_name(thing)])
    if isinstance(thing, pikepdf.Stream):
        if "/F" in thing:
            _refuse_far_stream(thing)
        if thing.stream_dict.get("/Type") == pikepdf.Name.EmbeddedFile:
            attachments.refuse("", thing)
        thing = thing.stream_dict
    for dictionary in _dictionaries(thing):
        _refuse_dictionary(dictionary, attachments)


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


def _refuse_dictionary(node: pikepdf.Object, attachments: Attachments) -> None:
    kind = _name(node.get("/S"))
    if kind in NEVER:
        raise Refused(NEVER[kind])
    if kind in FAR and any(is_remote(name) for name in _file_names(node)):
        raise Refused("calls_out")
    if SCRIPTED.intersection(node.keys()) or (kind == "/Rendition" and "/JS" in node):
        raise Refused("scripts")
    _refuse_loud_ones(node)
    if isinstance(node.get("/EF"), pikepdf.Dictionary):
        for stream in node["/EF"].values():
            for name in _file_names(node) or [""]:
                attachments.refuse(name, stream)
    if "/XFA" in node:
        _refuse_scripted_form(node["/XFA"], attachments.counter)


def _refuse_loud_ones(node: pikepdf.Object) -> None:
    moments = node.get("/AA")
    for action in [node.get("/OpenAction"), *(moments.values() if isinstance(moments, pikepdf.Dictionary) else [])]:
        _refuse_loud(action)


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


def _file_names(node: pikepdf.Object) -> list[str]:
    """What a specification of a file calls it, in each of its ways; the specification may stand one step further in."""
    values = [node.get(key) for key in FILE_NAMES]
    inner = [value.get(key) for value in values if isinstance(value, pikepdf.Dictionary) for key in FILE_NAMES]
    return [str(value) for value in (*values, *inner) if isinstance(value, pikepdf.String)]


def _refuse_scripted_form(form: object, counter: Counter) -> None:
    parts = form if isinstance(form, pikepdf.Array) else [form]
    if any(SCRIPT.search(_bytes(part, counter).replace(b"\0", b"")) for part in parts):
        raise Refused("scripts")


def _bytes(stream: object, counter: Counter) -> bytes:
    if not isinstance(stream, pikepdf.Stream):
        return bytes(stream) if isinstance(stream, pikepdf.String) else b""
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
