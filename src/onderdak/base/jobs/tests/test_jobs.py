"""A job from queue to outcome, in one process."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from onderdak.base.access.actors import SYSTEM, Actor, actor_of_user
from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Permission, Purpose, Role
from onderdak.base.audit.models import Entry
from onderdak.base.jobs import declare, lease, service
from onderdak.base.jobs.models import Job
from onderdak.base.jobs.run import run
from onderdak.base.jobs.tests import sample
from onderdak.base.jobs.worker import Worker
from onderdak.methods.errors import InputError

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def no_periodic_work(monkeypatch):
    monkeypatch.setattr("onderdak.base.jobs.worker.enqueue_due", lambda now: None)


def marks() -> int:
    return Entry.objects.filter(event="job_marked").count()


def claimed(job: Job) -> Job:
    found = lease.claim("worker", MINUTE)
    assert found is not None
    assert found == job
    return found


def later(job: Job, **more) -> None:
    """Let the wait or the lease of a job be over."""
    past = timezone.now() - MINUTE
    Job.objects.filter(pk=job.pk).update(**{"run_after": past, **more})


def test_a_job_is_done_with_its_effect_and_its_result():
    job = sample.mark_once.enqueue(number=7)
    assert (job.status, marks()) == ("waiting", 0)
    assert Worker().drain() == 1
    job.refresh_from_db()
    assert (job.status, job.result, job.attempts, marks()) == ("done", {"number": 7}, 1, 1)
    assert job.percent == 100
    assert job.is_finished


def test_the_same_key_is_the_same_job():
    first = sample.mark_once.enqueue(key="a", number=1)
    assert sample.mark_once.enqueue(key="a", number=2) == first
    assert sample.mark_once.enqueue(key="b", number=1) != first
    assert sample.mark_once.enqueue(number=1) != sample.mark_once.enqueue(number=1)
    Worker().drain()
    assert sample.mark_once.enqueue(key="a", number=1) == first
    assert marks() == 4


def test_what_is_queued_in_a_transaction_that_fails_is_not_done():
    with transaction.atomic():
        sample.mark_once.enqueue(number=1)
        transaction.set_rollback(True)
    assert Worker().drain() == 0


@pytest.mark.parametrize("arguments", [{}, {"number": 1, "more": 2}, {"number": object()}])
def test_arguments_that_do_not_fit_are_refused_at_once(arguments):
    with pytest.raises(TypeError):
        sample.mark_once.enqueue(**arguments)


def test_a_failure_is_undone_tried_again_with_longer_waits_and_then_dead():
    job = sample.mark_and_fail.enqueue(number=1)
    waits = []
    for _ in range(2):
        Worker().drain()
        job.refresh_from_db()
        assert job.status == "waiting"
        waits.append(job.run_after - timezone.now())
        later(job)
    Worker().drain()
    job.refresh_from_db()
    assert (job.status, job.attempts, marks()) == ("dead", 3, 0)
    assert timedelta(seconds=5) < waits[0] < waits[1] < timedelta(minutes=1)
    assert job.last_error is not None
    assert job.last_error["what"] == "ZeroDivisionError: divided"
    assert "Traceback" in job.last_error["trace"]
    assert [error["attempt"] for error in job.errors] == [1, 2, 3]


def test_what_somebody_must_mend_is_not_tried_again():
    job = sample.refuse.enqueue()
    Worker().drain()
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("dead", 1)
    assert job.last_error is not None
    assert job.last_error["what"] == "The sheet is empty."
    assert job.last_error["mend"] == "Fill it."


@pytest.mark.parametrize(("task", "words"), [(sample.write_early, "effect"), (sample.effect_within, "atomic")])
def test_writing_outside_the_effect_is_refused(task, words):
    job = task.enqueue()
    Worker().drain()
    job.refresh_from_db()
    assert job.last_error is not None
    assert words in job.last_error["what"]
    assert marks() == 0


def test_the_most_urgent_comes_first_and_then_the_oldest():
    late = sample.mark_once.using(priority=-1).enqueue(number=1)
    first = sample.mark_once.enqueue(number=2)
    second = sample.mark_once.enqueue(number=3)
    urgent = sample.mark_once.using(priority=9).enqueue(number=4)
    assert [lease.claim("worker", MINUTE) for _ in range(5)] == [urgent, first, second, late, None]


def test_a_job_for_later_waits():
    job = sample.mark_once.using(run_after=timezone.now() + MINUTE).enqueue(number=1)
    assert lease.claim("worker", MINUTE) is None
    later(job)
    assert lease.claim("worker", MINUTE) == job


def test_a_worker_does_the_queues_that_it_was_given():
    job = sample.mark_once.using(queue_name="heavy").enqueue(number=1)
    assert Worker(queues=["light"]).drain() == 0
    assert Worker(queues=["light", "heavy"]).drain() == 1
    job.refresh_from_db()
    assert job.status == "done"


def test_a_claimed_job_is_nobody_elses_until_its_lease_ends():
    job = sample.mark_once.enqueue(number=1)
    claimed(job)
    assert lease.claim("other", MINUTE) is None
    later(job, lease_until=timezone.now() - MINUTE)
    again = lease.claim("other", MINUTE)
    assert again is not None
    assert (again.fence, again.attempts, again.worker) == (2, 2, "other")
    assert "sign of life" in again.errors[0]["what"]


def test_who_was_thought_dead_writes_nothing():
    job = sample.mark_once.enqueue(number=1)
    first = claimed(job)
    later(job, lease_until=timezone.now() - MINUTE)
    second = claimed(job)
    run(first, MINUTE)
    assert marks() == 0
    run(second, MINUTE)
    run(first, MINUTE)
    job.refresh_from_db()
    assert (job.status, marks(), job.attempts) == ("done", 1, 2)


def test_a_job_that_keeps_killing_its_worker_becomes_a_dead_letter():
    job = sample.mark_once.enqueue(number=1)
    for _ in range(job.retries + 1):
        claimed(job)
        later(job, lease_until=timezone.now() - MINUTE)
    assert lease.claim("worker", MINUTE) is None
    job.refresh_from_db()
    assert (job.status, len(job.errors)) == ("dead", job.retries + 1)


def test_a_job_handed_back_is_done_again_and_costs_no_attempt():
    job = sample.slow.enqueue(seconds=0)
    run(claimed(job), MINUTE, lambda: True)
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("done", 1)  # it told nothing on the way, so it could not be stopped
    job = sample.slow.enqueue(seconds=30)
    run(claimed(job), MINUTE, lambda: True)
    job.refresh_from_db()
    assert (job.status, job.attempts, job.lease_until) == ("waiting", 0, None)


def test_progress_is_written_down():
    job = sample.mark_once.enqueue(number=1)
    Worker().drain()
    job.refresh_from_db()
    assert (job.done_steps, job.total_steps, job.step) == (1, 2, "Thinking")


def test_a_job_that_nobody_knows_fails_in_words():
    job = Job.objects.create(name="gone.job", actor="system", retries=0)
    Worker().drain()
    job.refresh_from_db()
    assert job.last_error is not None
    assert "gone.job" in job.last_error["what"]
    assert job.title == "gone.job"


def test_two_jobs_of_one_name_are_refused():
    with pytest.raises(ValueError, match="Two jobs"):
        declare.job(name="sample.mark")(sample.mark)  # pyright: ignore[reportArgumentType]


def test_a_job_has_the_rights_of_who_asked_for_it():
    user = User.objects.create_user("anna@example.org", name="Anna")
    mine = sample.rights.enqueue(actor=actor_of_user(user))
    gone = sample.rights.enqueue(actor=Actor("user:99", "Bram"))
    ours = sample.rights.enqueue()
    Worker().drain()
    for job in (mine, gone, ours):
        job.refresh_from_db()
    assert mine.result == [f"user:{user.pk}", "Anna"]
    assert gone.result == ["user:99", ""]
    assert ours.result == ["system", "Onderdak"]


def test_a_job_has_the_rights_of_the_purpose_for_which_it_was_asked():
    user = User.objects.create_user("anna@example.org", name="Anna")
    region = Tenant.objects.create(kind="region", slug="r", name="R")
    for role in (Role.ANALYST, Role.INSPECTOR):
        Membership.objects.create(user=user, tenant=region, role=role)
    for purpose in (Purpose.SUPERVISION, Purpose.ADDRESS_QUALITY):
        job = sample.purpose.enqueue(actor=actor_of_user(user, purpose=purpose))
        Worker().drain()
        job.refresh_from_db()
        assert job.result == purpose


def test_a_plain_task_of_django_tasks_runs_and_gives_its_result():
    result = sample.plain.enqueue(4)
    assert result.status == TaskResultStatus.READY
    counted = sample.plain_with_context.enqueue(number=5)
    Worker().drain()
    result.refresh()
    assert (result.status, result.return_value, marks()) == (TaskResultStatus.SUCCESSFUL, 4, 1)
    counted.refresh()
    assert counted.return_value == 5
    with pytest.raises(TaskResultDoesNotExist):
        sample.plain.get_result("0" * 32)


def test_a_dead_letter_is_tried_again_or_put_aside_and_that_is_audited():
    job = sample.refuse.enqueue()
    other = sample.refuse.enqueue()
    Worker().drain()
    service.retry(job, SYSTEM)
    service.drop(other, SYSTEM)
    job.refresh_from_db()
    other.refresh_from_db()
    assert (job.status, job.attempts, other.status) == ("waiting", 0, "dropped")
    with pytest.raises(InputError):
        service.retry(other, SYSTEM)
    assert list(Entry.objects.values_list("event", flat=True)) == ["job_dropped", "job_retried"]


def test_long_finished_work_goes_and_dead_letters_stay():
    from onderdak.base.jobs.jobs import tidy

    done, dead, fresh = (
        sample.mark_once.enqueue(number=1),
        sample.refuse.enqueue(),
        sample.mark_once.enqueue(number=2),
    )
    Worker().drain()
    long_ago = timezone.now() - timedelta(days=91)
    Job.objects.filter(pk__in=[done.pk, dead.pk]).update(finished_at=long_ago)
    swept = tidy.enqueue()
    Worker().drain()
    swept.refresh_from_db()
    assert swept.result == {"removed": 1}
    assert set(Job.objects.values_list("pk", flat=True)) == {dead.pk, fresh.pk, swept.pk}


@pytest.mark.parametrize("values", [{"status": "running"}, {"status": "done"}, {"finished_at": timezone.now()}])
def test_the_database_refuses_a_state_that_cannot_be(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(name="x", actor="system", retries=0, **values)


def test_who_sees_which_jobs():
    region = Tenant.objects.create(kind="region", slug="r", name="R")
    other = Tenant.objects.create(kind="region", slug="o", name="O")
    town = Tenant.objects.create(kind="municipality", slug="t", name="T", parent=region, region=region)
    jobs = {
        name: sample.rights.enqueue(tenant=tenant)
        for name, tenant in {"region": region, "other": other, "town": town, "none": None}.items()
    }

    def seen(role: Role, tenant: Tenant) -> set[str]:
        user = User.objects.create_user(f"{role}@{tenant.slug}.nl", name="X")
        Membership.objects.create(user=user, tenant=tenant, role=role)
        found = set(Job.objects.for_actor(actor_of_user(user), Permission.MANAGE_JOBS))
        return {name for name, job in jobs.items() if job in found}

    assert seen(Role.ADMINISTRATOR, region) == {"region", "town", "none"}
    assert seen(Role.ADMINISTRATOR, town) == {"town", "none"}
    assert seen(Role.ANALYST, region) == set()
    assert Job.objects.for_actor(SYSTEM, Permission.MANAGE_JOBS).count() == 4


def test_who_asked_for_a_job_finds_it_again():
    user = User.objects.create_user("anna@example.org", name="Anna")
    mine = sample.rights.enqueue(actor=actor_of_user(user))
    sample.rights.enqueue()
    assert list(Job.objects.asked_by(actor_of_user(user))) == [mine]
    assert not Job.objects.asked_by(SYSTEM)
