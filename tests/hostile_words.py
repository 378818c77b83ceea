"""More Word files that must be refused, and more honest ones that must not; and pictures."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image, PngImagePlugin

from tests.files import (
    CONTENT_TYPES,
    DOCX_MAIN,
    docx_cv,
    docx_members,
    jpeg_image,
    paragraphs,
    pdf_cv,
    png_image,
    relationships,
    word_part,
    zipped,
)
from tests.hostile_files import EICAR, docx, field, linked, ole, raw_zip, simple_field, template
from tests.hostile_pdfs import encrypted_zip

USERS, HOME = "/" + "Users", "/" + "home"
RELATED = "http://schemas.microsoft.com/office/2006/relationships"
MACRO_BIN = "application/vnd.ms-office.vbaProject"


def typed(*overrides: tuple[str, str], **members: object) -> bytes:
    """A CV whose list of types names these parts too: (name, type)."""
    more = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides)
    types = CONTENT_TYPES.format(main="word/document.xml", content_type=DOCX_MAIN).replace(
        "</Types>", more + "</Types>"
    )
    return docx(more={"[Content_Types].xml": types, **members})


def with_rels(*targets: tuple[str, ...], **members: object) -> bytes:
    return docx(links=list(targets), more=members)


def relation_of(kind: str, target: str, mode: str = "") -> str:
    """With a kind of Microsoft's own."""
    return relationships().replace(
        "</Relationships>", f'<Relationship Id="r9" Type="{RELATED}/{kind}" Target="{target}"{mode}/></Relationships>'
    )


def described() -> bytes:
    """As programs write that cannot go back in a file: sizes behind the data (data descriptors)."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, piece: object) -> int:
            self.data += piece  # type: ignore[operator]
            return len(piece)  # type: ignore[arg-type]

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        for name, data in docx_members(["Kari"]).items():
            archive.writestr(name, data)
    return bytes(pipe.data)


def zip64() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in docx_members(["Kari"]).items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(data.encode() if isinstance(data, str) else data)
    return out.getvalue()


def stored() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in docx_members(["Kari"]).items():
            archive.writestr(name, data)
    return out.getvalue()


def backwards(order: int = -1) -> bytes:
    return zipped(dict(list(docx_members(["Kari"]).items())[::order]))


def named(change: Callable[[str], str]) -> bytes:
    return zipped({change(name): data for name, data in docx_members(["Kari"]).items()})


def bent(mark: bytes, place: int, value: int) -> bytes:
    """One number of the last directory entry or local header changed."""
    data = bytearray(docx_cv())
    struct.pack_into("<H", data, data.rfind(mark) + place, value)
    return bytes(data)


def other_name_inside() -> bytes:
    """The directory says one name, the header beside the bytes another."""
    data = bytearray(docx(more={"word/media/a.png": png_image()}))
    place = data.find(b"word/media/a.png")
    data[place : place + 16] = b"word/media/b.exe"
    return bytes(data)


def unicode_name() -> bytes:
    def add(archive: zipfile.ZipFile) -> None:
        info = zipfile.ZipInfo("word/media/a.png")
        name = b"../../a.png"
        info.extra = struct.pack("<2HBL", 0x7075, 5 + len(name), 1, 0) + name
        archive.writestr(info, png_image())

    return raw_zip(add)


def overlapping() -> bytes:
    """A second entry in the directory for the same bytes, under its own name (the first ends within the second)."""
    data = docx(more={"word/media/a.bin": b"a" * 3000})
    inner = bytearray(data)
    place = inner.rfind(b"word/media/a.bin") - 46
    entry = bytearray(inner[place : inner.find(b"PK\x05\x06")])
    end = bytearray(inner[inner.find(b"PK\x05\x06") :])
    both = inner[:place] + entry + entry.replace(b"a.bin", b"A.BIM") + end
    count, size = struct.unpack_from("<HxxL", both, len(both) - 22 + 8)
    struct.pack_into("<2HL", both, len(both) - 22 + 8, count + 1, count + 1, size + len(entry))
    return bytes(both)


def strict() -> bytes:
    """ISO strict: other namespaces and kinds of relations."""
    members = docx_members(["Kari"])
    old, new = "http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument"
    return zipped(
        {
            name: str(data)
            .replace(old, new)
            .replace(
                "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                "http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            for name, data in members.items()
        }
    )


def chunk(name: str, data: bytes | str) -> bytes:
    return docx(body='<w:altChunk r:id="rId1"/>', links=[("aFChunk", name)], more={f"word/{name}": data})


def parsed(part: str, text: str, encoding: str = "utf-8") -> bytes:
    return docx(more={part: text.encode(encoding)})


ENTITIES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'
UTF16 = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
HEADER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"

REMOTE = {
    "http": "http://x.example/t.dotm",
    "https_upper": "HTTPS://x.example/t.dotm",
    "ftp": "ftp://x.example/t.dotm",
    "unc": "\\\\x.example\\t.dotm",
    "unc_slashes": "//x.example/t.dotm",
    "unc_mixed": "\\/x.example/t.dotm",
    "file_host": "file://x.example/t.dotm",
    "file_four": "file:////x.example/s/t.dotm",
    "encoded": "file:///%5C%5Cx.example%5Ct.dotm",
    "tabbed": "ht\ttp://x.example/t.dotm",
    "spaced": "  http://x.example/t.dotm",
    "webdav": "\\\\x.example@SSL\\DavWWWRoot\\t.dotm",
    "mhtml": "mhtml:http://x.example/a!x-usc:http://x.example/b",
    "ip": "http://2130706433/t.dotm",
    "msdt": "ms-msdt:/id PCWDiagnostic",
    "script": "script:http://x.example/a.sct",
}
LOCAL = {
    "windows": "C:\\Users\\Kari Nordmann\\AppData\\Roaming\\Microsoft\\Templates\\Cv.dotx",
    "windows_url": "file:///C:\\Users\\Kari\\AppData\\Roaming\\Microsoft\\Maler\\CV%20(2).dotx",
    "one_slash": "file:/C:/Maler/cv.dotx",
    "mac": f"file://{USERS}/kari/Library/Group%20Containers/UBF8T346G9.Office/User%20Content.localized/Templates.localized/cv.dotx",
    "mac_old": "Macintosh HD:Users:kari:Maler:cv.dotx",
    "linux": f"file://{HOME}/kari/Maler/cv.ott",
    "normal": "Normal.dotm",
    "long_path": "\\\\?\\C:\\Users\\Kari\\cv.dotx",
    "localhost": f"file://localhost/C:{USERS}/cv.dotx",
}

HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    **{
        f"template_{name}": ("docx", lambda target=target: template(target), "remote_template")
        for name, target in REMOTE.items()
    },
    **{
        f"linked_{kind}": ("docx", lambda kind=kind: linked(kind, "https://x.example/a"), "external_content")
        for kind in (
            "image",
            "oleObject",
            "frame",
            "subDocument",
            "aFChunk",
            "mailMergeSource",
            "transform",
            "video",
            "audio",
            "package",
        )
    },
}
HOSTILE |= {
    name: ("docx", build, code)
    for name, build, code in [
        ("exe", lambda: b"MZ\x90\0" + bytes(3000), "wrong_type"),
        ("html", lambda: b"<html><p>CV</p></html>", "wrong_type"),
        ("svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "wrong_type"),
        ("rtf", lambda: b"{\\rtf1 Kari}", "wrong_type"),
        ("flat_opc", lambda: b"<?xml version='1.0'?><pkg:package/>", "wrong_type"),
        (
            "odt",
            lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
            "wrong_type",
        ),
        (
            "jar",
            lambda: zipped({"META-INF/MANIFEST.MF": "Main-Class: A", "A.class": b"\xca\xfe\xba\xbe"}),
            "wrong_type",
        ),
        ("epub", lambda: zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": "<a/>"}), "wrong_type"),
        (
            "pptx",
            lambda: zipped(
                docx_members(
                    main="ppt/presentation.xml",
                    content_type="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
                )
            ),
            "wrong_type",
        ),
        ("dotx", lambda: docx(content_type=DOCX_MAIN.replace("document.main", "template.main")), "wrong_type"),
        ("dotm", lambda: docx(content_type="application/vnd.ms-word.template.macroEnabledTemplate.main+xml"), "macros"),
        ("empty_zip", lambda: b"PK\x05\x06" + bytes(18), "wrong_type"),
        ("half", lambda: docx_cv()[: len(docx_cv()) // 2], "damaged"),
        ("bit_flipped", lambda: docx_cv()[:120] + b"\xff\xff\xff\xff" + docx_cv()[124:], "damaged"),
        (
            "no_content_types",
            lambda: zipped({k: v for k, v in docx_members().items() if k != "[Content_Types].xml"}),
            "wrong_type",
        ),
        ("empty_document", lambda: zipped({**docx_members(), "word/document.xml": ""}), "damaged"),
        (
            "jar_as_well",
            lambda: docx(more={"META-INF/MANIFEST.MF": "Main-Class: A", "A.class": b"\xca\xfe\xba\xbe" + bytes(9)}),
            "program_inside",
        ),
        ("exe_in_media", lambda: docx(more={"word/media/image1.png": b"MZ" + bytes(90)}), "program_inside"),
        ("exe_by_name", lambda: docx(more={"word/media/a.exe": b"a"}), "program_inside"),
        ("zip_in_media", lambda: docx(more={"word/media/a.png": zipped({"a.js": "a"})}), "program_inside"),
        (
            "eicar_three_zips_in",
            lambda: docx(more={"word/embeddings/a.zip": zipped({"b.zip": zipped({"c": EICAR})})}),
            "malware",
        ),
        ("eicar_in_media_zip", lambda: docx(more={"word/media/a.zip": zipped({"c": EICAR})}), "malware"),
        ("eicar_in_xml", lambda: docx(more={"customXml/item1.xml": b"<a>" + EICAR + b"</a>"}), "malware"),
        ("eicar_in_font", lambda: docx(more={"word/fonts/font1.odttf": b"\0" * 70_000 + EICAR}), "malware"),
        ("eicar_bare", lambda: docx_cv() + EICAR, "malware"),
        (
            "ole_object_elsewhere",
            lambda: with_rels(("oleObject", "a/o.bin"), **{"word/a/o.bin": ole("\x01Ole10Native")}),
            "program_inside",
        ),
        ("locked_members", lambda: encrypted_zip("[Content_Types].xml"), "encrypted"),
        ("locked_by_header_only", lambda: bent(b"PK\x03\x04", 6, 1), "encrypted"),
        ("other_method_inside", lambda: bent(b"PK\x03\x04", 8, 0), "unsafe_archive"),
        ("other_name_inside", other_name_inside, "unsafe_archive"),
        ("unicode_name", unicode_name, "unsafe_archive"),
        ("overlapping", overlapping, "unsafe_archive"),
        (
            "nul_in_name",
            lambda: docx(more={"word/media/a_exe.png": png_image()}).replace(b"a_exe", b"a\0exe"),
            "unsafe_archive",
        ),
        ("drive_in_name", lambda: raw_zip(lambda archive: archive.writestr("C:/a", "x")), "unsafe_archive"),
        ("unc_in_name", lambda: raw_zip(lambda archive: archive.writestr("\\\\x\\a", "x")), "unsafe_archive"),
        (
            "30000_members",
            lambda: raw_zip(lambda archive: [archive.writestr(f"a/{number}", "") for number in range(30_000)]),
            "bomb",
        ),
        (
            "flat_bomb",
            lambda: raw_zip(
                lambda archive: [archive.writestr(f"word/media/{n}.bin", bytes(12_000_000)) for n in range(9)]
            ),
            "bomb",
        ),
        (
            "nested_bomb",
            lambda: docx(more={"word/embeddings/a.zip": zipped({"b.zip": zipped({"c": bytes(150_000_000)})})}),
            "bomb",
        ),
        ("macro_renamed", lambda: typed(("word/a.bin", MACRO_BIN), **{"word/a.bin": b"x"}), "macros"),
        (
            "macro_by_relation",
            lambda: docx(more={"word/_rels/a.xml.rels": relation_of("vbaProject", "b.bin"), "word/b.bin": b"x"}),
            "macros",
        ),
        ("macro_in_sheet", lambda: docx(more={"word/embeddings/a.xlsx": zipped({"xl/vbaProject.bin": "x"})}), "macros"),
        (
            "xlm_in_sheet",
            lambda: docx(more={"word/embeddings/a.xlsx": zipped({"xl/macrosheets/sheet1.xml": "<a/>"})}),
            "macros",
        ),
        ("macro_in_old_sheet", lambda: docx(more={"word/embeddings/a.xls": ole("_VBA_PROJECT")}), "macros"),
        (
            "activex_typed",
            lambda: typed(("word/a.xml", "application/vnd.ms-office.activeX+xml"), **{"word/a.xml": "<a/>"}),
            "macros",
        ),
        ("control", lambda: with_rels(("control", "a.xml"), **{"word/a.xml": "<a/>"}), "macros"),
        ("dde_lower", lambda: docx(body=field(' ddeauto "cmd" "/k" ')), "dde"),
        ("dde_in_quotes", lambda: docx(body=field(' "DDE" cmd a ')), "dde"),
        (
            "dde_nested",
            lambda: docx(body=field(" IF 1=1 ").replace("</w:p>", "") + field("DDEAUTO a b").replace("<w:p>", "")),
            "dde",
        ),
        ("dde_deleted", lambda: docx(body=field("DDE a b").replace("w:instrText", "w:delInstrText")), "dde"),
        (
            "dde_unclosed",
            lambda: docx(
                body='<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE a</w:instrText></w:r></w:p>'
            ),
            "dde",
        ),
        (
            "dde_in_footnotes",
            lambda: docx(more={"word/footnotes.xml": word_part(field("DDE a b"), "footnotes")}),
            "dde",
        ),
        (
            "dde_in_comments",
            lambda: docx(more={"word/comments.xml": word_part(simple_field("DDEAUTO a b"), "comments")}),
            "dde",
        ),
        (
            "dde_in_part_elsewhere",
            lambda: typed(("other/h.xml", HEADER_TYPE), **{"other/h.xml": word_part(field("DDE a b"), "hdr")}),
            "dde",
        ),
        (
            "dde_in_part_of_another_name",
            lambda: typed(("word/h.dat", HEADER_TYPE), **{"word/h.dat": word_part(field("DDE a b"), "hdr")}),
            "dde",
        ),
        ("dde_inside", lambda: docx(more={"word/embeddings/a.docx": docx(body=field("DDE a b"))}), "dde"),
        (
            "includepicture_unc",
            lambda: docx(body=simple_field('INCLUDEPICTURE "\\\\\\\\x.example\\\\a.png"'.replace('"', "&quot;"))),
            "external_content",
        ),
        (
            "includepicture_not_stored",
            lambda: docx(body=simple_field("INCLUDEPICTURE http://x.example/a.png \\d")),
            "external_content",
        ),
        (
            "link_http",
            lambda: docx(body=simple_field("LINK Word.Document.8 http://x.example/a.doc")),
            "external_content",
        ),
        (
            "vml_source",
            lambda: docx(
                body='<w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata src="http://x.example/a.png"/></w:pict>'
            ),
            "external_content",
        ),
        ("image_without_mode", lambda: docx(links=[("image", "http://x.example/a.png")]), "external_content"),
        (
            "template_without_mode",
            lambda: docx(more={"word/_rels/settings.xml.rels": relationships(("attachedTemplate", "\\\\x\\t"))}),
            "remote_template",
        ),
        (
            "template_inside",
            lambda: docx(more={"word/embeddings/a.docx": template("http://x.example/t.dotm")}),
            "remote_template",
        ),
        ("chunk_html", lambda: chunk("a.htm", "<html><img src='http://x.example/a.png'>"), "external_content"),
        ("chunk_script", lambda: chunk("a.mht", "<html><SCRIPT>alert(1)</script>"), "scripts"),
        ("chunk_rtf", lambda: chunk("a.rtf", b"{\\rtf1{\\object\\objdata 0105}}"), "external_content"),
        (
            "chunk_rtf_template",
            lambda: chunk("a.rtf", b"{\\rtf1{\\*\\template http://x.example/a}}"),
            "external_content",
        ),
        ("chunk_rtf_dde", lambda: chunk("a.rtf", b"{\\rtf1{\\field{\\*\\fldinst DDEAUTO a b}}}"), "external_content"),
        ("chunk_docx", lambda: chunk("a.docx", template("http://x.example/t.dotm")), "remote_template"),
        (
            "svg_script",
            lambda: docx(more={"word/media/a.svg": "<svg><script>alert(1)</script></svg>"}),
            "program_inside",
        ),
        (
            "svg_entities",
            lambda: docx(
                more={"word/media/a.svg": "<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg>&a;</svg>"}
            ),
            "xml_entities",
        ),
    ]
}
HOSTILE |= {
    f"entities_in_{name}": ("docx", build, "xml_entities")
    for name, build in {
        "types": lambda: docx(more={"[Content_Types].xml": ENTITIES}),
        "rels": lambda: parsed("word/_rels/a.xml.rels", ENTITIES),
        "settings": lambda: parsed("word/settings.xml", ENTITIES),
        "custom": lambda: parsed("customXml/item1.xml", ENTITIES),
        "app": lambda: parsed("docProps/app.xml", ENTITIES),
        "utf16": lambda: parsed("word/styles.xml", UTF16, "utf-16"),
        "utf16_be": lambda: docx(more={"word/styles.xml": b"\xfe\xff" + UTF16.encode("utf-16-be")}),
        "utf16_rels": lambda: parsed("word/_rels/document.xml.rels", UTF16, "utf-16"),
        "vml": lambda: parsed("word/a.vml", ENTITIES),
        "latin": lambda: parsed("word/styles.xml", ENTITIES.replace('1.0"', '1.0" encoding="ISO-8859-1"'), "latin-1"),
    }.items()
}


def picture(mode: str = "RGB", kind: str = "JPEG", **how: object) -> bytes:
    out = io.BytesIO()
    made = Image.new(mode, (64, 48), 1 if mode in ("1", "P", "L", "I;16") else None)
    made.save(out, kind, **how)
    return out.getvalue()


def turned() -> bytes:
    notes = Image.Exif()
    notes[0x0112], notes[0x010F] = 6, "Kamera"
    return picture(exif=notes.tobytes())


def told(text: str, key: str = "Comment") -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text(key, text)
    return picture(kind="PNG", pnginfo=notes)


def commented(text: bytes) -> bytes:
    return jpeg_image()[:2] + b"\xff\xfe" + struct.pack(">H", len(text) + 2) + text + jpeg_image()[2:]


def as_archive(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("A.class", b"\xca\xfe\xba\xbe")
    return out.getvalue()


HOSTILE |= {
    name: (ending, build, code)
    for name, ending, build, code in [
        ("html_as_jpg", "jpg", lambda: b"<html>", "wrong_type"),
        ("svg_as_png", "png", lambda: b"<svg/>", "wrong_type"),
        ("webp_as_jpg", "jpg", lambda: picture(kind="WEBP"), "wrong_type"),
        ("gif_as_jpg", "jpg", lambda: picture("P", "GIF"), "wrong_type"),
        ("pdf_as_jpg", "jpg", pdf_cv, "wrong_type"),
        ("tiff_as_png", "png", lambda: picture(kind="TIFF"), "wrong_type"),
        ("script_in_jpeg", "jpg", lambda: commented(b"<script>alert(1)</script>"), "two_types"),
        ("php_in_jpeg", "jpg", lambda: commented(b"<?php system('id'); ?>"), "two_types"),
        ("html_behind_jpeg", "jpg", lambda: jpeg_image() + b"<html><body onload=alert(1)>", "two_types"),
        ("jar_behind_jpeg", "jpg", lambda: as_archive(jpeg_image()), "two_types"),
        ("jar_behind_png", "png", lambda: as_archive(png_image()), "two_types"),
        (
            "js_in_jpeg",
            "jpg",
            lambda: b"\xff\xd8\xff\xe0/*" + bytes(0x2F2A - 2) + jpeg_image()[2:] + b"*/=alert(1)",
            "two_types",
        ),
        ("pdf_in_jpeg", "jpg", lambda: commented(b"%PDF-1.7\n"), "two_types"),
        ("script_in_png", "png", lambda: told("<script>alert(1)</script>"), "two_types"),
        ("eicar_in_jpeg", "jpg", lambda: commented(EICAR), "malware"),
        ("half_png", "png", lambda: png_image((400, 300))[:200], "damaged"),
        (
            "text_bomb",
            "png",
            lambda: png_image()[:33] + png_chunk(b"zTXt", b"a\0\0" + zeros()) + png_image()[33:],
            "damaged",
        ),
        (
            "profile_bomb",
            "png",
            lambda: png_image()[:33] + png_chunk(b"iCCP", b"a\0\0" + zeros()) + png_image()[33:],
            "damaged",
        ),
        ("large_16_bit", "png", lambda: wide_png(30_000, 30_000), "too_many_pixels"),
    ]
}


def zeros() -> bytes:
    return zlib.compress(bytes(100_000_000), 9)


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def wide_png(width: int, height: int) -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", struct.pack(">2L5B", width, height, 16, 6, 0, 0, 0))
        + png_chunk(b"IDAT", zeros())
        + png_chunk(b"IEND", b"")
    )


TRACKED = (
    '<w:p><w:ins w:id="1" w:author="Kari" w:date="2026-01-01T00:00:00Z"><w:r><w:t>ny</w:t></w:r></w:ins>'
    '<w:del w:id="2" w:author="Kari"><w:r><w:delText>gammel</w:delText></w:r></w:del></w:p>'
)
MAIL_FIELD = field(' HYPERLINK "mailto:kari@example.test" \\o "e-post" ')
HONEST: dict[str, tuple[str, Callable[[], bytes]]] = {
    **{f"template_{name}": ("docx", lambda target=target: template(target)) for name, target in LOCAL.items()},
    **{
        f"link_{number}": ("docx", lambda target=target: linked("hyperlink", target))
        for number, target in enumerate(
            (
                "https://www.linkedin.com/in/kari",
                "mailto:kari@example.test?subject=CV",
                "tel:+4722334455",
                f"file:///C:{USERS}/Kari/attest.pdf",
                "\\\\skole\\felles\\attest.pdf",
                "http://example.test/%20a b",
                "#utdanning",
                "www.example.test",
                "../attester/a.pdf",
            )
        )
    },
    **{
        name: ("docx", build)
        for name, build in [
            ("described", described),
            ("zip64", zip64),
            ("stored", stored),
            ("backwards", backwards),
            ("strict", strict),
            ("backslashes", lambda: named(lambda each: each.replace("/", "\\"))),
            ("upper_names", lambda: named(lambda each: each.replace("document", "Document"))),
            ("with_comment", lambda: raw_zip(lambda archive: setattr(archive, "comment", b"laget av et program"))),
            ("tracked", lambda: docx(body=TRACKED)),
            ("mail_field", lambda: docx(body=MAIL_FIELD)),
            (
                "comments",
                lambda: with_rels(
                    ("comments", "comments.xml"), **{"word/comments.xml": word_part(paragraphs(["ok"]), "comments")}
                ),
            ),
            (
                "pictures",
                lambda: with_rels(
                    ("image", "media/a.jpeg"),
                    ("image", "media/b.png"),
                    ("image", "media/c.emf"),
                    **{
                        "word/media/a.jpeg": jpeg_image(),
                        "word/media/b.png": png_image(),
                        "word/media/c.emf": b"\1\0\0\0l\0\0\0" + bytes(100),
                    },
                ),
            ),
            ("linked_picture_on_own_disk", lambda: linked("image", f"file:///C:{USERS}/Kari/bilde.png")),
            ("picture_not_there", lambda: docx(links=[("image", "NULL")])),
            (
                "svg",
                lambda: docx(
                    more={
                        "word/media/a.svg": '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/'
                        'Graphics/SVG/1.1/DTD/svg11.dtd"><svg xmlns="http://www.w3.org/2000/svg"/>'
                    }
                ),
            ),
            (
                "scrambled_font",
                lambda: typed(
                    ("word/fonts/font1.odttf", "application/vnd.openxmlformats-officedocument.obfuscatedFont"),
                    **{"word/fonts/font1.odttf": b"MZ" + bytes(range(200))},
                ),
            ),
            (
                "printer",
                lambda: docx(
                    more={"word/printerSettings/p.bin": "\\\\skole\\skriver".encode("utf-16-le") + bytes(400)}
                ),
            ),
            (
                "custom_xml",
                lambda: docx(
                    more={
                        "customXml/item1.xml": '<b:Sources xmlns:b="x"/>',
                        "customXml/_rels/item1.xml.rels": relationships(("customXmlProps", "itemProps1.xml")),
                        "customXml/itemProps1.xml": "<a/>",
                    }
                ),
            ),
            (
                "chart_with_sheet",
                lambda: docx(
                    more={
                        "word/charts/chart1.xml": "<c:chartSpace xmlns:c='x'/>",
                        "word/embeddings/Microsoft_Excel_Worksheet.xlsx": zipped(
                            {
                                "[Content_Types].xml": "<Types/>",
                                "xl/workbook.xml": "<a/>",
                                "xl/worksheets/sheet1.xml": "<a/>",
                            }
                        ),
                    }
                ),
            ),
            ("equation_free_ole", lambda: docx(more={"word/embeddings/oleObject1.bin": ole("Workbook")})),
            (
                "chunk_plain",
                lambda: chunk(
                    "afchunk.mht",
                    'MIME-Version: 1.0\r\n\r\n<!DOCTYPE html><html><a href=3D"https://example.test">CV</a></html>',
                ),
            ),
            (
                "chunk_rtf",
                lambda: chunk("a.rtf", b"{\\rtf1 Kari {\\field{\\*\\fldinst HYPERLINK http://example.test}}}"),
            ),
            (
                "thumbnail",
                lambda: docx(
                    more={
                        "docProps/thumbnail.jpeg": jpeg_image(),
                        "docProps/core.xml": "<a/>",
                        "docProps/app.xml": "<a/>",
                    }
                ),
            ),
            (
                "link_field_to_own_disk",
                lambda: docx(body=simple_field("LINK Excel.Sheet.12 C:\\\\Users\\\\Kari\\\\a.xlsx \\a \\f 0")),
            ),
            (
                "merge_fields",
                lambda: docx(
                    body=simple_field("MERGEFIELD navn")
                    + simple_field("IF 1 = 1 a b")
                    + simple_field("TOC \\o 1-3 \\h")
                ),
            ),
            (
                "word_online",
                lambda: docx(
                    main="word/document2.xml",
                    links=[("styles", "styles2.xml")],
                    more={"word/styles2.xml": word_part("", "styles")},
                ),
            ),
            (
                "no_folder",
                lambda: zipped(
                    {name.lstrip("/"): data for name, data in docx_members(["Kari"], main="document.xml").items()}
                ),
            ),
            ("percent_name", lambda: docx(main="word/document%20.xml")),
            (
                "utf16_document",
                lambda: docx(
                    more={
                        "word/document.xml": word_part(f"<w:body>{paragraphs(['Kari'])}</w:body>")
                        .replace("UTF-8", "UTF-16")
                        .encode("utf-16")
                    }
                ),
            ),
            (
                "standalone_no",
                lambda: zipped(
                    {name: str(data).replace(' standalone="yes"', "") for name, data in docx_members(["Kari"]).items()}
                ),
            ),
            (
                "vml_picture",
                lambda: docx(
                    body='<w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata r:id="rId1"/><v:fill src="x.png"/></w:pict>'
                ),
            ),
            ("large_of_text", lambda: docx_cv(["Jeg har arbeidet med regnskap. " * 20] * 2_000)),
        ]
    },
    **{
        name: (ending, build)
        for name, ending, build in [
            ("cmyk", "jpg", lambda: picture("CMYK")),
            ("grey", "jpg", lambda: picture("L")),
            ("progressive", "jpg", lambda: picture(progressive=True)),
            ("turned", "jpg", turned),
            ("jpeg_with_comment", "jpg", lambda: commented(b"laget av <Kamera>")),
            ("jpeg_with_film", "jpg", lambda: jpeg_image() + b"\0\0\0\x20ftypmp42" + bytes(range(256)) * 40),
            ("jpeg_with_rubbish", "jpg", lambda: jpeg_image() + bytes(500)),
            ("xmp", "jpg", lambda: picture(xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF/></x:xmpmeta>")),
            ("jpeg", "jpeg", jpeg_image),
            ("png_16", "png", lambda: picture("I;16", "PNG")),
            ("png_palette", "png", lambda: picture("P", "PNG")),
            ("png_bits", "png", lambda: picture("1", "PNG")),
            ("png_alpha", "png", lambda: picture("RGBA", "PNG")),
            ("png_two_channels", "png", lambda: picture("LA", "PNG")),
            ("png_with_text", "png", lambda: told("Skannet <attest>")),
            ("png_600_dpi", "png", lambda: scan((4960, 7016))),
            ("png_called_jpg", "jpg", png_image),
        ]
    },
}


def scan(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("L", size, 255).save(out, "PNG")
    return out.getvalue()
