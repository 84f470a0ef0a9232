from fuer_desktop.domain.catalogue import Catalogue
from fuer_desktop.domain.values import CellKey
from tests.domain.builders import TWO_COLUMNS, form, indicator, table

FORM = form(table(columns=TWO_COLUMNS))
INDICATOR = indicator()
CATALOGUE = Catalogue((FORM,), (INDICATOR,), ())


def test_forms_and_indicators_are_found_by_their_codes():
    assert CATALOGUE.form_by_code == {"FE-CS01": FORM}
    assert CATALOGUE.indicator_by_code == {"share": INDICATOR}


def test_a_data_element_is_asked_in_one_cell_of_one_form():
    assert CATALOGUE.place_of_element["women.urban"] == (FORM, CellKey("1", "03", "2"))
    assert CATALOGUE.place_of_element["women"] == (FORM, CellKey("1", "03", "1"))
