"""Where the documentation can be read: one setting, from which all addresses of ours are made."""

from __future__ import annotations

#: The address of the documentation's first page, without `/` at its end; "" until there is one. `helpUri` in SARIF, `$id`
#: of the schemas and the site's own address are made of it; after a change, `make schemas`.
SITE: str = ""


def address_of(path: str) -> str | None:
    """The address of a page (`rules/P101/`) or file (`schemas/plan.json`) of the documentation; None until it has one."""
    return f"{SITE}/{path}" if SITE else None


def code_address(code: str) -> str | None:
    """The address of what explains a code: the page of a rule, or the table of the notice's clauses."""
    return address_of(f"rules/{code}/" if code[:1].isupper() else "notice/")
