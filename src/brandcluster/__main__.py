"""`python -m brandcluster`."""

from brandcluster.cli import enter

if __name__ == "__main__":
    enter()
