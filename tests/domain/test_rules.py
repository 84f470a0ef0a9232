import pytest

from fuer_desktop.domain.rules import RuleClass


@pytest.mark.parametrize(
    ("severity", "word"), [("A", "强制"), ("B", "准强制"), ("C", "核实"), ("D", "提示")]
)
def test_the_classes_are_those_of_national_direct_reporting(severity, word):
    assert RuleClass(severity).label == word
