"""The field types by their names in a layout."""

from __future__ import annotations

from partnerlab.contract.records.date_types import Date, Time
from partnerlab.contract.records.fieldtypes import FieldType
from partnerlab.contract.records.model import Field, Kind
from partnerlab.contract.records.number_types import Amount, Digits, Number
from partnerlab.contract.records.text_types import Code, Constant, Spare, Text

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
