"""What the operating system refuses is said in Chinese."""

import errno
import os
import re

import pytest

from fuer_desktop.domain.errors import WorkspaceError
from fuer_desktop.domain.system_errors import reason_of
from fuer_desktop.formats import files
from fuer_desktop.texts import system as texts

CHINESE = re.compile(r"[一-鿿，]+")
MET_WITH_FILES = [
    errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST,
    errno.ENAMETOOLONG, errno.EINVAL, errno.ENOSPC, errno.EFBIG, errno.EROFS, errno.EIO,
    errno.ENODEV, errno.EBUSY, errno.EMFILE, errno.ENOMEM, errno.EXDEV, errno.ENOSYS,
]  # fmt: skip


@pytest.mark.parametrize("number", MET_WITH_FILES, ids=errno.errorcode.get)
def test_what_files_meet_has_chinese_words(number):
    assert CHINESE.fullmatch(reason_of(OSError(number, os.strerror(number))))


def test_every_name_in_the_list_is_one_that_some_system_has():
    known = {*vars(errno), "ETXTBSY", "EDQUOT"}
    assert [name for name in texts.REASONS if name not in known] == []


def test_windows_own_number_says_more_than_the_one_it_stands_for():
    error = PermissionError(errno.EACCES, "The process cannot access the file")
    error.winerror = 32

    assert reason_of(error) == "正被别的程序使用"


def test_what_the_program_has_no_words_for_keeps_the_system_s():
    assert reason_of(OSError(errno.EDOM, "strange")) == "strange"
    assert reason_of(OSError()) == "系统错误0"


def test_a_sentence_about_a_file_has_the_program_s_words(tmp_path):
    below = tmp_path / "数据.fuer"
    below.write_bytes(b"")

    with pytest.raises(WorkspaceError, match=r"（路径里有一段不是文件夹）|不在"):
        files.read_at_most(below / "包.fuer", 1)
