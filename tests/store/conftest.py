"""What the tests of the store share: a workspace that was made, closed and opened again."""

import pytest

from fuer_desktop.store.workspace import Role, Workspace
from tests.store.desk import KEY


@pytest.fixture
def path(tmp_path):
    """A desk's workspace, made and closed."""
    path = tmp_path / "本单位.fuerdb"
    Workspace.create(path, Role.DESK, KEY).close()
    return path


@pytest.fixture
def workspace(path):
    """The same, open."""
    with Workspace.open(path, who="甲") as workspace:
        yield workspace
