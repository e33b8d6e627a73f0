"""Forms in parts, as different clients write them."""

from __future__ import annotations

import pytest

from partnerlab.contract.http.decoding.multipart import parts_of

FORM = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\nabc\r\n--x--\r\n'


@pytest.mark.parametrize("before", [b"", b"\r\n"])
def test_a_line_end_may_stand_before_the_first_boundary(before: bytes) -> None:
    part = parts_of(before + FORM)["file"]
    assert (part.file_name, part.content) == ("a.pdf", b"abc")


@pytest.mark.parametrize(("raw", "why"), [(b"abc", "no boundary"), (FORM[:-4], "last boundary")])
def test_what_is_no_form_says_why(raw: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parts_of(raw)
