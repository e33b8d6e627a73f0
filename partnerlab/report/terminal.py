"""The run on a terminal, live: progress for a person, plain and stable lines for a pipe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text as Styled

from partnerlab.report.failures import failure_lines, notice_lines
from partnerlab.report.model import BAD, OPEN, VERDICTS, Run, ScenarioSummary, proof
from partnerlab.report.progress import scenario_bar
from partnerlab.report.safe_text import printable
from partnerlab.report.translations import Language, blame_word, in_language, translate, verdict_word

if TYPE_CHECKING:
    from rich.progress import Progress

STYLES = {
    "pass": "green", "fail": "bold red", "not_received": "bold magenta",
    "error": "bold yellow", "skip": "cyan", "omit": "dim",
}  # fmt: skip


class Terminal:
    """Call it with every event, in order: a line a scenario, and progress where a console is given for it."""

    def __init__(
        self,
        console: Console | None = None,
        language: Language = "en",
        progress: Console | None = None,
    ) -> None:
        self.console = console or Console()
        self.language = language
        self._progress_console = progress
        self._run = Run()
        self._progress: Progress | None = None
        self._width = max(cell_len(verdict_word(verdict, language)) for verdict in VERDICTS)

    def __call__(self, event: Mapping[str, Any]) -> None:
        self._run.take(event)
        match event.get("event"):
            case "run_started":
                self._begin()
            case "scenario_started":
                self._announce()
            case "scenario_finished":
                self._tell_scenario(str(event.get("scenario")))
            case "run_finished":
                self._tell_run()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if kind is not None and issubclass(kind, KeyboardInterrupt) and self._run.started and not self._run.finished:
            self._tell_stopped()

    def close(self) -> None:
        """Take the progress off the screen; for when a run breaks off."""
        if self._progress:
            self._progress.stop()
            self._progress = None

    def _begin(self) -> None:
        told = {
            key: in_language(self._run.started.get(key), self.language) for key in ("version", "seed", "sut", "mode")
        }
        facts = [f"{key} {value}" for key, value in told.items() if value]
        self._say(f"partnerlab {' · '.join(facts).removeprefix('version ')}", "dim")
        if self._progress_console:
            self._progress = scenario_bar(self._progress_console)
            self._task = self._progress.add_task("", total=self._run.planned)
            self._progress.start()

    def _announce(self) -> None:
        if self._progress:
            title = in_language(self._run.scenarios[-1].title, self.language)
            self._progress.update(self._task, description=printable(title), total=self._run.planned)

    def work(self, kind: str, done: int) -> None:
        """Long work within the scenario under way: so many pieces are done (`count.<kind>` of the words)."""
        if self._progress and self._run.scenarios:
            title = in_language(self._run.scenarios[-1].title, self.language)
            count = translate(f"count.{kind}", self.language, n=f"{done:,}")
            self._progress.update(self._task, description=f"{count} · {printable(title)}")

    def _tell_scenario(self, name: str) -> None:
        scenario = next((one for one in reversed(self._run.scenarios) if one.id == name), None)
        if scenario is None:
            return
        self._say_verdict(scenario)
        lines = failure_lines if scenario.verdict in BAD else notice_lines
        for line in lines(scenario, self.language):
            self._say(f"    {line}")
        if log := scenario.audit_log:
            told = translate("scenario.audit_log", self.language, n=log.get("entries"), head=log.get("head"))
            self._say(f"    {printable(told)}", "dim")
        # A long run must not grow in memory for what has been told; the verdict is all the totals need.
        scenario.events.clear()
        scenario.invariants.clear()
        if self._progress:
            self._progress.advance(self._task)

    def _say_verdict(self, scenario: ScenarioSummary) -> None:
        verdict = verdict_word(scenario.verdict, self.language)
        pad = " " * (self._width - cell_len(verdict))
        line = Styled.assemble((verdict, STYLES.get(scenario.verdict, "")), f"{pad}  {scenario.id}  ")
        line.append(printable(in_language(scenario.title, self.language)))
        if scenario.verdict != "pass":
            line.append(self._why(scenario), "dim")
        self.console.print(line, soft_wrap=True)

    def _why(self, scenario: ScenarioSummary) -> str:
        """Whose fault it is, and the reason if the scenario was not judged (a failure's reason follows in full)."""
        told = (
            f"  [{translate('blame', self.language)}: {blame_word(scenario.blame, self.language)}]"
            if scenario.blame
            else ""
        )
        reason = in_language(scenario.reason, self.language)
        return told if scenario.verdict in BAD or not reason else f"{told}  {printable(reason)}"

    def _tell_stopped(self) -> None:
        """What was played until the run was interrupted; the scenario that was being played does not count."""
        played = Counter(scenario.verdict for scenario in self._run.scenarios if scenario.finished)
        verdicts = [f"{played[verdict]} {verdict_word(verdict, self.language)}" for verdict in VERDICTS]
        counts = ", ".join(text for text in verdicts if not text.startswith("0 "))
        self._say("")
        stopped = translate("terminal.stopped", self.language, n=played.total(), all=self._run.planned)
        self._say(f"{stopped}: {counts}" if counts else stopped, "bold")

    def _tell_run(self) -> None:
        self.close()
        language, finished = self.language, self._run.finished
        verdicts = [f"{n} {verdict_word(verdict, language)}" for verdict, n in self._run.verdicts.items() if n]
        scenarios = translate("count.scenarios", language, n=len(self._run.scenarios))
        self._say("")
        self._say(f"{scenarios}: {', '.join(verdicts)}", "bold")
        if self._run.proved_nothing or self._run.judged_nothing:
            told = "run.proved_nothing" if self._run.proved_nothing else "terminal.judged_nothing"
            self._say(translate(told, language), "bold")
        if missing := self._run.not_exercised:
            self._say(f"{translate('run.not_exercised', language)}: {'; '.join(missing)}")
        self._tell_requirements()
        counts = [translate(f"count.{what}", language, n=finished.get(what, 0)) for what in ("steps", "exchanges")]
        self._say(f"{', '.join(counts)}{self._speed()}")

    def _tell_requirements(self) -> None:
        """After a run of all scenarios: those that failed, those not tested, and how many no scenario proves."""
        asked = self._run.requirements
        if not asked or not self._run.complete:
            return
        stands = Counter(map(proof, asked))
        parts = [translate("count.proved", self.language, n=stands["pass"], all=len(asked) - stands["outside"])]
        for key, verdicts in (("requirement.failed", BAD), ("requirement.untested", OPEN)):
            if names := [str(one.get("id")) for one in asked if proof(one) in verdicts]:
                parts.append(f"{translate(key, self.language)}: {', '.join(names)}")
        parts += [translate(f"count.{how}", self.language, n=stands[how]) for how in ("open", "outside") if stands[how]]
        self._say("; ".join(parts))

    def _speed(self) -> str:
        seconds = float(self._run.finished.get("seconds") or 0)
        steps = int(self._run.finished.get("steps") or 0)
        rate = f", {translate('count.speed', self.language, n=format(steps / seconds, ',.0f'))}" if seconds > 0 else ""
        return f", {seconds:.2f} {translate('unit.seconds', self.language)}{rate}"

    def _say(self, line: str, style: str = "") -> None:
        """One line as it is: no markup of its own, no wrapping, nothing cut."""
        self.console.print(Styled(line, style), soft_wrap=True)
