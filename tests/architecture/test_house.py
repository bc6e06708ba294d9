"""The rules of the house, checked on the source itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "voxanne"
MODULES = sorted(SOURCE.rglob("*.py"))
VAGUE_NAMES = {"util", "utils", "helper", "helpers", "common", "core", "manager", "managers", "base", "misc"}
# where SQL may be written: a room's store, and the database room itself
SQL_ROOMS = re.compile(r"(/store\.py|/stores/\w+\.py|/db/\w+\.py)$")
SQL = re.compile(r"^\s*(select\s.+\sfrom|insert\s+into|update\s+\w+\s+set|delete\s+from|with\s+\w+\s+as\s*\()", re.I | re.S)


def name_of(module: Path) -> str:
    return str(module.relative_to(SOURCE))


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_stays_under_300_lines(module: Path) -> None:
    assert len(module.read_text().splitlines()) <= 300


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_says_what_it_is_for(module: Path) -> None:
    assert ast.get_docstring(ast.parse(module.read_text())), "a module's first line says what the room is for"


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_has_a_telling_name(module: Path) -> None:
    assert not VAGUE_NAMES & {*module.parts[len(SOURCE.parts) :], module.stem}


@pytest.mark.parametrize("module", [m for m in MODULES if not SQL_ROOMS.search(m.as_posix())], ids=name_of)
def test_sql_is_written_only_in_stores(module: Path) -> None:
    docstrings = {id(node) for node in _docstring_nodes(module)}
    queries = [
        node.value
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        and SQL.match(node.value)
    ]
    assert queries == []


def _docstring_nodes(module: Path) -> Iterator[ast.AST]:
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr):
                yield first.value


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_broad_except_stands_only_at_the_outer_walls(module: Path) -> None:
    # a call, a job, and a thread that computes for others: what breaks there must not take more with it
    walls = {"live/runner.py", "jobs/worker.py", "speech/inference.py"}
    broad = [
        node.lineno
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
    ]
    assert broad == [] or name_of(module) in walls


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_no_task_is_started_outside_a_task_group(module: Path) -> None:
    text = module.read_text()
    assert "asyncio.create_task(" not in text
    assert "asyncio.gather(" not in text


def test_nothing_in_the_source_is_left_unfinished() -> None:
    unfinished = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    found = [name_of(module) for module in MODULES if unfinished.search(module.read_text())]
    assert found == []
