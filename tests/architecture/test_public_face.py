"""The public face: every name resolves, is documented with an example that runs, and hides no module."""

from __future__ import annotations

import ast
import enum
import inspect
import pkgutil
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import zhengwu

SOURCE = Path(zhengwu.__file__)
NAMES = tuple(zhengwu.__all__)
# Nobody writes these by hand: the docstrings of the verbs that return them show them.
RESULTS = {"Report", "Table"}
MODULES = {module.name for module in pkgutil.iter_modules([str(SOURCE.parent)])}


def names_for_type_checkers() -> set[str]:
    """What the `if TYPE_CHECKING` block of the package imports."""
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    blocks = [node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    imports = [node for block in blocks for node in block.body if isinstance(node, ast.ImportFrom)]
    return {alias.asname or alias.name for node in imports for alias in node.names}


def test_no_name_stands_twice() -> None:
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_resolves_and_stays(name: str) -> None:
    assert getattr(zhengwu, name) is getattr(zhengwu, name)
    assert name in dir(zhengwu)


def test_no_public_name_equals_a_module() -> None:
    assert set(NAMES) & MODULES == set()


def test_type_checkers_see_the_same_names() -> None:
    assert names_for_type_checkers() == set(NAMES)


def test_the_version_is_the_installed_one() -> None:
    assert zhengwu.__version__ == version("zhengwu")


def test_an_unknown_name_is_an_attribute_error_that_names_it() -> None:
    with pytest.raises(AttributeError, match="savings_rat"):
        _ = zhengwu.savings_rat


@pytest.mark.parametrize("name", NAMES)
def test_every_callable_is_documented_with_an_example_that_runs(name: str) -> None:
    """The example stands in the docstring, in that of a method, or names the thing in the docstring of its module."""
    member = getattr(zhengwu, name)
    if not callable(member):
        return
    assert inspect.getdoc(member), f"zhengwu.{name} has no docstring"
    if name in RESULTS or (inspect.isclass(member) and issubclass(member, BaseException | enum.Enum)):
        return
    texts = [inspect.getdoc(member) or ""]
    if inspect.isclass(member):
        texts += [inspect.getdoc(method) or "" for method in vars(member).values()]
    module = inspect.getdoc(sys.modules[member.__module__]) or ""
    examples = [line for line in module.splitlines() if line.startswith(">>> ") and name in line]
    assert examples or any(">>> " in text for text in texts), f"zhengwu.{name} shows no doctest"


@pytest.mark.parametrize("name", NAMES)
def test_arguments_with_a_default_are_keyword_only(name: str) -> None:
    member = getattr(zhengwu, name)
    if not inspect.isfunction(member):
        return
    positional = [
        parameter.name
        for parameter in inspect.signature(member).parameters.values()
        if parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD and parameter.default is not parameter.empty
    ]
    assert positional == []
