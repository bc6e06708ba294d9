"""The rules of the house, checked on the source itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "voxanne"
TREES = {str(path.relative_to(SOURCE)): ast.parse(path.read_text()) for path in sorted(SOURCE.rglob("*.py"))}
TEXTS = {name: (SOURCE / name).read_text() for name in TREES}

LONGEST_MODULE = 300
VAGUE_NAMES = {"util", "utils", "helper", "helpers", "common", "core", "manager", "managers", "base", "misc"}
# where SQL may be written: a room's store, and the database room itself
SQL_ROOMS = re.compile(r"(^|/)(store\.py|stores/\w+\.py|db/\w+\.py)$")
SQL = re.compile(
    r"\s*(select\s.+\sfrom|insert\s+into|update\s+\w+\s+set|delete\s+from|with\s+\w+\s+as\s*\()", re.I | re.S
)
# a call, a job, and a thread that computes for others: what breaks there must not take more with it
OUTER_WALLS = {"live/runner.py", "jobs/worker.py", "speech/inference.py"}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")


def test_a_module_stays_short() -> None:
    assert [name for name, text in TEXTS.items() if len(text.splitlines()) > LONGEST_MODULE] == []


def test_a_module_says_what_it_is_for() -> None:
    assert [name for name, tree in TREES.items() if not ast.get_docstring(tree)] == []


def test_a_module_has_a_telling_name() -> None:
    assert [name for name in TREES if VAGUE_NAMES & {*Path(name).parts, Path(name).stem}] == []


def test_sql_is_written_only_in_stores() -> None:
    assert [name for name in TREES if not SQL_ROOMS.search(name) and list(_queries(name))] == []


def test_a_broad_except_stands_only_at_the_outer_walls() -> None:
    assert [name for name in TREES if name not in OUTER_WALLS and list(_broad_excepts(name))] == []


def test_no_task_is_started_outside_a_task_group() -> None:
    loose = ("asyncio.create_task(", "asyncio.gather(")
    assert [name for name, text in TEXTS.items() if any(call in text for call in loose)] == []


def test_nothing_in_the_source_is_left_unfinished() -> None:
    assert [name for name, text in TEXTS.items() if UNFINISHED.search(text)] == []


def _queries(name: str) -> Iterator[str]:
    docstrings = {id(node) for node in _docstrings(TREES[name])}
    for node in ast.walk(TREES[name]):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
        if is_text and SQL.match(node.value):
            yield node.value


def _docstrings(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr):
                yield first.value


def _broad_excepts(name: str) -> Iterator[int]:
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.ExceptHandler):
            broad = isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}
            if node.type is None or broad:
                yield node.lineno
