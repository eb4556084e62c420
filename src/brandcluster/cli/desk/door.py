"""Who may come in: this machine's address alone, with a token that counts once and a cookie from then on.

The address holds a secret place beside the token: cookies know no ports, and would be sent to any server of this machine
that the browser is led to; this one is sent below the secret place only (docs/decisions/0013).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from hmac import compare_digest

#: The only address that is listened on.
ADDRESS = "127.0.0.1"
COOKIE = "desk"
#: Methods that change nothing.
_READING = ("GET", "HEAD")
#: What a browser says of a request that its person began, or a page of this very server.
_OWN_FETCHES = ("same-origin", "none")
#: Said to who has no business here; no word about what this is.
REFUSED = "这个地址只给打开它的人用。"
USED = (
    "这个链接已经用过一次，不能再用了。页面还开着就回到那一页；关掉了就再双击一次“打开.bat”，"
    "或者再运行一次 brandcluster open。"
)


@dataclass
class Door:
    """What is known at the door: the port, the secret place, the cookie's value, and the tokens that still count."""

    port: int
    place: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    key: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    tokens: set[str] = field(default_factory=set)

    @property
    def host(self) -> str:
        """As browsers write it in `Host`."""
        return f"{ADDRESS}:{self.port}"

    @property
    def origin(self) -> str:
        """As browsers write it in `Origin`."""
        return f"http://{self.host}"

    @property
    def home(self) -> str:
        """The path that all pages stand below, without an end."""
        return f"/{self.place}"

    def new_address(self) -> str:
        """An address with a new token, good for one visit."""
        token = secrets.token_urlsafe(24)
        self.tokens.add(token)
        return f"{self.origin}{self.home}/enter?token={token}"

    def use_token(self, token: str) -> bool:
        """Whether a token counts; it does not a second time."""
        found = next((each for each in self.tokens if compare_digest(each.encode(), token.encode())), None)
        self.tokens.discard(found or "")
        return found is not None

    def knows(self, cookie: str) -> bool:
        """Whether this is the cookie that was given out."""
        return compare_digest(cookie.encode(), self.key.encode())


def why_refused(door: Door, method: str, path: str, headers: Mapping[str, str], cookie: str) -> int | None:
    """The status with which a request is refused; None where it may come in. Header names are small letters.

    Another name for this machine in `Host` is a page of a stranger whose name was made to lead here. What changes
    something must say that a page of ours sent it; what another page asks for gets no answer, whatever the method.
    """
    if headers.get("host") != door.host:
        return 421
    entering = path == f"{door.home}/enter" and method in _READING
    origin = headers.get("origin")
    if origin is not None and origin != door.origin:
        return 403
    if method not in _READING and origin is None:
        return 403
    if not entering and headers.get("sec-fetch-site", "none") not in _OWN_FETCHES:
        return 403
    if path != door.home and not path.startswith(f"{door.home}/"):
        return 403
    return None if entering or door.knows(cookie) else 403


#: With every answer. No script and no style but the two files of the program, nothing from anywhere else, no frame.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: of that a browser makes `Origin: null` for a form of ours.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
