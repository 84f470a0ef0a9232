"""A long piece of work can be watched and stopped."""

import pytest

from fuer_desktop.domain.errors import JobCancelledError
from fuer_desktop.services.jobs import Job, Progress


def test_the_last_step_is_always_reported():
    seen = []
    job = Job(seen.append)

    for done in range(1, 1001):
        job.step(done, 1000, "格")

    assert seen[0] == Progress(1, 1000, "格")
    assert seen[-1] == Progress(1000, 1000, "格")
    assert len(seen) < 1000


def test_a_cancelled_job_stops_at_its_next_step():
    job = Job()
    job.step(1, 3)
    job.cancel()

    with pytest.raises(JobCancelledError):
        job.step(2, 3)
