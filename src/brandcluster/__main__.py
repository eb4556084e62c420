"""`python -m brandcluster`."""

from brandcluster.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
