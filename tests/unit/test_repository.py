"""What must hold for the repository as a whole."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from data.settings import ROOT, SETTINGS

REQUIREMENTS = ROOT / "requirements"
PIN_FILES = ("run.txt", "dev.txt")
ADDRESS = re.compile(r"\w+://|--(extra-)?index-url|--find-links|--trusted-host| @ |^file:", re.MULTILINE)
PIN = re.compile(r"^([a-z0-9.-]+)==([^ ;]+)(.*\\)?$", re.MULTILINE)
# Lock files that hold addresses, by their nature.
LOCK_FILES = {"uv.lock", "pylock.toml", "package-lock.json", "poetry.lock", "Pipfile.lock"}
# The start of a path in someone's own folders: not preceded by a part of an address or of a longer path.
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:work|root|home|Users)/\w")


def repository_files() -> list[Path]:
    """Files that are tracked or would be; where there is no git, everything outside hidden and made folders."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode == 0:
        names = [name for name in listed.stdout.split("\0") if name]
        return sorted(path for name in names if (path := ROOT / name).is_file())
    made = {".git", ".venv", ".cache", "var", "htmlcov", "__pycache__"}
    return sorted(p for p in ROOT.rglob("*") if p.is_file() and not made & set(p.relative_to(ROOT).parts))


def text_of(path: Path) -> str:
    """The file's text, or nothing where it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def pins(name: str) -> dict[str, str]:
    return {library: version for library, version, _ in PIN.findall((REQUIREMENTS / name).read_text())}


@pytest.mark.parametrize("path", sorted(REQUIREMENTS.iterdir()), ids=lambda path: path.name)
def test_no_requirements_file_holds_an_address(path):
    assert not ADDRESS.search(path.read_text())


def test_there_is_no_lock_file_with_addresses():
    assert not LOCK_FILES & {path.name for path in repository_files()}


@pytest.mark.parametrize("name", PIN_FILES)
def test_every_pin_has_a_hash(name):
    blocks = re.split(r"\n(?=[a-z0-9])", (REQUIREMENTS / name).read_text())
    assert len(blocks) == len(pins(name)) > 40
    assert [block.split("\n")[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_tests_run_on_the_libraries_that_the_dashboard_runs_on():
    assert pins("run.txt").items() <= pins("dev.txt").items()


def test_every_library_asked_for_is_pinned():
    asked = re.findall(r"^([a-z][a-z0-9-]*)", (REQUIREMENTS / "run.in").read_text(), re.MULTILINE)
    assert asked
    assert set(asked) <= pins("run.txt").keys()


def test_no_file_names_a_path_of_the_machine_it_was_written_on():
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()[:80]}"
        for path in repository_files()
        if ".min." not in path.name
        for line in text_of(path).splitlines()
        if MACHINE_PATH.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_the_readme_has_every_setting_with_its_default(setting):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"`{setting.name}`" in readme
    assert setting.default in readme


def test_the_readme_has_every_command():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert commands == ["help", "run", "test", "lint", "licences", "audit", "bench", "clean"]
    assert [c for c in commands if c != "help" and f"make {c}" not in readme] == []


def test_every_library_that_is_imported_is_declared():
    """Also where another library brings it: that one may cease to."""
    declared = set(re.findall(r"^[a-z0-9-]+", (REQUIREMENTS / "run.in").read_text(), re.MULTILINE))
    files = [ROOT / "app.py", *(f for part in ("pages", "components", "data") for f in (ROOT / part).rglob("*.py"))]
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in files]
    named = {name.partition(".")[0] for tree in trees for node in ast.walk(tree) for name in _imported(node)}
    libraries = named - sys.stdlib_module_names - {"app", "pages", "components", "data", "_typeshed"}
    of = metadata.packages_distributions()
    assert len(libraries) > 10
    assert {name for name in libraries if not declared & {d.lower().replace("_", "-") for d in of[name]}} == set()


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


ANSWERING = (
    "data/views",
    "data/queries.py",
    "data/rows.py",
    "data/paging.py",
    "data/written.py",
    "pages",
    "components",
)


def test_what_answers_a_request_goes_round_no_reader():
    """Its dataset has no store, as mypy checks; rows as they are stored are behind these names."""
    files = [f for part in ANSWERING for f in ([ROOT / part] if part.endswith(".py") else (ROOT / part).rglob("*.py"))]
    assert len(files) > 100
    named = {
        (str(file.relative_to(ROOT)), node.attr)
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("frame", "_reader", "_store", "_engine")
    }
    assert named == set()


def test_the_changelog_has_the_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text()


@pytest.mark.parametrize(
    "script", [".ci/run", *(f"deploy/{n}.sh" for n in ("run", "test", "lint", "licences", "audit", "venv", "browser"))]
)
def test_scripts_can_be_run(script):
    path = ROOT / script
    assert os.access(path, os.X_OK)
    assert path.read_text().startswith("#!/usr/bin/env bash\n")


def test_tests_data_does_not_shadow_data():
    assert not (ROOT / "tests" / "data").exists()
