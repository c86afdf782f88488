"""check-data tells each fault of a pack once, by file and cause, and says what it could not prove."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend_agent.proof import check_data
from backend_agent.values.proof import DataReport
from tests.conftest import write_files

FLUX = """
id = "flux"
title = "Flux"
kind = "linter"
packages = ["flux"]

[[signals]]
type = "dependency"
registry = "pypi"
pattern = "^flux$"
example = "flux"

[[commands]]
kind = "lint"
argv = ["flux", "{paths}"]
"""
RULE = """
title = "No flux"
message = "flux is called"
standard = "SE-09"
files = '\\.py$'

[[patterns]]
regex = 'flux\\('
"""
RECORDED = """
tool = "ruff 0.17.6"
argv = ["ruff", "format", "--check", "."]
reader = "ruff-format"
exit_code = 1
proves = true
counts = { examined = 3, passed = 1, failed = 2, skipped = 0, warnings = 0 }

[[findings]]
path = "app/b.py"
line = 0

[[findings]]
path = "c.py"
line = 0
"""
PRINTED = "Would reformat: app/b.py\nWould reformat: c.py\n2 files would be reformatted, 1 file already formatted\n"
PLACE = "technologies/linters/flux"


def prove(root: Path, files: dict[str, str] | None = None, *, technology: str = FLUX) -> DataReport:
    write_files(root, {f"{PLACE}/technology.toml": technology, **(files or {})})
    return check_data(root)


def faults(report: DataReport) -> list[tuple[str, str, int, str]]:
    return [(each.source, each.path, each.line, each.message) for each in report.findings]


def counts(report: DataReport) -> dict[str, int]:
    return {proof.subject: proof.proved for proof in report.proofs}


def test_a_sound_pack_has_no_fault_and_every_proof_counts(tmp_path: Path) -> None:
    report = prove(tmp_path)
    assert faults(report) == []
    assert {"files": 1, "folders": 1, "signals": 1, "commands": 1}.items() <= counts(report).items()


def test_only_the_pack_is_proved_not_our_data_again(tmp_path: Path) -> None:
    assert counts(prove(tmp_path))["signals"] == 1


@pytest.mark.parametrize(
    ("old", "new", "source", "told"),
    [
        ('example = "flux"', 'example = "other"', "signals", "does not match its own example"),
        ('pattern = "^flux$"', 'pattern = "("', "signals", "is not a regular expression"),
        ('pattern = "^flux$"', 'pattern = "x*"', "signals", "matches everything"),
        ('registry = "pypi"\n', "", "signals", "needs a registry"),
        ('"dependency"', '"content"', "signals", "needs the files to look within"),
        ('kind = "linter"', 'kind = "tool"', "folders", "belongs at technologies/tools/flux/"),
        ('id = "flux"', 'id = "flax"', "folders", "belongs at technologies/linters/flax/"),
        ("packages", 'implies = ["nope"]\npackages', "names", "implies 'nope': no technology"),
        ("packages", 'supersedes = ["nope"]\npackages', "names", "supersedes 'nope'"),
        ('"{paths}"', '"{path}"', "commands", "nothing fills the placeholder {path}"),
        ('["flux", "{paths}"]', "[]", "commands", "names no program"),
        ("[[commands]]", '[[commands]]\nreader = "nope"', "commands", "no reader is called 'nope'"),
    ],
)
def test_a_fault_of_a_technology_is_told_by_its_cause(
    tmp_path: Path, old: str, new: str, source: str, told: str
) -> None:
    assert old in FLUX
    (fault,) = prove(tmp_path, technology=FLUX.replace(old, new, 1)).findings
    assert (fault.source, fault.path) == (source, f"{PLACE}/technology.toml")
    assert told in fault.message


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ('state = "archived"\nsource = "x"', ["is archived, but names no successor"]),
        ('state = "deprecated"\nreplaced_by = ["Ruff 1"]', ["is deprecated, but says not by whom"]),
        ('state = "deprecated"\nreplaced_by = ["Ruff 1", "ruff"]\nsource = "x"', []),
        (
            'state = "deprecated"\nreplaced_by = ["flaxx"]\nsource = "x"',
            ["replaced_by 'flaxx': no technology has that id"],
        ),
    ],
)
def test_what_is_deprecated_names_a_successor_and_a_source(
    tmp_path: Path, status: str, told: list[str]
) -> None:
    report = prove(tmp_path, technology=f"{FLUX}\n[status]\n{status}\n")
    assert [each.message for each in report.findings] == told


def test_a_version_without_a_date_is_a_fault(tmp_path: Path) -> None:
    version = '\n[version]\nverified = "1.0"\nverified_on = "today"\n'
    (fault,) = prove(tmp_path, technology=FLUX + version).findings
    assert "'today' is not a date" in fault.message


def test_malformed_files_are_told_all_at_once_and_nothing_else_is_proved(tmp_path: Path) -> None:
    report = prove(
        tmp_path,
        {f"{PLACE}/facts.toml": "=", f"{PLACE}/tecnology.toml": ""},
        technology=FLUX.replace('title = "Flux"', "title = 1\nsize = 2"),
    )
    assert [proof.subject for proof in report.proofs] == ["files"]
    assert [
        (each.path.rpartition("/")[2], each.message.split(":")[0]) for each in report.findings
    ] == [
        ("facts.toml", "not valid TOML"),
        ("technology.toml", "title"),
        ("technology.toml", "size"),
        ("tecnology.toml", "no kind of document has this name and place"),
    ]


def test_an_id_of_our_own_data_cannot_be_taken(tmp_path: Path) -> None:
    report = prove(tmp_path, {"technologies/linters/ruff/technology.toml": FLUX})
    (fault,) = report.findings
    assert fault.source == "ids"
    assert "also defined by" in fault.message


def test_a_rule_must_fire_exactly_where_its_cases_say(tmp_path: Path) -> None:
    bad = "flux(1)  # expect: no-flux\nflow(1)  # expect: no-flux\n# expect: no-flux\nflux(2)\n"
    report = prove(
        tmp_path,
        {
            f"{PLACE}/rules/no-flux/rule.toml": RULE,
            f"{PLACE}/rules/no-flux/cases/bad.py": bad,
            f"{PLACE}/rules/no-flux/cases/good.py": "flow(1)\n\nflux(3)\n",
        },
    )
    cases = f"{PLACE}/rules/no-flux/cases"
    assert faults(report) == [
        ("rules", f"{cases}/bad.py", 2, "the rule must fire here, and does not"),
        ("rules", f"{cases}/good.py", 3, "the rule fires where nothing is marked"),
    ]
    assert counts(report)["rules"] == 2


def test_a_folder_of_cases_is_a_whole_repository(tmp_path: Path) -> None:
    across = """
title = "No flush"
message = "flux is never flushed"
standard = "SE-09"
files = '\\.py$'

[[patterns]]
absent = 'flush'
needs = 'fastapi'
across = true
at = 'flux'
"""
    served = "from fastapi import FastAPI\n\napp = FastAPI()\n"
    mark = "flux(1)  # expect: no-flux\n"
    place = f"{PLACE}/rules/no-flux"
    files = {
        f"{place}/rule.toml": across,
        f"{place}/cases/bad/requirements.txt": "fastapi\n",
        f"{place}/cases/bad/app.py": served + mark,
        f"{place}/cases/good/requirements.txt": "fastapi\n",
        f"{place}/cases/good/app.py": served + "flux(1)\n",
        f"{place}/cases/good/end.py": "flush()\n",
        f"{place}/cases/good-other/requirements.txt": "flask\n",
        f"{place}/cases/good-other/app.py": "from flask import Flask\nflux(1)\n",
    }
    report = prove(tmp_path, files)
    assert (faults(report), counts(report)["rules"]) == ([], 3)
    files[f"{place}/cases/bad/end.py"] = files.pop(f"{place}/cases/good/end.py")
    assert [(path, line) for _, path, line, _ in faults(prove(tmp_path / "b", files))] == [
        (f"{place}/cases/bad/app.py", 4),
        (f"{place}/cases/good/app.py", 4),
    ]


def test_a_rule_needs_a_good_case_too(tmp_path: Path) -> None:
    bad = {f"{PLACE}/rules/no-flux/cases/bad.py": "flux(1)  # expect: no-flux\n"}
    report = prove(tmp_path, {f"{PLACE}/rules/no-flux/rule.toml": RULE, **bad})
    assert [each.message for each in report.findings] == [
        "needs a case that is bad and one that is good"
    ]


def test_a_rule_must_name_a_standard_that_exists(tmp_path: Path) -> None:
    rule = RULE.replace("SE-09", "SE-99")
    report = prove(tmp_path, {f"{PLACE}/rules/no-flux/rule.toml": rule})
    assert [each.message for each in report.findings] == ["no standard has the id 'SE-99'"]


def test_a_standard_has_one_definition_and_judges_that_exist(tmp_path: Path) -> None:
    row = '[[standards]]\nid = "{}"\nstatement = "s"\nwhy = "w."\nlevel = "must"\n'
    judged = row.format("HO-01") + 'checked_by = [{ kind = "rule", id = "nope" }]\n'
    text = 'title = "House"\norder = 90\n' + judged + row.format("RE-01") + row.format("X1")
    report = prove(tmp_path, {"standards/house.toml": text})
    assert [each.message for each in report.findings] == [
        "HO-01 is checked by a rule 'nope': none is",
        "RE-01 is defined twice",
        "'X1': an id is like RE-01",
    ]


def test_a_row_names_the_rules_beside_it(tmp_path: Path) -> None:
    row = 'title = "House"\norder = 90\n[[standards]]\nid = "HO-01"\nstatement = "s"\nwhy = "w."\nlevel = "must"\n'
    rule = {f"{PLACE}/rules/no-flux/rule.toml": RULE.replace("SE-09", "HO-01")}
    report = prove(tmp_path, {"standards/house.toml": row, **rule})
    assert [each.message for each in report.findings] == [
        "HO-01 must name the rule 'no-flux' in checked_by"
    ]


def test_a_reader_is_held_to_what_a_recording_holds(tmp_path: Path) -> None:
    case = f"{PLACE}/cases/checks/faults"
    sound = {f"{case}/output.txt": PRINTED, f"{case}/expected.toml": RECORDED}
    assert faults(prove(tmp_path / "sound", sound)) == []
    wrong = RECORDED.replace("examined = 3", "examined = 4").replace('"c.py"', '"d.py"')
    report = prove(tmp_path / "wrong", {**sound, f"{case}/expected.toml": wrong})
    assert faults(report) == [
        ("recordings", case, 0, "ruff-format counts 3 examined, there are 4"),
        ("recordings", case, 0, "ruff-format misses the fault at d.py:0"),
        ("recordings", case, 0, "ruff-format tells of no fault at c.py:0"),
    ]


def test_an_output_that_proves_nothing_must_be_seen_as_such(tmp_path: Path) -> None:
    case = f"{PLACE}/cases/checks/empty"
    recorded = RECORDED[: RECORDED.index("\n[[findings]]")].replace("true", "true")
    nothing = recorded.replace("3,", "0,").replace("= 1, f", "= 0, f").replace("= 2,", "= 0,")
    report = prove(tmp_path, {f"{case}/output.txt": "", f"{case}/expected.toml": nothing})
    assert [each.message for each in report.findings] == [
        "ruff-format does not see that this output proves something"
    ]


def test_what_could_not_be_proved_is_said(tmp_path: Path) -> None:
    report = prove(tmp_path, {f"{PLACE}/rules/no-flux/rule.toml": RULE})
    said = [str(proof) for proof in report.proofs if proof.absent]
    assert "rules: not proved (the cases are not in this installation)" in said
    assert "recordings: not proved (there are no recordings here)" in said


DETECT = 'language = "python"\ntechnologies = ["fastapi", "flux"]\nabsent = ["pip"]\n'
DETECTED = {"pyproject.toml": '[project]\nname = "a"\ndependencies = ["fastapi", "flux"]\n'}


def detect_case(expected: str, files: dict[str, str]) -> dict[str, str]:
    folder = f"{PLACE}/cases/detect/one"
    return {
        f"{folder}/expected.toml": expected,
        **{f"{folder}/{path}": text for path, text in files.items()},
    }


def test_detection_is_held_to_its_cases(tmp_path: Path) -> None:
    sound = prove(tmp_path / "sound", detect_case(DETECT, DETECTED))
    assert faults(sound) == []
    assert counts(sound)["detection"] == 1
    wrong = DETECT.replace('"flux"', '"flask"').replace('"pip"', '"flux"').replace("python", "go")
    command = '\n[[commands]]\nkind = "test"\nargv = ["make", "test"]\n'
    report = prove(tmp_path / "wrong", detect_case(wrong + command, DETECTED))
    assert [each.message for each in report.findings] == [
        "the language is taken for 'python', it is 'go'",
        "flask is not found",
        "flux is found, and is not there",
        "no test command is `make test`",
    ]


def test_a_case_of_nothing_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    report = prove(tmp_path, detect_case(DETECT, {}))
    (fault,) = report.findings
    assert fault.message.startswith("nothing is detected: ")


def test_a_framework_needs_a_case(tmp_path: Path) -> None:
    framework = FLUX.replace('id = "flux"', 'id = "frame"').replace('"linter"', '"framework"')
    place = "technologies/frameworks/frame/technology.toml"
    report = prove(tmp_path, {**detect_case(DETECT, DETECTED), place: framework})
    assert faults(report) == [("detection", place, 0, "a framework needs a case in cases/detect/")]


RECIPE = """
id = "motto"
title = "Motto"
description = "A motto."
language = "python"

[module]
separator = "."
extension = ".py"
marker = "__init__.py"
import_kinds = ["import_statement"]

[[finds]]
name = "app"
patterns = ["$NAME = FastAPI()"]
required = true
reason = "the motto needs an application"

[[files]]
source = "motto.txt"
path = "motto.txt"
purpose = "says it"
"""


def recipe_case(request: str, files: dict[str, str]) -> dict[str, str]:
    folder = f"{PLACE}/recipes/motto"
    return {
        f"{folder}/recipe.toml": RECIPE,
        f"{folder}/files/motto.txt": "Ship it.\n",
        f"{folder}/cases/one/request.toml": request,
        **{f"{folder}/cases/one/{path}": text for path, text in files.items()},
    }


def test_a_recipe_is_held_to_its_cases(tmp_path: Path) -> None:
    main = "from fastapi import FastAPI\n\napp = FastAPI()\n"
    before = {f"before/{path}": text for path, text in (*DETECTED.items(), ("main.py", main))}
    request = 'name = "motto"\n'
    extra = {**before, "after/motto.txt": "Ship it!\n", "after/more.txt": ""}
    report = prove(tmp_path, recipe_case(request, extra))
    assert [each.message for each in report.findings] == [
        "more.txt is not made",
        "main.py is made, and not expected",
        "pyproject.toml is made, and not expected",
        "motto.txt is not as expected",
        "a second application is not without effect",
    ]


def test_a_recipe_that_must_refuse_is_held_to_its_reason(tmp_path: Path) -> None:
    before = {f"before/{path}": text for path, text in DETECTED.items()}
    sound = 'name = "motto"\nrefuses = ["needs an application"]\n'
    assert faults(prove(tmp_path / "sound", recipe_case(sound, before))) == []
    wrong = recipe_case(sound.replace("needs an", "needs no"), before)
    report = prove(tmp_path / "wrong", wrong)
    must, refuses = [each.message for each in report.findings]
    assert must == "must refuse, because needs no application"
    assert refuses.startswith("refuses: the motto needs an application")
