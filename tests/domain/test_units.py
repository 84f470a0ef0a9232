from fuer_desktop.domain.units import Place, ReportingUnit, UnitKind

TOWN = ReportingUnit("500237101", "高唐街道", UnitKind.TOWNSHIP)
HEALTH = ReportingUnit("500237WJ", "卫生健康委", UnitKind.DEPARTMENT, "health")
PLACE = Place("500237", "巫山县", "wushan", practice=False, units=(TOWN, HEALTH))


def test_a_place_knows_its_units_by_code():
    assert PLACE.unit("500237WJ") is HEALTH
    assert PLACE.unit("500237999") is None
