"""`partnerlab agreements`: all links by step, what blocks each, and which data passes on what basis."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click


@click.command("agreements")
@click.option("--lang", type=click.Choice(["en", "th"]), default="en", show_default=True)
@click.option(
    "--matrix", type=click.Path(path_type=Path, dir_okay=False),
    help="Write fields, recipients and legal basis to this file, whose name ends in .html or .csv.",
)  # fmt: skip
@click.option(
    "--diff", "versions", nargs=2, metavar="OLD NEW", type=click.Path(path_type=Path, dir_okay=False),
    help="Describe the differences between two versions of an agreement (agreement.yaml) instead.",
)  # fmt: skip
def command(lang: Literal["en", "th"], matrix: Path | None, versions: tuple[Path, Path] | None) -> None:
    """List all links by the step of the procedure that they have reached, and what blocks each."""
    if versions:
        if matrix:
            raise click.UsageError("give either --matrix or --diff")
        click.echo("\n".join(_differences(*versions, lang)))
        return
    from partnerlab.conformance.agreements.overview import overview
    from partnerlab.lab.partners.registry import Registry

    if matrix is None:
        click.echo(overview(Registry(), lang))
        return
    matrix.write_bytes(_matrix(matrix, lang).encode())


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
