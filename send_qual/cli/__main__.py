"""``python -m send_qual.cli``: the same as ``send-qual``."""

import sys

from send_qual.cli import main

sys.exit(main())
