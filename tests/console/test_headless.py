"""Commands without a screen: that there is one for each call, how they are typed, and what they print."""

import csv
import io
import json
import subprocess
import unicodedata
from collections import Counter

import pytest
from google.protobuf import json_format
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from smartregion.v1 import options_pb2, support_service_pb2, user_service_pb2
from smartregion.v1.reading_service_pb2 import ListReadingsRequest, Reading, ReadingState

from console.__main__ import main
from console.actions import ACTIONS
from console.headless import completion, flags, output
from console.headless.command import offered
from console.headless.nouns import commands, every
from server import policy


def test_each_call_that_an_operator_may_make_with_one_request_is_one_command() -> None:
    calls = Counter(command.call for command in every())
    operator = options_pb2.PRINCIPAL_KIND_OPERATOR
    wanted = {
        method.full_name
        for service in policy.contract()
        for method in policy.methods(service)
        if operator in method.principals and not method.streams_requests
    }
    assert calls == Counter([*wanted, "AuthService.SignInOperator"])


def test_what_changes_anything_is_known_by_its_policy() -> None:
    changing = {command.call for command in every() if command.changes}
    assert {"ReadingService.BatchSubmitReadings", "UserService.BlockUser", "ReadingService.SubmitReading"} <= changing
    looks = ("List", "Get", "Watch", "Lookup", "Preview", "Explain", "Compare", "Describe", "Examine")
    assert [call for call in changing if call.partition(".")[2].startswith(looks)] == []


def test_what_the_console_has_confirmed_is_confirmed_here() -> None:
    named = {command.method.name for command in every() if command.irrevocable}
    assert {action.call or action.does for action in ACTIONS if action.danger} == named


def test_every_command_has_its_help_and_no_two_of_its_flags_one_name(capsys: pytest.CaptureFixture[str]) -> None:
    for noun, verbs in offered().items():
        assert main([noun, "--help"]) == 0
        for verb, (command, _) in verbs.items():
            said = flags.parser(command, f"smartregion {noun} {verb}").format_help()
            names = [f"--{flag.name}" for flag in flags.flags(command) if flag.name != "id"]
            assert [name for name in names if name not in said.replace(",", " ").split()] == []
            assert len(names) == len(set(names))
    assert main(["readings", "list", "--help", "--language", "en"]) == 0
    assert "Lists readings." in capsys.readouterr().out


def request_of(*words: str) -> ListReadingsRequest:
    command = commands()["readings"]["list"]
    parsed = flags.parser(command, "").parse_args(list(words))
    request = ListReadingsRequest()
    for flag in flags.flags(command):
        given_value = getattr(parsed, flags.dest(flag))
        if given_value is not None:
            flag.put(request, given_value)
    return request


def test_values_are_typed_as_people_write_them() -> None:
    request = request_of("--state", "in-review,REFUSED", "--read-from", "23.11.2026", "--as-of", "2026-11-23T14:05Z")
    states = [ReadingState.READING_STATE_IN_REVIEW, ReadingState.READING_STATE_REFUSED]
    assert list(request.filter.states) == states
    assert request.filter.read_from.ToJsonString() == "2026-11-22T22:00:00Z"  # midnight in Kyiv
    assert request.as_of.ToJsonString() == "2026-11-23T14:05:00Z"
    assert request_of("--read-from", "23.11.2026 14:05").filter.read_from.ToJsonString() == "2026-11-23T12:05:00Z"


@pytest.mark.parametrize(
    "words",
    [
        ("--state", "reviewed"),
        ("--commodity", "gas,heat"),
        ("--read-from", "32.11.2026"),
        ("--page-size", "many"),
        ("--page-size", "99999999999"),
        ("--stat", "refused"),
    ],
)
def test_what_can_not_be_understood_is_said_before_anything_is_sent(words: tuple[str, ...]) -> None:
    assert main(["readings", "list", *words]) == 2


def drives(text: str) -> list[str]:
    """Characters that may do something to a terminal, or to the direction of a line."""
    return [one for one in text if one != "\n" and unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


@given(st.text(st.characters(codec="utf-8")), st.text(st.sampled_from("\x1b\x9b[]31m\x07\x7f‮\u2028\r\n\t⁦=@,\"'a")))
def test_no_text_of_data_drives_the_terminal(any_text: str, hostile: str) -> None:
    user = user_service_pb2.User(id=hostile, first_name=any_text, last_name=hostile, block_reason=any_text)
    thread = support_service_pb2.GetThreadResponse(
        thread=support_service_pb2.SupportThread(number=hostile),
        messages=[support_service_pb2.SupportMessage(text=one) for one in (any_text, hostile)],
    )
    made = output.as_json(user)
    assert json_format.Parse(made, user_service_pb2.User()) == user
    printed = [made, output.as_json(user, line=True), *output.detail(user), *output.detail(thread)]
    printed += [*output.Table(user.DESCRIPTOR).lines([user])]
    table = [*output.Csv(user.DESCRIPTOR).lines([user])]
    assert [drives(one) for one in (*printed, *table)] == [[]] * (len(printed) + len(table))
    assert all("\n" not in line for line in (*printed[1:], *table))
    cells = [cell for row in csv.reader(io.StringIO("\n".join(table))) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "@"))] == []


#: What is typed, with the last word begun, and what bash offers for it.
COMPLETED = {
    "read": "readings",
    "comp": "completion",
    "requests over": "overdue",
    "completion z": "zsh",
    "readings list --sta": "--state",
    "readings list --state in": "in-review",
    "readings queue --json-": "--json-lines --json-request",
    "users get x --purpose s": "security supervision support",
    "users get x --json-request /dev/nul": "/dev/null",
    "nothing of the": "",
}


def test_bash_completes_nouns_verbs_flags_and_values(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "bash"]) == 0
    ask = 'COMP_WORDS=(smartregion $line); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _smartregion; echo "${COMPREPLY[*]}"'
    script = f"{capsys.readouterr().out}\nwhile read -r line; do {ask}; done"
    told = ["bash", "--norc", "-c", script]
    done = subprocess.run(
        told, input="\n".join((*COMPLETED, "")), capture_output=True, text=True, check=True, timeout=30
    )
    offers = [" ".join(sorted(line.split())) for line in done.stdout.splitlines()]
    assert dict(zip(COMPLETED, offers, strict=True)) == COMPLETED


def test_each_shell_gets_a_script_that_knows_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    for shell in completion.SHELLS:
        assert main(["completion", shell]) == 0
        script = capsys.readouterr().out
        assert [noun for noun in offered() if noun not in script] == []
        assert "in-review" in script
    assert main(["completion", "tcsh"]) == 2


def test_a_narrow_terminal_shows_what_people_read_before_ids_of_other_things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "100")
    one = Reading(id="0" * 13, register_id="1" * 13, state=3, source=1, meter_serial_number="В24" * 20)
    head, row = output.Table(one.DESCRIPTOR).lines([one])
    assert row.split()[:3] == ["0" * 13, "абонент", "на"]
    assert "1" * 13 not in row
    assert "…" in row
    assert max(map(cell_len, (head, row))) <= 100


def test_json_names_fields_as_the_contract_does() -> None:
    made = json.loads(output.as_json(user_service_pb2.User(first_name="Ніна", state=1)))
    assert (made["first_name"], made["state"], made["account_count"]) == ("Ніна", "USER_STATE_ACTIVE", 0)
