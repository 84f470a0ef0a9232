"""Packages that a workspace keeps, read again: its own, and those that were taken in."""

from __future__ import annotations

from fuer_desktop.formats import packages
from fuer_desktop.formats.package_contents import Kind
from fuer_desktop.formats.packages import Package
from fuer_desktop.store.workspace import Workspace


def kept_submission(workspace: Workspace, number: int) -> Package:
    """A submission by its number; raises PackageError where it is not what it was."""
    return read_kept(workspace, workspace.submissions.package(number), "submission")


def read_kept(workspace: Workspace, data: bytes, kind: Kind) -> Package:
    """A package of this workspace, opened with its keys; raises PackageError."""
    return packages.read(data, "", kind, workspace.reading_keys)
