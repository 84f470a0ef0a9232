from fuer_desktop.domain.forms import Row
from fuer_desktop.domain.rule_succession import check_rules
from tests.domain.builders import form, relation, table

OLD_ROWS = (
    Row("总数", "01", unit="人", element="population"),
    Row("男", "02", unit="人", element="men"),
    Row("女", "03", unit="人", element="women"),
)
NEW_ROWS = (
    Row("总数", "01", unit="人", element="population"),
    Row("儿童", "02", unit="人", element="children"),
    Row("男", "03", unit="人", element="men"),
    Row("女", "04", unit="人", element="women"),
)
OLD = form(table(OLD_ROWS), relations=[relation("01 = 02 + 03")])


def new(text, rows=NEW_ROWS, code="R01"):
    return form(table(rows), version=2, relations=[relation(text, code=code)])


def test_a_rule_whose_codes_were_left_as_they_were_is_told_with_what_it_should_read_now():
    [problem] = check_rules(OLD, new("01 = 02 + 03"))

    assert "R01" in problem
    assert "01 = 03 + 04" in problem


def test_a_rule_that_was_renumbered_with_its_rows_says_the_same():
    assert check_rules(OLD, new("01 = 03 + 04")) == []


def test_a_rule_with_a_code_of_its_own_may_say_something_else():
    assert check_rules(OLD, new("01 = 02 + 03", code="R02")) == []


def test_a_rule_of_which_a_row_is_closed_is_told():
    [problem] = check_rules(OLD, new("01 = 02 + 03", NEW_ROWS[:3]))

    assert "已停用" in problem


def test_a_rule_whose_rows_stayed_is_left_alone():
    assert (
        check_rules(OLD, form(table(OLD_ROWS), version=2, relations=[relation("01 = 02 + 03")]))
        == []
    )


def test_a_rule_follows_rows_into_another_table():
    moved = form(
        table(OLD_ROWS[:1]),
        table(OLD_ROWS[1:], code="2"),
        version=2,
        relations=[relation("01 = 表2.02 + 表2.03")],
    )

    assert check_rules(OLD, moved) == []
