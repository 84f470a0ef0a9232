"""``verify``: what it prints, and how it ends."""

from tests.services import packages_of_each_kind
from tests.services.trial import EAST


def test_sound_files_end_well_and_a_broken_one_among_them_does_not(run, filled, tmp_path):
    made = packages_of_each_kind.make_all(filled, tmp_path)

    code, out, err = run("verify", *made.values())
    assert code == 0
    assert out.count("核对\t✓ 档案") == len(made)
    assert err.count("完好") == len(made)

    broken = tmp_path / "坏.fuer"
    broken.write_bytes(made["submission"].read_bytes()[:-9])
    code, out, err = run("verify", made["task"], broken, tmp_path / "没有.fuer")
    assert code == 1
    assert "种类\t读不出的包" in out
    assert "“坏.fuer”不完整" in err
    assert "没有.fuer”不在" in err


def test_an_office_opens_seals_and_knows_its_units(run, filled, tmp_path):
    made = packages_of_each_kind.make_all(filled, tmp_path)
    filled.take_in([made["submission"]])

    code, out, _ = run("verify", made["sealed"], "--workspace", filled.office)

    assert code == 0
    assert "密钥核对\t是东镇登记的密钥" in out
    assert "单位\t东镇" in out
    assert "签名人\t单位负责人 甲" in out
    code, out, _ = run("verify", made["sealed"], "--workspace", filled.desk(EAST))
    assert (code, "自己的密钥" in out) == (0, True)
    assert run("verify", filled.office)[0] == 0
