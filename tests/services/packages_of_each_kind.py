"""One package of each kind as the program writes them, for those that only look at packages."""

from pathlib import Path

import msgspec

from fuer_desktop.formats import packages, sealing, signing
from fuer_desktop.formats.package_contents import (
    Ask,
    FormCells,
    HandoverPayload,
    ReceiptPayload,
    ReturnPayload,
    SubmissionPayload,
    VersionRef,
)
from fuer_desktop.services.catalogues import load_task
from fuer_desktop.services.manifests import manifest_of, own_refs
from fuer_desktop.store.workspace import Workspace
from tests.services.trial import EAST, TOWNSHIP, Trial

AT, BY = "2026-05-01T08:00:00+08:00", "甲"
ASK = Ask(
    form=TOWNSHIP, rule="TF-XZ01.R01", cells="1/01/1", left="5", right="6", why="村改居，数对",
)  # fmt: skip


def make_all(trial: Trial, folder: Path) -> dict[str, Path]:
    """Files by kind in ``folder``, all about the township in the east; ``sealed`` is a submission
    for the office's eyes. Their names say nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {
        "task": trial.package(EAST).read_bytes(),
        "submission": trial.export(EAST).path.read_bytes(),
        **_of_desk(trial),
        **_of_office(trial),
    }
    paths = {}
    for number, (kind, data) in enumerate(found.items()):
        paths[kind] = folder / f"文件{number}.dat"
        paths[kind].write_bytes(data)
    return paths


def _of_desk(trial: Trial) -> dict[str, bytes]:
    with Workspace.look(trial.desk(EAST)) as desk, Workspace.look(trial.office) as office:
        task = load_task(desk)
        refs = own_refs(task)
        said = SubmissionPayload(
            forms=[FormCells(TOWNSHIP, 2025, [])],
            signatories={"head": "甲", "statistics_head": "乙", "filler": "丙"},
        )
        plain = msgspec.structs.replace(
            manifest_of(desk, "submission", task.task, EAST, refs),
            recipient=task.record.office_key,
            version=2,
            ancestors=["ab" * 32],
        )
        recipients = [sealing.recipient_of(of.private_key) for of in (office, desk)]
        sealed = msgspec.structs.replace(plain, sealed_for=recipients)
        asking = msgspec.structs.replace(plain, kind="inquiry")
        asked = msgspec.structs.replace(said, asks=[ASK])
        handover = manifest_of(desk, "handover", task.task, EAST, refs)
        content = b"no age file, only bytes that nobody reads"
        payload = HandoverPayload(
            at=AT, by=BY, to="王小兰", reason="换电脑了",
            size=len(content), sha256=signing.fingerprint(content),
        )  # fmt: skip
        key = desk.private_key
        return {
            "inquiry": packages.make(asking, asked, key).data,
            "sealed": packages.make(sealed, said, key).data,
            "handover": packages.make_handover(handover, payload, key, content).data,
        }


def _of_office(trial: Trial) -> dict[str, bytes]:
    one, two = (VersionRef(digest=sign * 64, version=1, ancestors=[]) for sign in "ab")
    with Workspace.look(trial.office) as office:
        task = load_task(office).task
        returned = ReturnPayload(
            at=AT, by=BY, reason="两版不同", versions=[one, two], differences=[]
        )
        receipt = ReceiptPayload(
            number=1, previous="", at=AT, by=BY, state="accepted", about=one, cells=6
        )
        return {
            kind: packages.make(
                manifest_of(office, kind, task, EAST), content, office.private_key
            ).data
            for kind, content in (("return", returned), ("receipt", receipt))
        }
