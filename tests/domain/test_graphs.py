from fuer_desktop.domain.graphs import reachable


def test_everything_a_thing_leads_to_is_found_through_others_too():
    leads_to = {"a": ["b"], "b": ["c", "d"], "x": ["y"]}

    assert reachable("a", leads_to) == {"b", "c", "d"}
    assert reachable("d", leads_to) == set()


def test_a_thing_leads_to_itself_only_in_a_circle():
    assert "a" in reachable("a", {"a": ["b"], "b": ["a"]})
    assert "a" not in reachable("a", {"a": ["b"], "b": ["b"]})
