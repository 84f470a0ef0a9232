"""Two versions of one parent: side by side, chosen, or given back and settled at the desk."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuer_desktop.domain.errors import PackageError, WorkspaceError
from fuer_desktop.domain.versions import LAST_NUMBER
from fuer_desktop.formats import packages, signing
from fuer_desktop.services import boards, conflicts, opening_answers, receipts, returns
from fuer_desktop.services.boards import UnitState
from fuer_desktop.services.jobs import Job
from fuer_desktop.services.receipts import Giving
from tests.services.intake import desk_of, forked, office_of
from tests.services.trial import EAST, WEST, Trial, forge, key_of


@pytest.fixture(scope="module")
def parted_once(filled_once, tmp_path_factory):
    """East's versions part at the office; both desks."""
    folder = tmp_path_factory.mktemp("parted")
    trial = filled_once.copy(folder / "trial")
    sent = forked(trial, folder / "other")
    trial.take_in(list(sent))
    return trial, Trial(folder / "other")


@pytest.fixture
def parted(parted_once, tmp_path):
    """The same, of one's own."""
    trial, other = parted_once
    return trial.copy(tmp_path / "trial"), other.copy(tmp_path / "other")


def look(trial):
    with office_of(trial) as (office, task):
        return conflicts.conflict_of(office, task, task.task.place.unit(EAST))


def choose(trial, number, reason="电话核对过"):
    with office_of(trial) as (office, task):
        east = task.task.place.unit(EAST)
        found = conflicts.conflict_of(office, task, east)
        conflicts.choose(office, task, east, found.sides[number].digest, reason)


def give_back(trial, reason="两版请核对"):
    with office_of(trial) as (office, task):
        east = task.task.place.unit(EAST)
        return conflicts.return_differences(office, task, east, reason, trial.folder / "out")


def open_at(trial, path, unit=EAST):
    with desk_of(trial, unit) as (desk, _):
        return opening_answers.open_answer(desk, path)


def settle(trial):
    with desk_of(trial) as (desk, task):
        for returned in returns.open_returns(desk, task):
            returns.settle(desk, task, returned.digest)


def states(trial):
    with office_of(trial) as (office, task):
        return boards.board(office, task, task.task.deadline)[0].state


def test_versions_stand_side_by_side_with_base_signatories_and_the_cells_that_differ(parted):
    found = look(parted[0])

    assert [side.record.version.number for side in found.sides] == [2, 2]
    assert found.base.version.number == 1
    assert found.is_open
    assert found.sides[0].signatories["filler"] == "王五"
    by_row = {f"{c.key.row}/{c.key.column}": c for c in found.differences}
    members = {values.plain for values in by_row["01/1"].values}
    assert (set(by_row), members) == ({"01/1", "02/2"}, {"21", "23"})
    assert by_row["01/1"].base.plain == "20"


def test_a_unit_with_one_version_is_no_conflict(parted):
    trial, _ = parted
    with office_of(trial) as (office, task):
        assert [each.unit.code for each in conflicts.parted_units(office, task)] == [EAST]
        assert conflicts.conflict_of(office, task, task.task.place.unit(WEST)) is None


@pytest.mark.parametrize("number", [0, 1])
def test_the_chosen_version_counts_whole_and_another_can_be_chosen_later(parted, number):
    trial, _ = parted
    [values] = [cell.values for cell in look(trial).differences if cell.key.row == "01"]

    choose(trial, number)

    assert trial.counted()[EAST]["01/1"] == values[number].plain
    assert [side.counts for side in look(trial).sides] == [number == 0, number == 1]
    assert states(trial) is UnitState.RECEIVED
    choose(trial, 1 - number)
    assert trial.counted()[EAST]["01/1"] == values[1 - number].plain


@pytest.mark.parametrize("reason", ["", "   ", "核对 "])
def test_a_choice_needs_a_reason_that_can_be_understood(parted, reason):
    trial, _ = parted
    with pytest.raises(WorkspaceError, match="至少4个字"):
        choose(trial, 0, reason)
    assert states(trial) is UnitState.CONFLICT


def test_a_version_that_was_replaced_meanwhile_is_not_chosen(parted):
    trial, _ = parted
    with office_of(trial) as (office, task):
        base = look_in(office, task).base.version.digest
        with pytest.raises(WorkspaceError, match="已被更新的一版代替"):
            conflicts.choose(office, task, task.task.place.unit(EAST), base, "电话核对过")


def look_in(office, task):
    return conflicts.conflict_of(office, task, task.task.place.unit(EAST))


def test_a_newer_version_of_the_chosen_one_counts_by_itself(parted):
    trial, _other = parted
    here = {side.digest for side in look(trial).sides}
    with desk_of(trial) as (desk, task):
        own = desk.submissions.of_task(task.code)[EAST][-1].version.digest
    choose(trial, [side.digest for side in look(trial).sides].index(own))
    trial.change(EAST, "01/1", "29")

    [line] = trial.take_in([trial.export(EAST).path])

    assert (line.outcome, trial.counted()[EAST]["01/1"]) == ("newer", "29")
    assert own in here


def test_an_older_version_that_comes_while_others_are_in_conflict_is_older(filled_once, tmp_path):
    trial = filled_once.copy(tmp_path / "trial")
    base, here, there = forked(trial, tmp_path / "other")
    trial.take_in([here, there])

    [line] = trial.take_in([base])

    assert line.outcome == "older"
    assert states(trial) is UnitState.CONFLICT


# --- given back -----------------------------------------------------------------------------


def test_a_return_says_the_versions_and_the_differing_cells_and_is_signed_by_the_office(parted):
    trial, _ = parted
    path = give_back(trial)

    package = packages.read(path.read_bytes(), path.name, "return")
    content = packages.return_of(package)

    assert package.manifest.sender == signing.public_key_of(key_of(trial.office))
    assert package.manifest.unit == EAST
    assert len(content.versions) == 2
    assert {(each.row, each.column) for each in content.differences} == {("01", "1"), ("02", "2")}
    assert look(trial).returned


def test_a_reason_that_no_return_holds_is_said_before_anything_is_written(parted):
    trial, desk = parted
    with pytest.raises(WorkspaceError, match="最多400个字，现在是401个字"):
        give_back(trial, "核" * 401)
    with office_of(trial) as (office, task):
        assert office.decisions.answers(task.code, EAST) == []

    open_at(desk, give_back(trial, "核" * 400))

    with desk_of(desk) as (workspace, task):
        assert [each.reason for each in returns.open_returns(workspace, task)] == ["核" * 400]


def test_more_versions_than_a_return_holds_are_said_and_one_can_still_be_chosen(filled):
    sent, key = filled.export(EAST).path, key_of(filled.desk(EAST))
    many = [
        forge(sent, filled.folder / "many" / f"{number}.fuer", key, created=str(number))
        for number in range(21)
    ]
    filled.take_in(many)

    with pytest.raises(PackageError, match=r"“\$\.versions”超出了一个包放得下的，没有写出"):
        give_back(filled)

    with office_of(filled) as (office, task):
        assert office.decisions.answers(task.code, EAST) == []
    choose(filled, 0)
    assert filled.counted()[EAST]["01/1"] == "20"


@pytest.mark.parametrize("which", [0, 1])
def test_the_desk_settles_a_return_and_its_next_version_is_newer_than_both(parted, which):
    trial, _other = parted
    path, desk = give_back(trial), parted[which]

    opened = open_at(desk, path)
    assert "互不包含的2版：2格不同" in opened.sentence
    with pytest.raises(WorkspaceError, match="还没有看完（2格）"):
        desk.export(EAST)
    settle(desk)
    desk.change(EAST, "01/1", "24")
    [line] = trial.take_in([desk.export(EAST).path])

    assert (line.outcome, trial.counted()[EAST]["01/1"]) == ("newer", "24")
    assert look(trial) is None


def test_a_desk_that_keeps_its_figures_still_hands_in_a_version_that_contains_both(parted):
    trial, _ = parted
    open_at(trial, give_back(trial))
    settle(trial)

    exported = trial.export(EAST)

    assert (exported.again, exported.version) == (False, 3)
    assert [line.outcome for line in trial.take_in([exported.path])] == ["newer"]
    assert trial.export(EAST).again


def test_later_versions_go_on_containing_what_was_given_back(parted):
    trial, _other = parted
    open_at(trial, give_back(trial))
    settle(trial)
    trial.export(EAST)
    trial.change(EAST, "01/1", "26")

    [line] = trial.take_in([trial.export(EAST).path])  # version 3 never came

    assert (line.outcome, trial.counted()[EAST]["01/1"]) == ("newer", "26")


def test_the_next_version_names_the_ancestors_of_what_was_given_back_too(parted):
    trial, other = parted
    middle = packages.read(next(other.inbox.glob(f"{EAST}*_v2_*")).read_bytes(), "", "submission")
    other.change(EAST, "01/1", "30")
    trial.take_in([other.export(EAST).path])
    open_at(trial, give_back(trial))
    settle(trial)

    exported = packages.read(trial.export(EAST).path.read_bytes(), "", "submission")

    assert middle.digest in exported.manifest.ancestors
    assert exported.manifest.version == 4


def test_a_desk_goes_on_after_a_version_with_the_last_number_that_there_is(filled):
    sent = filled.export(EAST).path
    key = key_of(filled.desk(EAST))
    wild = forge(sent, filled.inbox / "wild.fuer", key, version=LAST_NUMBER, created="")
    filled.change(EAST, "01/1", "21")
    filled.take_in([wild, filled.export(EAST).path])
    open_at(filled, give_back(filled))
    settle(filled)

    for members in ("22", "23"):
        filled.change(EAST, "01/1", members)
        [line] = filled.take_in([filled.export(EAST).path])
        assert (line.outcome, line.version) == ("newer", LAST_NUMBER)
        assert filled.counted()[EAST]["01/1"] == members


def test_a_return_shows_what_each_version_says_and_what_stands_here(parted):
    trial, _ = parted
    open_at(trial, give_back(trial))

    with desk_of(trial) as (desk, task):
        [returned] = returns.open_returns(desk, task)

    cells = {f"{cell.key.row}/{cell.key.column}": cell for cell in returned.cells}
    assert {value.plain for value in cells["01/1"].values} == {"21", "23"}
    assert cells["01/1"].here.plain == "21"
    assert (returned.versions, returned.reason) == ((2, 2), "两版请核对")


def test_a_desk_stands_as_returned_until_it_hands_in_again(parted):
    trial, _ = parted
    open_at(trial, give_back(trial))
    labels = []
    for act in (lambda: None, lambda: settle(trial), lambda: trial.export(EAST)):
        act()
        with desk_of(trial) as (desk, task):
            labels.append(boards.desk_standing(desk, task).label)

    assert labels == ["退回（2）", "已报出（2）", "已报出（3）"]


def test_the_same_return_twice_changes_nothing(parted):
    trial, _ = parted
    path = give_back(trial)
    open_at(trial, path)
    settle(trial)

    assert "以前打开过" in open_at(trial, path).sentence
    with desk_of(trial) as (desk, task):
        assert returns.open_returns(desk, task) == []


def test_a_return_of_another_unit_is_refused(parted):
    trial, _ = parted
    with pytest.raises(PackageError, match="是给另一个单位的"):
        open_at(trial, give_back(trial), WEST)


def test_a_return_that_another_key_signed_is_refused(parted):
    trial, _ = parted
    path = give_back(trial)
    package = packages.read(path.read_bytes(), "", "return")
    key = signing.new_private_key()
    said = msgspec.structs.replace(package.manifest, sender=signing.public_key_of(key), office=None)
    path.write_bytes(packages.make(said, packages.return_of(package), key).data)

    with pytest.raises(WorkspaceError, match="不是本工作库登记的办公室签的"):
        open_at(trial, path)


def test_a_submission_is_no_answer(parted):
    trial, _ = parted
    with pytest.raises(PackageError, match="是上报包，不是退回包或回执"):
        open_at(trial, next(trial.inbox.glob(f"{EAST}*")))


def test_what_was_given_back_twice_is_looked_at_once(parted):
    trial, _ = parted
    first, second = give_back(trial), give_back(trial, "再请核对一遍")
    open_at(trial, first)
    open_at(trial, second)

    with desk_of(trial) as (desk, task):
        [found] = returns.open_returns(desk, task)
        assert (found.reason, len(found.cells)) == ("再请核对一遍", 2)
    settle(trial)
    assert [line.outcome for line in trial.take_in([trial.export(EAST).path])] == ["newer"]


# --- receipts -------------------------------------------------------------------------------


def write(trial, *, accept=False):
    with office_of(trial) as (office, task):
        units = receipts.receivable(office, task)
        folder = trial.folder / "receipts"
        return receipts.write(office, task, Giving(units, folder, accept), Job())


def test_receipts_are_numbered_and_each_names_the_one_before(filled):
    filled.take_in([filled.export(EAST).path, filled.export(WEST).path])

    written = write(filled)

    read = [packages.read(one.path.read_bytes(), "", "receipt") for one in written]
    content = [packages.receipt_of(package) for package in read]
    assert [each.number for each in content] == [1, 2]
    assert [each.previous for each in content] == ["", read[0].digest]
    assert [each.cells for each in content] == [6, 6]


def test_a_receipt_written_again_is_the_same_file(filled):
    filled.take_in([filled.export(EAST).path])
    [first] = write(filled)
    before = first.path.read_bytes()

    [again] = write(filled)

    assert (again.again, again.number, again.path.read_bytes()) == (True, 1, before)


def test_a_desk_learns_that_its_version_was_received_and_then_accepted(filled):
    filled.take_in([filled.export(EAST).path])
    said = []
    for accept in (False, True):
        [receipt] = write(filled, accept=accept)
        sentence = open_at(filled, receipt.path).sentence
        with desk_of(filled) as (desk, task):
            said.append((sentence, boards.desk_standing(desk, task).label))

    assert said == [
        ("办公室已收到第1版（回执1号）。", "已收（1）"),
        ("办公室已验收第1版（回执2号）。", "验收（1）"),
    ]


def test_what_is_accepted_goes_on_counting_whatever_comes_later(filled):
    filled.take_in([filled.export(EAST).path])
    write(filled, accept=True)
    filled.change(EAST, "01/1", "21")

    [line] = filled.take_in([filled.export(EAST).path])

    assert line.outcome == "accepted"
    assert filled.counted()[EAST]["01/1"] == "20"
    assert states(filled) is UnitState.ACCEPTED


def test_a_unit_in_conflict_gets_no_receipt_and_nothing_is_written(parted):
    trial, _ = parted
    with office_of(trial) as (office, task):
        units = [task.task.place.unit(EAST)]
        with pytest.raises(WorkspaceError, match="东镇没有计入的版本"):
            receipts.write(office, task, Giving(units, trial.folder / "r"), Job())
        assert office.decisions.last_receipt() == (0, "")


# --- any order ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def road(parted_once, filled_once, tmp_path_factory):
    """An office to which nothing came, and all of east's versions on the road of a return."""
    trial = parted_once[0].copy(tmp_path_factory.mktemp("road"))
    open_at(trial, give_back(trial))
    settle(trial)
    trial.change(EAST, "01/1", "24")
    trial.export(EAST)
    other = parted_once[1].inbox.glob(f"{EAST}*_v2_*")
    return filled_once.office.read_bytes(), [*trial.inbox.glob(f"{EAST}*"), *other]


@settings(max_examples=15)
@given(data=st.data())
def test_the_settled_version_counts_in_whatever_order_all_of_them_come(
    road, tmp_path_factory, data
):
    office, files = road
    order = data.draw(st.permutations(files))
    trial = Trial(tmp_path_factory.mktemp("order"))
    trial.office.write_bytes(office)

    trial.take_in(order)

    assert len(files) == 4
    assert trial.counted()[EAST]["01/1"] == "24"
