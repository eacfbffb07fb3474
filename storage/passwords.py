"""Passwords and scripts' secrets: how they are hashed, proved, judged and made.

Argon2id with the parameters of RFC 9106's second choice, written out so that a library's other mind does not
change them unseen. A password is compared in its composed form (NFC): the same letters, however the keyboard
sent them.
"""

import hashlib
import secrets
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from core.errors import invalid
from core.operators.signing_in import Proof
from core.text import folded

FEWEST, ADVISED, MOST = 8, 15, 128
"""Characters of a password: at least, advised, at most; all of them count (OWASP ASVS 5.0, 6.2.1, 6.2.9)."""

APART_FROM_NAMES = 6
"""So many characters at least must be left of a password without the names that anybody would try."""

CLUB_WORDS = ("frontdesk", "staffclub", "club", "password", "职工之家", "职工", "前台", "密码")
"""What anybody would try here first (ASVS 6.2.11)."""

_COMMON = """
00000000 0123456789 10203040 11112222 11223344 1122334455 112233445566 12121212 12312312 123123123
123321123 12341234 1234554321 123456123 1234567890 123456789a 123456789q 12345678a 12345679 123456987
123456abc 123456qq 1234qwer 123581321 123654789 123698745 123qwe123 123qweasd 12qwaszx 13141314 1314520520
135792468 147258369 1472583690 147852369 159357159 159753159 168168168 1a2b3c4d 1q2w3e4r 1q2w3e4r5t
1qaz2wsx 1qaz2wsx3edc 1qazxsw2 20082008 20202020 31415926 3141592653 52013140 520131400 5201314520
5201314a 52052052 521521521 55667788 5845201314 584520584520 66668888 741852963 7418529630 7758258521
77582588 7758521521 78787878 789456123 87654321 88886666 963852741 987654321 9876543210 99998888
a123123123 a1234567 a12345678 a123456789 a1b2c3d4 a1s2d3f4 aa123456 aa123456789 aaaa1111 aass1122 abc12345
abc123456 abc123456789 abcd1234 abcd123456 abcdefg1 abcdefgh access14 admin123 admin1234 admin123456
administrator asd12345 asd123456 asdasd123 asdf1234 asdfasdf asdfghjk asdfghjkl asdfghjkl123 baseball
basketball beautiful benjamin butterfly buzhidao caonima123 changeme chocolate computer corvette danielle
dearbook dragon123 elephant firebird football football1 garfield guanliyuan hello123 hellohello helloworld
iloveyou iloveyou1 iloveyou2 internet jennifer jiushiwo jonathan kaiqiang letmein1 letmein123 li123456
liverpool login123 longlong manchester marlboro master123 maverick michelle microsoft midnight mnbvcxz1
monkey123 mustang1 myspace1 ncc1701d operator p@ssw0rd p@ssword passw0rd password password1 password12
password123 princess princess1 q1w2e3r4 q1w2e3r4t5 qazwsx123 qazwsxedc qazwsxedcrfv qq123123 qq123456
qq123456789 qq5201314 qwe12345 qwe123456 qweasd123 qweasdzxc qweqweqwe qwer1234 qwerasdf qwert123 qwerty12
qwerty123 qwerty123456 qwertyui qwertyuiop root1234 samantha secret123 shanghai starwars sunshine superman
superman1 taobao123 test1234 test123456 trustno1 victoria w123456789 wang1234 wang123456 welcome1
welcome123 whatever wo123456 woaini123 woaini1314 woaini520 woaini5201314 woaini521 woaiwojia wobuzhidao
wodemima wodepassword woshishui woshiwo123 xiaoming xiaoxiao zaq12wsx zaq1xsw2 zhang123 zhang123456
zhanghao zhimakaimen zxc12345 zxc123456 zxcvbnm1 zxcvbnm123 zxcvbnmzxcvbnm zz123456 zzz123456
"""

COMMON = frozenset(_COMMON.split())
"""A list of our own, of what is found over and over in Chinese and English collections of leaked passwords;
runs and repetitions are refused besides, which most of such collections are."""

_RUNS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a hash costs: passes, memory in KiB, lanes; lengths of the hash and its salt in bytes."""

    time: int = 3
    memory: int = 64 * 1024
    parallelism: int = 4
    hash_length: int = 32
    salt_length: int = 16


COST = Cost()
"""What every hash costs that is made from now on; an older one is made anew at its next sign-in."""


def hashed(password: str) -> str:
    """A new hash of a password, in PHC form. Slow."""
    return _hasher().hash(_plain(password))


def proof_of(password: str) -> Callable[[str | None], Proof]:
    """What `sign_in` is to prove with. Without a hash to compare with one is made, for the time that it
    takes: who tries a name learns nothing of whether it is one."""

    def prove(kept: str | None) -> Proof:
        hasher = _hasher()
        if kept is None:
            hasher.hash(_plain(password))
            return Proof(right=False)
        try:
            hasher.verify(kept, _plain(password))
        except (VerificationError, InvalidHashError):
            return Proof(right=False)
        return Proof(right=True, better_hash=hashed(password) if hasher.check_needs_rehash(kept) else None)

    return prove


def _hasher() -> PasswordHasher:
    return PasswordHasher(
        time_cost=COST.time,
        memory_cost=COST.memory,
        parallelism=COST.parallelism,
        hash_len=COST.hash_length,
        salt_len=COST.salt_length,
        type=Type.ID,
    )


def _plain(password: str) -> bytes:
    """As it is hashed; half a surrogate pair, which no keyboard sends, makes it no other."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


# ---------------------------------------------------------------- new ones


def judge(password: str, names: Iterable[str]) -> None:
    """Refuses a new password that is too easy to guess; `names` are the operator's own. No rule says of which
    characters it has to be (ASVS 6.2.5). `invalid` password: `password_short`, `too_long`, `password_common`,
    `password_names`."""
    password = unicodedata.normalize("NFC", password)
    if len(password) < FEWEST:
        raise invalid("password", "password_short", fewest=FEWEST, advised=ADVISED)
    if len(password) > MOST:
        raise invalid("password", "too_long", longest=MOST)
    plain = folded(password).casefold()
    if plain in COMMON or _is_run(plain):
        raise invalid("password", "password_common")
    left = plain
    for name in sorted((*names, *CLUB_WORDS), key=len, reverse=True):
        left = left.replace(folded(name).casefold(), "")
    if left != plain and len(left) < APART_FROM_NAMES:
        raise invalid("password", "password_names")


def _is_run(plain: str) -> bool:
    """Few characters again and again, or a row of the keyboard, the alphabet or the digits, either way."""
    if len(set(plain)) < 3 or any(plain == (plain[:part] * len(plain))[: len(plain)] for part in range(1, 5)):
        return True
    return any(plain in run or plain[::-1] in run for run in _RUNS)


_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for one another when they are read aloud or copied from a screen."""


def one_time_password() -> str:
    """A password for one sign-in, to be told or copied: 15 characters in groups, of 74 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(3))


def new_secret() -> str:
    """A script's secret: 256 bits."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What the club keeps of a script's secret, which has too many bits to need a slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
