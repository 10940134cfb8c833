"""A letter as a file, in each shape that it is given."""

from collections.abc import Callable, Sequence

from smartregion.v1 import privacy_request_service_pb2 as pb

from server.privacy.letters import letter
from server.privacy.letters.letter import Block

#: Media type and ending of a letter, and who writes it, by format.
_SHAPES: dict[int, tuple[str, str, Callable[[Sequence[Block], str], bytes]]] = {
    pb.LETTER_FORMAT_TEXT: ("text/plain; charset=utf-8", "txt", letter.to_text),
    pb.LETTER_FORMAT_HTML: ("text/html; charset=utf-8", "html", letter.to_html),
    pb.LETTER_FORMAT_PDF: ("application/pdf", "pdf", letter.to_pdf),
}


def shaped(name: str, number: str, blocks: Sequence[Block], form: int) -> pb.Letter:
    """A letter by its file name without an ending; the number stands on each of its pages."""
    media_type, ending, shape = _SHAPES[form]
    return pb.Letter(file_name=f"{name}.{ending}", media_type=media_type, content=shape(blocks, number))
