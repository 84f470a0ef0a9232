"""The page that describes packages for other programs names everything that a package can say."""

import re
from pathlib import Path

import msgspec
import pytest

from fuer_desktop.domain.attachments import MAX_FILE_BYTES, FileKind
from fuer_desktop.domain.values import Kind
from fuer_desktop.formats import container, package_contents, packages, sealing, signing

PAGE = Path(__file__).resolve().parents[2] / "resources" / "help" / "package-format.md"
STRUCTS = [
    kind
    for kind in vars(package_contents).values()
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind is not msgspec.Struct
]


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text("utf-8")


def test_the_page_describes_the_present_format(page):
    assert f"格式版本 {packages.FORMAT}；" in page


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)
def test_every_field_of_what_travels_is_named(page, struct):
    fields = [field.encode_name for field in msgspec.structs.fields(struct)]

    if struct is package_contents.Cell:
        assert "`[表, 行, 栏, 种类, 数, 原因, 备注]`" in page
        assert len(fields) == 7
    else:
        assert [name for name in fields if not re.search(rf'[`"]{name}[`"]', page)] == []


@pytest.mark.parametrize("suite", [signing.SUITE, signing.SEALED_SUITE])
def test_every_suite_is_named(page, suite):
    assert f"`{suite}`" in page


def test_every_kind_of_package_file_and_value_is_named(page):
    kinds = package_contents.Kind.__args__
    values = [kind.value for kind in Kind if kind is not Kind.BLANK]

    assert [word for word in (*kinds, *values) if f"`{word}`" not in page] == []
    assert [kind.value for kind in FileKind if kind.value not in page] == []


def test_the_limits_are_those_of_the_reader(page):
    assert f"不超过 {container.MAX_BYTES >> 20} MiB" in page
    assert f"其他成员解出不超过 {packages._most_bytes('payload.json') >> 20} MiB" in page
    assert f"恰好 {signing.SIGNATURE_BYTES} 字节" in page
    assert f"不超过 {packages.MAX_MANIFEST >> 10} KiB" in page
    assert f"每个不超过 {MAX_FILE_BYTES >> 20} MiB" in page
    assert f"代价不超过 2^{sealing._MAX_WORK}" in page


@pytest.mark.parametrize(
    "domain", [signing._DOMAIN, signing._ENROLMENT, signing._INTRODUCTION], ids=bytes.decode
)
def test_what_stands_before_signed_bytes_is_named(page, domain):
    assert f"`{domain.rstrip(bytes(1)).decode()}`" in page
