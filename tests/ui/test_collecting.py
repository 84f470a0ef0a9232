"""What windows leave behind is taken down in their own thread, whichever thread is busy."""

import gc
import threading

import pytest

from fuer_desktop.ui.collecting import Collector, collect_here


class Knot:
    """Refers to itself, so that only a collection ends it."""

    def __init__(self):
        self.self = self


@pytest.fixture
def collected():
    """In which threads collections began."""
    threads = []

    def note(phase, _info):
        if phase == "start":
            threads.append(threading.current_thread())

    gc.callbacks.append(note)
    yield threads
    gc.callbacks.remove(note)
    gc.enable()


def many_knots():
    for _ in range(3 * gc.get_threshold()[0]):
        Knot()


def test_a_busy_thread_collects_nothing_and_the_window_s_does(qapp, collected):
    collect_here()
    busy = threading.Thread(target=many_knots)
    busy.start()
    busy.join()
    assert collected == []

    qapp.findChild(Collector).collect()

    assert collected == [threading.main_thread()]
    assert gc.get_count()[0] <= gc.get_threshold()[0]


def test_without_it_the_busy_thread_would_collect(qapp, collected):
    gc.enable()
    busy = threading.Thread(target=many_knots)
    busy.start()
    busy.join()

    assert busy in collected


def test_where_little_was_left_nothing_is_collected(qapp, collected):
    collect_here()
    gc.collect()
    collected.clear()

    qapp.findChild(Collector).collect()

    assert collected == []


def test_one_application_collects_once_however_often_it_is_asked(qapp):
    collect_here()
    collect_here()

    assert len(qapp.findChildren(Collector)) == 1
    gc.enable()


def test_the_program_s_window_lets_no_other_thread_collect(person):
    person.start(None)

    assert not gc.isenabled()
