"""Small forms, targets and evidence, so that a test shows only what it is about."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from fuer_desktop.domain.expressions import parse_formula
from fuer_desktop.domain.forms import Column, Form, Row, Table
from fuer_desktop.domain.indicators import Direction, Getting, Indicator, IndicatorValue
from fuer_desktop.domain.judgement import Evidence
from fuer_desktop.domain.periods import PeriodKind
from fuer_desktop.domain.plans import Comparator, Standing, Target, TargetKind
from fuer_desktop.domain.rule_language import parse_rule
from fuer_desktop.domain.rules import ChangeRule, Over, RuleClass, ValidationRule
from fuer_desktop.domain.trends import Point
from fuer_desktop.domain.units import UnitKind
from fuer_desktop.domain.values import CellKey, DataValue, Kind, number
from fuer_desktop.domain.vocabulary import Vocabulary

ROWS = (
    Row("一、人口"),
    Row("总数", "01", unit="人", element="population"),
    Row("男", "02", unit="人", element="men"),
    Row("女", "03", unit="人", element="women"),
)
ONE_COLUMN = (Column("1", "合计"),)
TWO_COLUMNS = (Column("1", "合计"), Column("2", "城镇", breakdown="urban"))


def table(rows=ROWS, columns=ONE_COLUMN, code="1"):
    return Table(code, "", tuple(columns), tuple(rows))


def form(*tables, relations=(), changes=(), others=None, **more):
    made = Form(
        code=more.pop("code", "FE-CS01"),
        version=more.pop("version", 1),
        title=more.pop("title", "测试表"),
        filed_by=more.pop("filed_by", UnitKind.DEPARTMENT),
        period=PeriodKind.CALENDAR,
        tables=tables or (table(),),
        changes=tuple(changes),
        **more,
    )
    return replace(made, rules=tuple(rule.read(made, others) for rule in relations))


def formula(text, *names):
    return parse_formula(text, names)


@dataclass(frozen=True)
class Written:
    """A rule as it is written, to be read with the names of the form it is put in."""

    text: str
    severity: str = "A"
    code: str = "R01"
    table: str = "1"
    over: Over = Over.ROWS
    only: frozenset = frozenset()
    tolerance: str = "0"
    more: dict = field(default_factory=dict)

    def read(self, made, others=None):
        names = Vocabulary(made, made.table_by_code[self.table], self.over, others)
        says = parse_rule(self.text, names)
        tolerance = says.tolerance or Decimal(self.tolerance)
        says = replace(says, only=says.only or self.only, tolerance=tolerance)
        severity = RuleClass(self.severity)
        return ValidationRule(self.code, severity, self.table, self.text, says, **self.more)


def relation(text, severity="A", **more):
    known = {name: more.pop(name) for name in list(more) if name in Written.__dataclass_fields__}
    return Written(text, severity, more=more, **known)


def change(percent="30", at_least="20", severity="C", rows=()):
    return ChangeRule(
        code="C01",
        severity=RuleClass(severity),
        table="1",
        percent=Decimal(percent),
        at_least=Decimal(at_least),
        rows=frozenset(rows),
    )


def value(content):
    """A figure, a kind of "no number", or a value that is ready."""
    if isinstance(content, DataValue):
        return content
    if isinstance(content, Kind):
        return DataValue(content)
    return number(content)


def explained(figure, reason):
    return DataValue(Kind.NUMBER, Decimal(figure), reason=reason)


def cells(entered, column="1", in_table="1"):
    """Values of one column by row code."""
    return {CellKey(in_table, row, column): value(content) for row, content in entered.items()}


def indicator(**more):
    return Indicator(
        code=more.pop("code", "share"),
        name=more.pop("name", "某指标"),
        unit=more.pop("unit", "%"),
        decimals=more.pop("decimals", 1),
        direction=more.pop("direction", Direction.UP),
        numerator=formula(more.pop("numerator", "reached"), "reached", "more", "less"),
        denominator=more.pop("denominator", formula("due", "due")),
        multiplier=Decimal(more.pop("multiplier", 100)),
        definition="",
        getting=more.pop("getting", Getting.UNITS),
        period=PeriodKind.CALENDAR,
        source="某部门年报",
        responsible="某部门",
        **more,
    )


def target(kind=TargetKind.BOUND, **more):
    if kind is TargetKind.REFERENCE:
        more.setdefault("reference", "other")
    return Target(
        code="T01",
        item="1",
        domain="妇女与健康",
        indicator="share",
        wording="某指标",
        unit=more.pop("unit", "%"),
        sentence=more.pop("sentence", "原文如此"),
        kind=kind,
        year=more.pop("year", 2030),
        stands_in=Standing.BOX,
        **more,
    )


def bound(comparator, demanded, **more):
    return target(comparator=Comparator(comparator), value=demanded, **more)


def points(series):
    return [Point(year, Decimal(figure)) for year, figure in sorted(series.items())]


def evidence(series, **more):
    """Evidence for the last year of a series ``{2020: "84.0", 2025: "88.4"}``, base year 2020."""
    known = points(series)
    year = more.pop("year", known[-1].year if known else 2025)
    latest = next((point.value for point in known if point.year == year), None)
    return Evidence(
        indicator=more.pop("indicator", indicator()),
        series=known,
        current=more.pop("current", IndicatorValue(latest)),
        year=year,
        base_year=more.pop("base_year", 2020),
        reference={when: Decimal(figure) for when, figure in more.pop("reference", {}).items()},
        **more,
    )
