import polib
import pytest

from fremrykk.local import texts, translations

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def catalogue(monkeypatch, tmp_path):
    for module in (texts, translations):
        monkeypatch.setattr(module, "LOCALES", tmp_path)
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    path = tmp_path / "nb" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    return path


def test_compiled_catalogue_translates(catalogue):
    catalogue.write_text(HEAD + 'msgid "Delete me"\nmsgstr "Slett meg"\n')

    texts.compile_all()

    compiled = polib.mofile(str(catalogue.with_suffix(".mo")))
    assert [(entry.msgid, entry.msgstr) for entry in compiled] == [("Delete me", "Slett meg")]


def test_untranslated_and_fuzzy_texts_are_named(catalogue):
    catalogue.write_text(HEAD + 'msgid "a"\nmsgstr ""\n\n#, fuzzy\nmsgid "b"\nmsgstr "c"\n\nmsgid "d"\nmsgstr "e"\n')

    assert [complaint.split(": ", 1)[1] for complaint in translations.incomplete()] == [
        "fuzzy: 'b'",
        "not translated: 'a'",
    ]
