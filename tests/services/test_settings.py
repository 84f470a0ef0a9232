"""Settings survive being kept, and whatever stands in their file never stops the program."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuer_desktop.services.settings import RECENT, Settings, read_settings, write_settings

names = st.text(min_size=1, max_size=8)
kept = st.builds(
    Settings,
    large=st.booleans(),
    dark=st.booleans(),
    tie_offered=st.booleans(),
    recent=st.lists(names, max_size=RECENT).map(tuple),
    signatories=st.lists(st.tuples(names, names), max_size=3).map(tuple),
)


@given(kept)
def test_settings_survive_being_kept_and_read(tmp_path_factory, settings):
    folder = tmp_path_factory.mktemp("settings")

    write_settings(folder, settings)

    assert read_settings(folder) == settings


@pytest.mark.parametrize("text", ["", "[]", "{", '{"recent": 5}', '{"signatories": [["a"]]}', "1"])
def test_a_file_that_is_no_settings_counts_as_unset(tmp_path, text):
    (tmp_path / "settings.json").write_text(text, "utf-8")

    assert read_settings(tmp_path) == Settings()


def test_a_folder_that_cannot_be_written_only_forgets(tmp_path):
    blocked = tmp_path / "a file"
    blocked.write_text("")

    write_settings(blocked, Settings(dark=True))

    assert read_settings(blocked) == Settings()


def test_the_workspace_opened_last_comes_first_and_once(tmp_path):
    paths = [tmp_path / f"{number}.fuerdb" for number in range(RECENT + 1)]
    settings = Settings()

    for path in [*paths, paths[2]]:
        settings = settings.with_recent(path)

    assert len(settings.recent) == RECENT
    assert settings.recent[0] == str(paths[2].resolve())
    assert len(set(settings.recent)) == RECENT
