"""The signature of a crash: what stays the same of it from one device and one build to the next.

It is the SHA-256 of the platform, the type of the exception and the first five frames, each without what a build, a
device or a run puts into it: places in memory, offsets, line and column numbers, build ids, folders, the number of the
frame, and the numbers that compilers give what has no name. Whether a stack came with line numbers makes no difference.
"""

import hashlib
import re

from storage.repositories.crashes import Signature

FRAMES = 5

#: What goes, in this order, and what stands in its place.
_LEFT_OUT: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.ASCII), instead)
    for pattern, instead in (
        (r"^\s*(?:at\s+|#\s*\d+\s+|\d+\s+(?=\S+\s+0x))", ""),  # "at", the number of the frame
        (r"\bpc\s+[0-9a-fA-F]{6,16}\s+", ""),  # Android, native
        (r"\(?\bBuildId:\s*[0-9a-fA-F]+\)?", ""),
        (r"\b0x[0-9a-fA-F]+\b", ""),
        (r"\s*\+\s*\d+(?=\)|\s|$)", ""),  # an offset into a function
        (r"(?:[\w.+~=%@-]*/)+(?=[\w.+~=%@-]+)", ""),  # folders
        (r"(?:(?<=[\w)>])|(?<=\.))\s*:\d+(?::\d+)?(?=\)|\s|$)", ""),  # line and column
        (r"\bline \d+\b", ""),
        (r"(?<=[$\w>])\$\d+", "$"),  # Outer$1, lambda$0
        (r"(SyntheticLambda)\d+", r"\1"),
        (r"#\d+(?=\s|$|\.|\))", "#"),  # closure #1
        (r"\s+", " "),
    )
)
#: What a frame ends in where its numbers went.
_EMPTY = re.compile(r"\(\s*(?:Unknown Source|Native Method|SourceFile)?\s*\)")


def normalised(frame: str) -> str:
    """A frame without what differs from one build, device or run to the next."""
    for pattern, instead in _LEFT_OUT:
        frame = pattern.sub(instead, frame)
    return _EMPTY.sub("", frame).strip()


def signature(platform: int, exception_type: str, frames: "list[str] | tuple[str, ...]") -> Signature:
    """The signature of a crash. One without frames is known by its type alone."""
    kept = tuple(normalised(frame) for frame in frames[:FRAMES])
    named = exception_type.strip()
    body = "\0".join((str(platform), named, *kept))
    return Signature(hashlib.sha256(body.encode()).digest(), platform, named, kept)
