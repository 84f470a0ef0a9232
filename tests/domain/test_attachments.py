"""What may be attached is told by its content, and a name can do no harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.domain.attachments import (
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_NAME,
    MAX_UNIT_BYTES,
    Attachment,
    FileKind,
    is_kept_name,
    kept_name,
    kind_of,
    require_room,
    saved_name,
)
from fuer_desktop.domain.errors import EntryError

PDF = b"%PDF-1.7\n..."


def refusal(data, name):
    with pytest.raises(EntryError) as error:
        kind_of(data, name)
    return str(error.value)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (PDF, "盖章页.PDF", FileKind.PDF),
        (b"\x89PNG\r\n\x1a\n...", "公章.png", FileKind.PNG),
        (b"\xff\xd8\xff\xe0...", "照片.JPEG", FileKind.JPG),
        (b"PK\x03\x04...", "明细.xlsx", FileKind.XLSX),
        (PDF, "没有扩展名", FileKind.PDF),
    ],
)
def test_a_file_is_told_by_how_it_begins(data, name, kind):
    assert kind_of(data, name) is kind


def test_a_program_with_another_ending_is_refused():
    assert "看内容，不看扩展名" in refusal(b"MZ\x90\x00...", "通知.pdf")


def test_an_ending_that_says_something_else_is_refused_with_the_right_one():
    assert "改成 .pdf 再加" in refusal(PDF, "明细.xlsx")
    assert "改成 .pdf 再加" in refusal(PDF, "通知.pdf.exe")


def test_an_empty_file_is_refused():
    assert "空文件" in refusal(b"", "a.pdf")


def test_a_file_may_have_five_megabytes_and_not_a_byte_more():
    assert kind_of(PDF.ljust(MAX_FILE_BYTES), "a.pdf") is FileKind.PDF
    assert "超过5MB" in refusal(PDF.ljust(MAX_FILE_BYTES + 1), "a.pdf")


# --- names --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("盖章页.pdf", "盖章页.pdf"),
        ("盖章页.PDF", "盖章页.pdf"),
        ("C:\\报表\\..\\盖章页.pdf", "盖章页.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("照片\u202efdp.exe.pdf", "照片fdp.exe.pdf"),
        ("a:b|c?.pdf", "a_b_c_.pdf"),
        ("换\n行\t.pdf", "换行.pdf"),
        (" . .pdf", "附件.pdf"),
        ("", "附件.pdf"),
        ("附件", "附件.pdf"),
        ("𠮷家村.pdf", "𠮷家村.pdf"),
    ],
)
def test_a_name_is_kept_without_what_could_do_harm(name, kept):
    assert kept_name(name, FileKind.PDF) == kept


@given(st.text(max_size=200), st.sampled_from(FileKind))
def test_every_name_becomes_a_short_one_without_folders_and_stays_it(name, kind):
    kept = kept_name(name, kind)

    assert kept.endswith(f".{kind.value}")
    assert len(kept) <= MAX_NAME
    assert not set('/\\:*?"<>|\0\n\u202e') & set(kept)
    assert kept == kept.strip(" .")
    assert kept_name(kept, kind) == kept
    assert is_kept_name(kept)
    kept.encode()


def test_a_copy_is_called_by_codes_and_not_by_its_own_name():
    attachment = Attachment("FE-LS01", "ab" * 32, "..﹨名字.pdf", 10)

    name = saved_name("990100JC", 2025, attachment, 3)

    assert name == "990100JC_FE-LS01_2025_附件03_abababab.pdf"


# --- room ---------------------------------------------------------------------------------


def test_a_unit_s_files_have_ten_megabytes_together():
    there = [Attachment("A", "0" * 64, "a.pdf", MAX_FILE_BYTES)]

    require_room(there, "b.pdf", MAX_UNIT_BYTES - MAX_FILE_BYTES)
    with pytest.raises(EntryError, match=r"超过10MB了（现有5\.0 MB）"):
        require_room(there, "b.pdf", MAX_UNIT_BYTES - MAX_FILE_BYTES + 1)


def test_a_unit_has_twenty_files_at_most():
    there = [Attachment("A", f"{number:064}", "a.pdf", 1) for number in range(MAX_FILES)]

    require_room(there[1:], "b.pdf", 1)
    with pytest.raises(EntryError, match="最多20个"):
        require_room(there, "b.pdf", 1)
