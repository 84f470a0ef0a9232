"""Workbooks from strangers: whatever must not be read is refused in a sentence, in good time."""

import io
import sys
import threading
import zipfile
from datetime import date
from functools import cache

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.errors import WorkbookError
from fuer_desktop.formats import workbook_cells, workbook_child, workbook_guard
from fuer_desktop.formats.workbook_cells import (
    BOOLEAN,
    DATE,
    ENTRY,
    ERROR,
    NOTHING,
    NUMBER,
    TEXT,
    Cell,
)
from fuer_desktop.formats.workbook_child import Terms
from fuer_desktop.formats.workbook_guard import Area
from fuer_desktop.texts import workbook as texts

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@cache
def plain():
    book = openpyxl.Workbook()
    book.active.append(["代码", "名称"])
    book.active.append(["01", "人口"])
    return saved(book)


def changed(parts, data=None):
    """A workbook with other, further or (None) without some parts."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data or plain())) as source,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in dict.fromkeys([*source.namelist(), *parts]):
            content = parts[name] if name in parts else source.read(name)
            if content is not None:
                target.writestr(name, content)
    return file.getvalue()


def sheet(rows, rest=""):
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{rest}</worksheet>'.encode()


def refusal(data, area=None):
    with pytest.raises(WorkbookError) as refused:
        workbook_guard.examine(data, area or Area())
    return str(refused.value)


# --- what it is ---------------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
ENCRYPTED = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(100)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"", texts.TEXT_FILE, id="empty"),
        pytest.param("代码,名称\n01,人口\n".encode("gb18030"), texts.TEXT_FILE, id="csv"),
        pytest.param(OLE, texts.OLD_WORKBOOK, id="xls and et"),
        pytest.param(ENCRYPTED, texts.ENCRYPTED, id="password"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", texts.NOT_A_WORKBOOK, id="picture"),
        pytest.param(b"PK\x03\x04" + bytes(60), texts.DAMAGED, id="no archive"),
        pytest.param(changed({"xl/workbook.xml": None}), texts.NOT_A_WORKBOOK, id="a document"),
        pytest.param(
            changed({"xl/workbook.xml": None, "xl/workbook.bin": b"\x83\x01\0"}),
            texts.BINARY_WORKBOOK,
            id="xlsb",
        ),
        pytest.param(
            changed({"xl/workbook.xml": None, "content.xml": b"<a/>"}),
            texts.BINARY_WORKBOOK,
            id="ods",
        ),
        pytest.param(
            changed(
                {
                    "xl/workbook.xml": b'<workbook xmlns="http://purl.oclc.org/ooxml/'
                    b'spreadsheetml/main"/>'
                }
            ),
            texts.STRICT_WORKBOOK,
            id="strict",
        ),
    ],
)
def test_what_is_no_plain_workbook_is_told_for_what_it_is(data, said):
    assert refusal(data) == said


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.999])
def test_a_workbook_that_was_cut_short_is_told(kept):
    data = plain()

    assert refusal(data[: int(len(data) * kept)]) == texts.DAMAGED


def test_a_part_that_is_no_xml_is_told():
    assert refusal(changed({SHEET: b"<worksheet><row"})) == texts.DAMAGED


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(plain()) - 1), st.integers(0, 255))
def test_any_damaged_byte_is_refused_in_words_or_does_no_harm(place, byte):
    data = bytearray(plain())
    data[place] = byte

    sentence = ""
    try:
        workbook_guard.examine(bytes(data), Area())
    except WorkbookError as refused:
        sentence = str(refused)

    assert sentence.endswith("。") or not sentence  # both ends are right


# --- how much -----------------------------------------------------------------------------


def test_a_bomb_is_not_inflated():
    bomb = changed({"xl/media/image1.png": bytes(workbook_guard.MAX_INFLATED_BYTES)})

    assert refusal(bomb) == texts.TOO_MUCH_INSIDE.format(limit=64)


def test_a_part_a_thousand_times_its_packed_size_is_told():
    dense = changed({"xl/media/image1.png": bytes(8 << 20)})

    assert refusal(dense) == texts.TOO_DENSE.format(part="xl/media/image1.png", limit=200)


def test_too_many_parts_are_told():
    parts = {f"xl/part{number}.xml": b"<a/>" for number in range(200)}

    assert "最多200个" in refusal(changed(parts))


def test_a_file_that_is_too_large_is_not_even_opened(monkeypatch):
    monkeypatch.setattr(workbook_guard, "MAX_FILE_BYTES", 1 << 10)

    assert refusal(plain()) == texts.TOO_LARGE.format(limit=0)


# --- where --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "1048576行"),
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "XFD1"),
        ('<row r="1"><c r="A20001"><v>1</v></c></row>', "A20001"),
        ('<row r="20000"/><row><c><v>1</v></c></row>', "20001行"),
        (f'<row r="1">{"<c><v>1</v></c>" * 61}</row>', "BI1"),
        ('<row r="99999999999999999999"/>', "999999999999行"),
    ],
)
def test_a_cell_outside_the_area_is_told_with_its_place(rows, where):
    said = refusal(changed({SHEET: sheet(rows)}))

    assert f"{where}有内容或格式，超出20000行60列" in said


@pytest.mark.parametrize(
    "rest",
    [
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        '<mergeCells><mergeCell ref="A1:A20001"/></mergeCells>',
        '<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>',
        "<mergeCells>" + '<mergeCell ref="A1:BH20000"/>' * 2 + "</mergeCells>",
    ],
)
def test_a_merge_or_link_over_the_whole_sheet_is_told(rest):
    assert "范围超出20000行60列" in refusal(changed({SHEET: sheet("", rest)}))


@pytest.mark.parametrize("row", ["-1", "一", "1.5", ""])
def test_a_row_number_that_is_none_is_told(row):
    assert refusal(changed({SHEET: sheet(f'<row r="{row}"/>')})) == texts.DAMAGED


@pytest.mark.parametrize("ref", ["A0", "1A", "AAAA1", "A1:B", "A-1"])
def test_a_cell_name_that_is_none_is_told(ref):
    rest = f'<mergeCells><mergeCell ref="{ref}"/></mergeCells>'

    assert refusal(changed({SHEET: sheet("", rest)})) == texts.DAMAGED


def test_rows_of_a_drawing_are_no_rows_of_a_sheet():
    drawing = b'<a:x xmlns:a="http://drawing"><a:row r="99999"/><a:c r="XFD1"/></a:x>'

    workbook_guard.examine(changed({"xl/drawings/drawing1.xml": drawing}), Area())


def test_the_area_is_the_callers_choice():
    data = changed({SHEET: sheet('<row r="3"><c r="C3"><v>1</v></c></row>')})

    assert "C3有内容" in refusal(data, Area(rows=3, columns=2))
    workbook_guard.examine(data, Area(rows=3, columns=3))


@given(st.integers(1, 20_000), st.integers(1, 18_278))
def test_a_cells_name_and_its_position_are_one_another(row, column):
    assert workbook_guard.position(workbook_guard.cell_name(row, column)) == (row, column)


# --- what is in it ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        "<!DOCTYPE x>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/media/image1.png"])
def test_a_document_type_is_refused_in_any_part(declaration, encoding, part):
    text = f'<?xml version="1.0" encoding="{encoding}"?>{declaration}<x/>'

    said = refusal(changed({part: text.encode(encoding)}))

    assert said == texts.HAS_DOCTYPE.format(part=part)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("xl/vbaProject.bin", texts.HAS_MACRO),
        ("xl/macrosheets/sheet1.xml", texts.HAS_MACRO),
        ("xl/externalLinks/externalLink1.xml", texts.HAS_LINKS),
        ("xl/connections.xml", texts.HAS_CONNECTIONS),
        ("xl/embeddings/oleObject1.bin", texts.HAS_OBJECTS),
        ("xl/activeX/activeX1.xml", texts.HAS_OBJECTS),
    ],
)
def test_what_reaches_out_of_the_workbook_is_refused(part, said):
    assert refusal(changed({part: b"<a/>"})) == said


def test_the_drawing_of_a_comment_may_be_written_as_spreadsheet_programs_like():
    workbook_guard.examine(changed({"xl/drawings/vmlDrawing1.vml": b"<xml><br></xml>"}), Area())


# --- the other process --------------------------------------------------------------------


def rows_of(book):
    (found,) = workbook_cells.read_sheets(saved(book))
    return {row: list(cells.values()) for row, cells in found.rows.items()}


def test_every_sort_of_cell_comes_back_as_what_it_is():
    book = openpyxl.Workbook()
    book.active.append(["01", 1, 0.1, True, "=1+1", None, "#REF!"])
    book.active["B1"].number_format = "0%"
    book.active["H1"] = date(2025, 1, 2)
    book.active["I1"] = "=SUM(1)"
    book.active["I1"].data_type = "s"

    assert rows_of(book) == {
        1: [
            Cell(1, TEXT, "01"),
            Cell(2, NUMBER, "1", "0%"),
            Cell(3, NUMBER, "0.1"),
            Cell(4, BOOLEAN, "TRUE"),
            Cell(5, NOTHING, "", "", True),
            Cell(7, ERROR, "#REF!"),
            Cell(8, DATE, "2025-01-02"),
            Cell(9, TEXT, "=SUM(1)"),
        ]
    }


def test_a_formula_comes_with_its_stored_result():
    data = changed({SHEET: sheet('<row r="2"><c r="B2"><f>1+1</f><v>2</v></c></row>')})

    (found,) = workbook_cells.read_sheets(data)

    assert found.rows == {2: {2: Cell(2, NUMBER, "2", "", True)}}


def test_merges_and_what_is_hidden_are_told():
    book = openpyxl.Workbook()
    page = book.active
    page.append(list("abcdef"))
    page.merge_cells("B2:C3")
    page.row_dimensions[5].hidden = True
    page.column_dimensions.group("D", "E", hidden=True)
    page.sheet_state = "hidden"
    book.create_sheet("另一张").append([1])

    found, other = workbook_cells.read_sheets(saved(book))

    assert (found.title, found.hidden) == ("Sheet", True)
    assert (other.title, other.hidden) == ("另一张", False)
    assert found.merged == [(2, 2, 3, 3)]
    assert (found.hidden_rows, found.hidden_columns) == ({5}, {4, 5})


def answer_of(code, seconds=60.0):
    terms = Terms(ENTRY, seconds, command=[sys.executable, "-c", code])
    with pytest.raises(WorkbookError) as refused:
        workbook_cells.read_sheets(plain(), terms=terms)
    return str(refused.value)


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.abort()",
        "raise MemoryError",
        "print('{\"row\": 1}')",
        "print('no json'); print('{\"end\": true}')",
        'print(\'{"sheet": "x"}\'); print(\'{"end": true}\')',
        "",
    ],
)
def test_a_process_that_dies_or_talks_nonsense_is_a_sentence(code):
    assert answer_of(code) == texts.GAVE_UP


def test_a_process_that_hangs_is_ended_and_told():
    assert answer_of("while True: pass", seconds=0.2) == texts.TOO_SLOW.format(limit=0)


def test_a_process_that_does_not_stop_talking_is_ended(monkeypatch):
    monkeypatch.setattr(workbook_child, "MAX_ANSWER_BYTES", 1 << 16)

    assert answer_of("while True: print('x' * 99)") == texts.GAVE_UP


def test_a_person_may_call_it_off():
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    command = [sys.executable, "-c", "while True: pass"]

    with pytest.raises(WorkbookError) as refused:
        workbook_cells.read_sheets(plain(), terms=Terms(ENTRY, 60, stop, command))

    assert str(refused.value) == texts.CALLED_OFF


HOSTILE = {
    "a bomb": {"xl/media/image1.png": bytes(workbook_guard.MAX_INFLATED_BYTES)},
    "a thousand laughs": {SHEET: b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><x>&c;</x>'},
    "the last cell": {SHEET: sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')},
    "one merge": {SHEET: sheet("", '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')},
    "a macro": {"xl/vbaProject.bin": b"x"},
}


@pytest.mark.parametrize("parts", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_workbook_is_not_even_given_to_the_other_process(parts, tmp_path):
    given = tmp_path / "given"
    code = f"import sys; open({str(given)!r}, 'wb').write(sys.stdin.buffer.read())"
    terms = Terms(ENTRY, command=[sys.executable, "-c", code])

    with pytest.raises(WorkbookError, match=r"。$"):
        workbook_cells.read_sheets(changed(parts), terms=terms)

    assert not given.exists() or not given.read_bytes()


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" t="s"><v>99999</v></c>',
        '<c r="A1" t="n"><v>ten</v></c>',
        '<c r="A1" s="999"><v>1</v></c>',
    ],
)
def test_a_cell_that_no_program_writes_ends_in_one_sentence(cell):
    with pytest.raises(WorkbookError) as refused:
        workbook_cells.read_sheets(changed({SHEET: sheet(f'<row r="1">{cell}</row>')}))

    assert str(refused.value) == texts.GAVE_UP


def test_a_program_that_cannot_be_started_is_a_sentence():
    with pytest.raises(WorkbookError, match="不能开始读工作簿"):
        workbook_cells.read_sheets(plain(), terms=Terms(ENTRY, command=["/no/such/program"]))


@pytest.mark.skipif(sys.platform == "win32", reason="without a job object only time is limited")
def test_the_other_process_has_a_limit_of_memory(tmp_path):
    code = (
        "from fuer_desktop.formats import workbook_child as w; w._limit_memory();"
        f"open({str(tmp_path / 'kept')!r}, 'w').close(); bytes(w.MAX_MEMORY_BYTES);"
        "print('{\"end\": true}')"
    )

    assert answer_of(code) == texts.GAVE_UP
    assert (tmp_path / "kept").exists()
