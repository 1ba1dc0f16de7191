"""The core knows no Streamlit, and its imports go down the floors of the house."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = (  # the ground floor first; a part of ssi_core imports from itself and from the floors below
    {"i18n"},
    {"headers", "naming", "rubric", "samples"},
    {"scoring"},
    {"wording"},
    {"intake"},
    {"questionnaire"},
    {"coaching"},
    {"store"},
    {"workshop"},
    {"charts"},
    {"report"},
    {"commands"},
    {"__main__"},
)
MODULES = [path.relative_to(ROOT) for path in sorted(ROOT.glob("ssi_core/**/*.py"))]
MODULES.remove(Path("ssi_core/__init__.py"))


def imported(module: Path) -> Iterator[str]:
    """Dotted names of everything the module imports, also inside functions, such as "ssi_core.i18n._"."""
    for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def part(dotted: str) -> str:
    """The part of the core a module lies in: "rubric" for "ssi_core.rubric.reader"."""
    return dotted.split(".")[1]


def floor(part: str) -> int:
    return next(height for height, parts in enumerate(FLOORS) if part in parts)


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_imports_go_downward(module: Path):
    own = part(".".join(module.with_suffix("").parts))
    for name in imported(module):
        assert not name.startswith("."), f"{module} imports {name}: full names only"
        if name.startswith("ssi_core."):
            assert part(name) == own or floor(part(name)) < floor(own), f"{module} imports {name}"


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_the_core_knows_neither_streamlit_nor_the_pages(module: Path):
    assert not {name.split(".")[0] for name in imported(module)} & {"streamlit", "pages", "app", "tests", "sample_data"}
