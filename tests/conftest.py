"""Profiles of hypothesis: `dev` while you work, its own `ci` (derandomised, no deadline) in the test command."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("dev", deadline=None, max_examples=50)

if "CI" not in os.environ:
    settings.load_profile("dev")
