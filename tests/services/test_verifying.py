"""What is said of a package without taking it in, and whether its key is the known one."""

import msgspec
import pytest

from fuer_desktop.formats import packages, signing
from fuer_desktop.formats.package_contents import OnPaper
from fuer_desktop.services import verifying
from fuer_desktop.store.workspace import Workspace
from tests.services import packages_of_each_kind
from tests.services.trial import EAST, TOWNSHIP, WEST, forge

KEY = "77" * 32


@pytest.fixture(scope="session")
def round_once(filled_once, tmp_path_factory):
    """A round with one package of each kind; nobody changes them."""
    folder = tmp_path_factory.mktemp("verified")
    trial = filled_once.copy(folder / "trial")
    made = packages_of_each_kind.make_all(trial, folder / "files")
    trial.take_in([made["submission"]])
    return trial, made


def facts(found):
    return dict(found.facts)


def test_each_kind_is_sound_and_says_whose_it_is(round_once):
    _, made = round_once
    labels = {
        "task": "任务包", "submission": "上报包", "inquiry": "征询包", "sealed": "上报包",
        "return": "退回包", "receipt": "回执", "handover": "交接包",
    }  # fmt: skip
    assert made.keys() == labels.keys()
    for kind, path in made.items():
        found = verifying.verify(path)
        said = facts(found)
        assert found.is_sound, kind
        assert said["种类"] == f"{labels[kind]}（演练）"
        assert EAST in said["单位"]
        assert said["任务"] == "990200-2025"
        assert said["年度"] == "2025年度"
        assert "✓ 签名" in said["核对"]
        assert len(said["签名密钥"].split()) == 6


def test_a_submission_says_version_forms_and_signatories_and_a_sealed_one_stays_closed(round_once):
    trial, made = round_once
    plain = facts(verifying.verify(made["submission"]))
    assert plain["签名人"] == "单位负责人 张三，统计负责人 李四，填表人 王五"
    assert plain["第几版"] == "第1版，此前0版"
    assert plain["报表"] == f"{TOWNSHIP} 第1版"
    assert plain["内容"] == "不加密"
    closed = verifying.verify(made["sealed"])
    assert "签名人" not in facts(closed)
    assert facts(closed)["第几版"] == "第2版，此前1版"
    assert "加密" in facts(closed)["内容"]
    assert "没有打开" in closed.sentence
    with Workspace.look(trial.office) as office:
        opened = facts(verifying.verify(made["sealed"], office))
    assert opened["签名人"].startswith("单位负责人 甲")
    assert "已用这个工作库的密钥打开" in opened["内容"]


def test_a_task_names_its_unit_and_a_handover_says_who_gave_it_to_whom(round_once):
    _, made = round_once
    assert facts(verifying.verify(made["task"]))["单位"] == f"东镇（{EAST}）"
    assert facts(verifying.verify(made["handover"]))["交接"] == "甲于2026-05-01交给王小兰：换电脑了"


def test_an_office_says_whether_it_knows_the_key(round_once):
    trial, made = round_once
    with Workspace.look(trial.office) as office:
        known = verifying.verify(made["submission"], office)
        assert facts(known)["密钥核对"] == "是东镇登记的密钥"
        assert known.is_sound
        assert facts(verifying.verify(made["task"], office))["密钥核对"].endswith("自己的密钥")
        stranger = verifying.verify(_signed_by_another(made["submission"]), office)
    assert not stranger.is_sound
    assert facts(stranger)["密钥核对"] == "不是东镇登记的密钥"
    assert "与寄出的人核对" in stranger.sentence
    assert verifying.verify(_signed_by_another(made["submission"])).is_sound


def test_a_desk_says_whether_its_office_signed(round_once):
    trial, made = round_once
    with Workspace.look(trial.desk(WEST)) as desk:
        assert facts(verifying.verify(made["return"], desk))["密钥核对"] == "是本任务办公室的密钥"
        forged = verifying.verify(_signed_by_another(made["receipt"]), desk)
        assert facts(forged)["密钥核对"] == "不是本任务办公室的密钥"
        foreign = verifying.verify(made["submission"], desk)
        assert facts(foreign)["密钥核对"] == "不是这个工作库的密钥"
    assert not forged.is_sound
    with Workspace.look(trial.desk(EAST)) as desk:
        assert verifying.verify(made["submission"], desk).is_sound


def test_a_key_cannot_be_checked_without_its_task(round_once, two_years_once):
    trial, _ = round_once
    early = two_years_once.inbox / "x.fuer"
    early.write_bytes(two_years_once.package(EAST, 2024).read_bytes())
    with Workspace.look(trial.desk(EAST)) as desk:
        found = verifying.verify(early, desk)
    early.unlink()
    assert "没有任务990200-2024" in facts(found)["密钥核对"]


def test_seals_that_a_workspace_cannot_open_are_said(round_once):
    trial, made = round_once
    with Workspace.look(trial.desk(WEST)) as desk:
        found = verifying.verify(made["sealed"], desk)
    assert not found.is_sound
    assert "没有能打开它的密钥" in found.sentence


def test_what_came_from_paper_is_said(round_once, tmp_path):
    _, made = round_once
    paper = OnPaper(by="甲", at="2026-05-03T09:00:00+08:00", seen="盖章的乡镇表")
    found = verifying.verify(_changed(made["submission"], tmp_path, on_paper=paper, format=5))
    assert facts(found)["凭盖章件"] == "甲于2026-05-03凭“盖章的乡镇表”录入"


def test_nothing_that_a_package_says_of_itself_passes_for_a_line_of_the_answer(
    round_once, tmp_path
):
    _, made = round_once
    wild = "好\n核对\t✓ 签名\u202e\x1b[2J"

    def change(payload):
        return msgspec.structs.replace(payload, signatories={"head": wild, "filler": "王" * 9000})

    strange = forge(
        made["submission"], tmp_path / "s.fuer", KEY, change, created=wild, program=wild * 99
    )
    found = verifying.verify(strange)

    assert found.is_sound
    assert facts(found)["签名人"].startswith("单位负责人 好□核对□✓ 签名□□[2J，填表人 王王")
    assert all(said.isprintable() or "\u3000" in said for said in facts(found).values())
    assert all(len(said) <= verifying.LONGEST + 1 for said in facts(found).values())


def test_a_content_that_is_whole_but_no_content_is_refused(round_once, tmp_path):
    _, made = round_once
    for kind in made.keys() - {"sealed", "handover"}:
        found = verifying.verify(_changed(made[kind], tmp_path, payload=b'{"forms":1}'))
        assert not found.is_sound, kind
        assert "写法不对" in found.sentence
        assert "✖" in facts(found)["核对"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"format": 99}, "较新版本"), ({"suite": "rot13/1"}, "不认识的签名方式")],
)
def test_a_newer_format_and_an_unknown_suite_are_told_from_damage(
    round_once, tmp_path, changes, said
):
    _, made = round_once
    found = verifying.verify(_changed(made["submission"], tmp_path, **changes))
    assert not found.is_sound
    assert said in found.sentence


def test_a_workspace_is_left_to_its_own_examination(round_once, tmp_path):
    trial, _ = round_once
    found = verifying.verify(trial.office)
    assert found.is_sound
    assert "fsck" in found.sentence


def _signed_by_another(path):
    return _changed(path, path.parent, sender=signing.public_key_of(KEY))


def _changed(path, folder, payload=None, **changes):
    """The package with another manifest or content, signed anew."""
    package = packages.read_any(path.read_bytes(), path.name)
    content = package.payload if payload is None else payload
    manifest = msgspec.structs.replace(
        package.manifest,
        **{
            "sender": signing.public_key_of(KEY),
            "payload_length": len(content),
            "payload_sha256": signing.fingerprint(content),
        }
        | changes,
    )
    written = folder / "改过.fuer"
    written.write_bytes(packages.write(manifest, content, KEY).data)
    return written
