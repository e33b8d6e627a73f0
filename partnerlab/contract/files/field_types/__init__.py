"""The field types by their names in a layout."""

from __future__ import annotations

from partnerlab.contract.files.field_types.date_types import Date, Time
from partnerlab.contract.files.field_types.field_type import FieldType
from partnerlab.contract.files.field_types.number_types import Amount, Digits, Number
from partnerlab.contract.files.field_types.text_types import Code, Constant, Spare, Text
from partnerlab.contract.files.layout_model import Field, Kind

TYPES: dict[Kind, type[FieldType]] = {
    "constant": Constant,
    "text": Text,
    "digits": Digits,
    "number": Number,
    "amount": Amount,
    "date": Date,
    "time": Time,
    "code": Code,
    "spare": Spare,
}


def type_of(field: Field, encoding: str) -> FieldType:
    """The type of a field, ready to encode and decode."""
    return TYPES[field.kind](field, encoding)
