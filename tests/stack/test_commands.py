"""`moodcloud doctor` and `moodcloud replay` on a stack as it is deployed."""

from tests.local_aws.commands import run_command
from tests.local_aws.results import fault_in, stored_results
from tests.local_aws.stack import Stack


def test_the_doctor_finds_a_new_stack_whole_and_lets_a_table_through(own_stack: Stack) -> None:
    done = run_command(own_stack, "doctor", "--stack", own_stack.name, "--try", "--timeout", "240")
    print(f"\n{done.stdout}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "missing" not in done.stdout
    lines = [line.split(maxsplit=1) for line in done.stdout.splitlines()]
    good = " ".join(told for state, told in lines if state == "ok")
    for about in ("notification", "right to invoke", "last word", "failed events", "alarms"):
        assert about in good


def test_the_doctor_tells_what_was_taken_from_a_stack(stack: Stack) -> None:
    uploads = {"Bucket": stack.uploads}
    told = stack.s3.get_bucket_notification_configuration(**uploads)
    told.pop("ResponseMetadata")
    stack.s3.put_bucket_notification_configuration(**uploads, NotificationConfiguration={})
    try:
        done = run_command(stack, "doctor", "--stack", stack.name, "--quiet")
    finally:
        stack.s3.put_bucket_notification_configuration(**uploads, NotificationConfiguration=told)
    assert done.returncode != 0
    assert "tells the function of no upload" in done.stdout


def test_a_failed_event_is_listed_handed_over_once_and_gets_its_results(stack: Stack) -> None:
    # A second is over before the function has started, or while it scores the texts.
    texts = "".join(f"the room was good, the staff very nice, guest {n}\n" for n in range(100_000))
    with stack.configured("AnalyzeFunction", Timeout=1):
        stack.put("late.csv", b"text\n" + texts.encode())
        stack.wait_for("results/late.csv/latest.json", timeout=240)
        code = fault_in(stored_results(stack.s3, stack.results, "late.csv"))
        stack.wait_for_failure("late.csv", timeout=240)
    of_none, late = (("--stack", stack.name, "--prefix", prefix) for prefix in ("x", "late"))
    listed = run_command(stack, "replay", *late, "--dry-run")
    assert "late.csv" in listed.stdout, listed.stdout + listed.stderr
    assert code in listed.stdout
    assert "1 would be handed over" in listed.stdout
    assert "0 handed over" in run_command(stack, "replay", *of_none).stdout
    assert "1 handed over" in run_command(stack, "replay", *late).stdout
    stack.wait_for_summary("late.csv")
    assert "0 would be handed over" in run_command(stack, "replay", *late, "--dry-run").stdout
