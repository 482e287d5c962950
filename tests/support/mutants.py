"""Mutants drawn by lot from the modules that printed numbers rest on, for tests/mutation/run.py."""

from __future__ import annotations

import ast
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["REPOSITORY", "ROOMS", "Room", "idle", "inside", "key_of", "mutants", "stretch"]

REPOSITORY = Path(__file__).resolve().parents[2]
SEED = 20261130


@dataclass(frozen=True)
class Room:
    """Modules, how many of their mutants are drawn, and the tests: their own, and those of who prints their numbers."""

    name: str
    modules: tuple[str, ...]
    drawn: int
    own: tuple[str, ...]
    wide: tuple[str, ...]


SCRIPTED, THRESHOLDS = "tests/study_scripted", "tests/test_thresholds.py"
ROOMS = (
    Room(
        "what people decided",
        ("coding/decision.py", "coding/_merge.py", "coding/_consensus.py", "coding/span.py", "coding/_independent.py"),
        *(80, ("tests/coding/test_decision.py", "tests/coding/test_span.py", THRESHOLDS)),
        ("tests/coding", SCRIPTED, "tests/desk/test_work_consensus.py"),
    ),
    Room(
        *("agreement", ("agreement/*.py",), 70, ("tests/agreement",)),
        (SCRIPTED, "tests/report/test_views.py", "tests/coders/test_learned.py"),
    ),
    Room(
        *("findings", ("findings/**/*.py",), 120, ("tests/findings", THRESHOLDS)),
        ("tests/report", SCRIPTED, "tests/facets"),
    ),
    Room(
        "thresholds of coders",
        ("coders/_units.py", "coders/_passages.py", "coders/_speech.py", "coders/_polarity.py"),
        *(
            50,
            ("tests/coders/test_sides.py", "tests/coders/test_units.py", "tests/coders/test_interviews.py", THRESHOLDS),
        ),
        ("tests/coders", SCRIPTED),
    ),
    Room(
        "thresholds of pseudonyms",
        ("pseudonyms/_identifiers.py", "pseudonyms/_case_details.py", "pseudonyms/_residue_check.py"),
        *(50, ("tests/pseudonyms/test_mentions.py", "tests/pseudonyms/test_identifiers.py", THRESHOLDS)),
        ("tests/pseudonyms", SCRIPTED),
    ),
)


# Which mutants are drawn

# One change for each operator: the other side of a threshold, and the contrary. What is left out either breaks at once,
# whatever the tests say (names multiplied, shifted or divided), or changes nothing (`is` for `==`).
CHANGES = {
    *("AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd"),
    *("ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "NumberReplacer", "ZeroIterationForLoop"),
    *("ReplaceUnaryOperator_USub_UAdd", "ReplaceUnaryOperator_Delete_Not", "ReplaceUnaryOperator_Delete_Invert"),
    *(
        f"ReplaceComparisonOperator_{pair}"
        for pair in (
            *("Eq_NotEq", "NotEq_Eq", "Lt_LtE", "Lt_GtE", "LtE_Lt", "LtE_Gt", "Gt_GtE", "Gt_LtE", "GtE_Gt", "GtE_Lt"),
            *("Is_IsNot", "IsNot_Is"),
        )
    ),
    *(
        f"ReplaceBinaryOperator_{pair}"
        for pair in (
            *("Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul", "FloorDiv_Mul", "Pow_Mul", "Mod_Mul"),
            *("BitAnd_BitOr", "BitOr_BitAnd", "BitXor_BitAnd"),
        )
    ),
}
Place = tuple[int, int]


def mutants(room: Room) -> list[dict[str, Any]]:
    """The mutants drawn of a room: where, by which operator, and the line as it was."""
    from cosmic_ray.commands.init import _all_work_items

    found = []
    for module in (path for pattern in room.modules for path in sorted((REPOSITORY / "send_qual").glob(pattern))):
        source = module.read_text(encoding="utf-8")
        lines, tree = source.splitlines(), ast.parse(source)
        unread, calculated = idle(tree), _calculated(tree)
        for item in _all_work_items([module], {}):
            (change,) = item.mutations
            operator, place = change.operator_name.removeprefix("core/"), change.start_pos
            if operator not in CHANGES or inside(place, unread):
                continue
            if operator.startswith("ReplaceBinary") and not inside(place, calculated):
                continue
            found.append(
                {
                    "room": room.name,
                    "module": module.relative_to(REPOSITORY).as_posix(),
                    "operator": operator,
                    "occurrence": change.occurrence,
                    "line": place[0],
                    "text": lines[place[0] - 1].strip(),
                }
            )
    same: Counter[tuple[object, ...]] = Counter()
    for one in found:
        same[key_of(one)] += 1
        one["nth"] = same[key_of(one)]
    return sorted(found, key=_lot)[: room.drawn]


def _lot(one: dict[str, Any]) -> str:
    """The lot a mutant draws, which no change of another line alters."""
    return hashlib.sha256(repr((SEED, *key_of(one))).encode()).hexdigest()


def inside(place: Place, stretches: Iterable[tuple[Place, Place]]) -> bool:
    return any(start <= place < end for start, end in stretches)


def idle(tree: ast.AST) -> list[tuple[Place, Place]]:
    """What no test could notice, or every one would: annotations, decorators, imports for types alone."""
    found = []
    for node in ast.walk(tree):
        parts = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        parts += getattr(node, "decorator_list", [])
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            parts.append(node)
        found += [stretch(part) for part in parts if part is not None]
    return found


def _calculated(tree: ast.AST) -> list[tuple[Place, Place]]:
    """Where the operators of numbers and sets stand: no stars of parameters, and no texts put together."""
    return [
        (stretch(node.left)[1], stretch(node.right)[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp) and not any(_is_text(side) for side in (node.left, node.right))
    ]


def _is_text(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return _is_text(node.left) or _is_text(node.right)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def stretch(node: Any) -> tuple[Place, Place]:
    return (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)


def key_of(one: dict[str, Any]) -> tuple[object, ...]:
    return one["module"], one["operator"], one["text"], one.get("nth", 0)
