from fuer_desktop.domain.errors import DefinitionError, FuerError


def test_mistakes_in_definitions_are_told_all_at_once():
    error = DefinitionError(["甲：缺少“code”。", "乙：不认识“cod”。"])

    assert isinstance(error, FuerError)
    assert error.problems == ["甲：缺少“code”。", "乙：不认识“cod”。"]
    assert str(error).splitlines() == error.problems
