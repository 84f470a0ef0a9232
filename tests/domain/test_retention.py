"""Which backups stay: what must never go, how many stay at most, and that thinning adds up."""

from datetime import datetime, timedelta, timezone

from hypothesis import assume, given
from hypothesis import strategies as st

from fuer_desktop.domain.retention import Dated, kept

NOW = datetime(2026, 3, 1, 17, 30, tzinfo=timezone(timedelta(hours=8)))
TWO_DAYS = timedelta(days=2)

ages = st.one_of(
    st.timedeltas(timedelta(0), timedelta(days=4)),
    st.timedeltas(timedelta(0), timedelta(days=60)),
    st.timedeltas(timedelta(0), timedelta(days=900)),
)


def made(ages_and_marks, now=NOW):
    """Backups of these ages, numbered as they were made."""
    ordered = sorted(ages_and_marks, key=lambda pair: pair[0], reverse=True)
    return [
        Dated(f"{number}.fuerdb", number, now - age, forever)
        for number, (age, forever) in enumerate(ordered, start=1)
    ]


def names(backups):
    return {backup.name for backup in backups}


busy_days = st.lists(
    st.tuples(st.timedeltas(timedelta(0), timedelta(days=4)), st.booleans()),
    min_size=12,
    max_size=40,
)
histories = (st.lists(st.tuples(ages, st.booleans()), max_size=80) | busy_days).map(made)
plain_histories = st.lists(st.tuples(ages, st.just(value=False)), max_size=120).map(made)


# --- what never goes ----------------------------------------------------------------------


@given(histories)
def test_the_last_three_stay_whatever_their_age(backups):
    assert names(backups[-3:]) <= kept(backups, NOW)


@given(histories)
def test_what_was_handed_in_stays_for_ever(backups):
    assert names(b for b in backups if b.forever) <= kept(backups, NOW)


@given(histories)
def test_nothing_of_two_days_goes(backups):
    assert names(b for b in backups if NOW - b.at <= TWO_DAYS) <= kept(backups, NOW)


def test_of_hourly_backups_all_of_two_days_stay():
    backups = made([(timedelta(hours=hour), False) for hour in range(5 * 24)])

    keep = kept(backups, NOW)

    assert names(b for b in backups if NOW - b.at <= TWO_DAYS) <= keep
    assert len(keep) < len(backups) / 2


@given(histories)
def test_only_what_there_is_is_kept(backups):
    assert kept(backups, NOW) <= names(backups)


@given(histories, st.randoms())
def test_in_which_order_the_backups_are_listed_does_not_matter(backups, random):
    shuffled = random.sample(backups, len(backups))

    assert kept(shuffled, NOW) == kept(backups, NOW)


# --- the clock ----------------------------------------------------------------------------


@given(histories, st.timedeltas(timedelta(microseconds=1), timedelta(days=900)))
def test_with_a_clock_before_the_newest_backup_nothing_goes(backups, back):
    assume(backups)

    assert kept(backups, backups[-1].at - back) == names(backups)


@given(histories, st.data())
def test_where_two_backups_contradict_the_order_of_the_journal_nothing_goes(backups, data):
    assume(len({backup.at for backup in backups}) > 1)
    first = data.draw(st.integers(0, len(backups) - 2))
    assume(backups[first].at < backups[-1].at)
    late, early = backups[first], backups[-1]
    backups[first] = Dated(late.name, late.number, early.at)
    backups[-1] = Dated(early.name, early.number, late.at)

    assert kept(backups, NOW) == names(backups)


def test_a_clock_that_was_put_back_by_a_day_thins_nothing():
    backups = made([(timedelta(hours=hour), False) for hour in range(20 * 24)])

    assert len(kept(backups, NOW)) < len(backups)
    assert kept(backups, NOW - timedelta(days=1)) == names(backups)


def test_two_backups_of_one_moment_are_no_contradiction():
    old = [(timedelta(days=400), False)] * 10

    assert kept(made(old), NOW) == {"8.fuerdb", "9.fuerdb", "10.fuerdb"}


# --- how many -----------------------------------------------------------------------------


@given(plain_histories)
def test_at_most_twelve_days_ten_weeks_and_nine_months_stay_besides(backups):
    always = names(backups[-3:]) | names(b for b in backups if NOW - b.at <= TWO_DAYS)

    assert len(kept(backups, NOW) - always) <= 12 + 10 + 9


def daily(days):
    """One backup a day, an hour before now, oldest first."""
    return made([(timedelta(days=day, hours=1), False) for day in range(days)])


def test_of_a_year_of_daily_backups_days_weeks_and_months_stay():
    backups = daily(400)
    keep = kept(backups, NOW)
    stays = [b.at.strftime("%m-%d") for b in backups if b.name in keep][::-1]

    # 1 March 2026 is a Sunday, the last day of its week.
    days = ["03-01", *(f"02-{day}" for day in range(28, 17, -1))]
    weeks = ["02-15", "02-08", "02-01", "01-25", "01-18", "01-11", "01-04", "12-28"]
    months = ["01-31", "12-31", "11-30", "10-31", "09-30", "08-31", "07-31"]
    assert stays[:12] == days
    assert set(stays[12:]) == {*weeks, *months}


def test_of_a_day_the_newest_stays():
    hours = made([(timedelta(days=5, minutes=30 * n), False) for n in range(20)])
    later = made([(timedelta(days=4), False)] * 3)
    backups = hours + [Dated(f"later {b.name}", b.number + 20, b.at) for b in later]

    assert kept(backups, NOW) - names(backups[-3:]) == {"20.fuerdb"}


# --- thinning again -----------------------------------------------------------------------


@given(histories)
def test_what_was_thinned_is_not_thinned_further_at_once(backups):
    stays = kept(backups, NOW)

    assert kept([b for b in backups if b.name in stays], NOW) == stays


@given(
    plain_histories,
    st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=40)), min_size=1, max_size=12),
)
def test_thinning_every_time_keeps_what_thinning_once_at_the_end_would_keep(backups, waits):
    everything, thinned, now = list(backups), list(backups), NOW

    for wait in waits:
        now += wait
        new = Dated(f"{len(everything) + 1}.fuerdb", len(everything) + 1, now)
        everything.append(new)
        thinned.append(new)
        stays = kept(thinned, now)
        thinned = [backup for backup in thinned if backup.name in stays]

    assert names(thinned) == kept(everything, now)
