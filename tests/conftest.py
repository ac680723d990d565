"""Profiles of hypothesis: `dev` while you work, `ci` (derandomised, no deadline) in the test command, `thorough`.

The test command has minutes, so `ci` draws fewer examples than hypothesis would; what was ever found stands as an
`@example`. `thorough` is for a night: `pytest --hypothesis-profile=thorough`.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("dev", deadline=None, max_examples=50)
settings.register_profile("ci", settings.get_profile("ci"), max_examples=20)
settings.register_profile("thorough", deadline=None, max_examples=500)

if "CI" not in os.environ:
    settings.load_profile("dev")
