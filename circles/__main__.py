"""`python -m circles`: the same commands as `bin/circles`."""

from circles.cli import main

main()
