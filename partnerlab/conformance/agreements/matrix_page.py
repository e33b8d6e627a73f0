"""The matrix as one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple

from jinja2 import Environment, StrictUndefined

from partnerlab.conformance.agreements.data_matrix import Language, MatrixRow, headings

_TITLE = {
    "en": "Personal data: fields, recipients and legal basis",
    "th": "ข้อมูลส่วนบุคคล ช่องข้อมูล ผู้รับ และฐานกฎหมาย",
}
_PAGE = """\
<!doctype html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{ title }}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 1.5rem; }
table { border-collapse: collapse; }
th, td { border: 1px solid #bbb; padding: .25rem .5rem; text-align: start; vertical-align: top; }
thead th { position: sticky; top: 0; background: #eef3f8; }
</style>
</head>
<body>
<h1>{{ title }}</h1>
<table>
<thead><tr>{% for heading in headings %}<th scope="col">{{ heading }}</th>{% endfor %}</tr></thead>
<tbody>
{% for row in rows %}
<tr>{% for value in row %}<td>{{ value }}</td>{% endfor %}</tr>
{% endfor %}
</tbody>
</table>
</body>
</html>
"""


def as_html(matrix: Iterable[MatrixRow], language: Language) -> str:
    """The whole page; every value is escaped."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_PAGE).render(
        language=language, title=_TITLE[language], headings=headings(language), rows=map(astuple, matrix)
    )
