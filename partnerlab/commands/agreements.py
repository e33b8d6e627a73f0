"""`partnerlab agreements`: all links by step, what blocks each, which data passes on what basis, and letters."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from partnerlab.commands.common import options


@click.command("agreements")
@options.language
@click.option(
    "--matrix", type=click.Path(path_type=Path, dir_okay=False),
    help="Write fields, recipients and legal basis to this file, whose name ends in .html or .csv.",
)  # fmt: skip
@click.option(
    "--diff", "versions", nargs=2, metavar="OLD NEW", type=click.Path(path_type=Path, dir_okay=False),
    help="Describe the differences between two versions of an agreement (agreement.yaml) instead.",
)  # fmt: skip
@click.option(
    "--letter", metavar="PARTNER",
    help="Write the letter that is due for this link, a Thai PDF: of refusal, or to inform the governor.",
)  # fmt: skip
@click.option(
    "--to", "letter_file", type=click.Path(path_type=Path, dir_okay=False),
    help="With --letter: the PDF's name. [default: PARTNER-letter.pdf]",
)  # fmt: skip
def command(
    lang: Literal["en", "th"],
    matrix: Path | None,
    versions: tuple[Path, Path] | None,
    letter: str | None,
    letter_file: Path | None,
) -> None:
    """List all links by the step of the procedure that they have reached, and what blocks each."""
    if sum(map(bool, (matrix, versions, letter))) > 1:
        raise click.UsageError("give one of --matrix, --diff and --letter")
    if letter_file and not letter:
        raise click.UsageError("--to needs --letter")
    if versions:
        click.echo("\n".join(_differences(*versions, lang)))
    elif letter:
        click.echo(_write_letter(letter, letter_file or Path(f"{letter}-letter.pdf")))
    elif matrix:
        matrix.write_bytes(_matrix(matrix, lang).encode())
    else:
        click.echo(_overview(lang))


def _overview(lang: Literal["en", "th"]) -> str:
    from partnerlab.conformance.agreements.overview import overview
    from partnerlab.lab.partners.registry import Registry

    return overview(Registry(), lang)


def _write_letter(partner: str, file: Path) -> Path:
    from partnerlab.conformance.agreements.letters.letter import due_letter
    from partnerlab.conformance.agreements.letters.letter_page import as_pdf
    from partnerlab.lab.partners.registry import Registry

    letter = due_letter(partner, Registry().partner(partner).agreement)
    file.write_bytes(as_pdf(letter))
    return file


def _differences(old: Path, new: Path, lang: Literal["en", "th"]) -> list[str]:
    from partnerlab import yamlio
    from partnerlab.conformance.agreements.version_diff import differences
    from partnerlab.schemas.validation import check

    before, after = (check(yamlio.load(file), "agreement") for file in (old, new))
    return differences(before, after, lang)


def _matrix(file: Path, lang: Literal["en", "th"]) -> str:
    from partnerlab.conformance.agreements.data_matrix import as_csv, rows
    from partnerlab.conformance.agreements.matrix_page import as_html
    from partnerlab.lab.partners.registry import Registry

    writers = {".csv": as_csv, ".html": as_html}
    if file.suffix not in writers:
        raise click.BadParameter(
            f"expected a name that ends in .html or .csv, seen '{file.name}'", param_hint="--matrix"
        )
    return writers[file.suffix](rows(Registry(), lang), lang)
