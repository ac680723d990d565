"""`python -m zhengwu`: the command line."""

import sys

from zhengwu.cli import main

if __name__ == "__main__":
    sys.exit(main())
