"""How a team's sheets were read: open questions, findings, columns and what was assumed."""

import pandas as pd
import streamlit as st

from pages.parts import team
from ssi_core.i18n import _, ngettext
from ssi_core.intake.columns import Choice, targets
from ssi_core.intake.findings import as_table
from ssi_core.intake.questions import Question
from ssi_core.intake.units import FRACTION, MONTH, NOW, PERCENT, WEEK, Unit
from ssi_core.report.batch import findings_csv
from ssi_core.rubric import load

PERIODS = (WEEK, MONTH, 90.0, 365.0)
UNITS = (
    *(Unit(kind, days) for kind in ("per", "over") for days in PERIODS),
    *(NOW, PERCENT, FRACTION),
)


def take_uploads() -> None:
    """Read what was dropped; taking all files away closes the team."""
    uploads = st.session_state["team.upload"]
    if uploads:
        team.open_files([(upload.name, upload.getvalue()) for upload in uploads])
    else:
        team.close()


def open_questions(roster: team.Roster) -> None:
    """What the reader could not decide, each with what was done meanwhile as the first option."""
    questions = roster.team.questions
    if not questions:
        return
    st.subheader(ngettext("{n} question to you", "{n} questions to you", len(questions)).format(n=len(questions)))
    for place, question in enumerate(questions):
        _ask(question, f"team.question.{place}.{question.about}.{question.column}")


def _ask(question: Question, key: str) -> None:
    with st.container(border=True):
        st.text(question.text)
        for where in question.places[:5]:
            st.text(f"· {where}")
        st.segmented_control(
            _("Your answer"),
            range(len(question.options)),
            format_func=lambda option: question.options[option].label,
            default=0,
            key=key,
            label_visibility="collapsed",
            on_change=_keep_answer,
            args=(question, key),
        )


def _keep_answer(question: Question, key: str) -> None:
    option = st.session_state[key]
    if option is None:
        return
    value = question.options[option].value
    if question.about == "mapping":
        team.remap(question.column, value)
    else:
        team.answer(question.about, value)


def findings(roster: team.Roster) -> None:
    """Everything that was not taken as it stood, to read and to download."""
    if not roster.findings:
        st.success(_("Every cell was taken as it stands."), icon=":material/check:")
        return
    table = as_table(roster.findings)
    st.subheader(ngettext("{n} finding", "{n} findings", len(table)).format(n=len(table)))
    st.caption(
        _("These cells or rows were not taken as they stand; everything else was. Row numbers are those of your file.")
    )
    names = {
        "file": _("File"), "row": _("Row"), "column": _("Column"), "value": _("What stood there"),
        "problem": _("Why"), "taken_as": _("Taken as"),
    }  # fmt: skip
    st.dataframe(table, hide_index=True, column_config=names, alt=_("Cells and rows that were not taken as they stand"))
    st.download_button(
        _("Findings as CSV"), data=lambda: findings_csv(roster.findings), file_name="findings.csv", mime="text/csv",
        on_click="ignore", icon=":material/download:",
    )  # fmt: skip


def columns(roster: team.Roster) -> None:
    """What each column was taken for; the user may say otherwise, and the files are read again."""
    rubric = load()
    known = targets(rubric)
    names = {None: _("not used"), **{target: _(entry.name) for target, entry in known.items()}}
    with st.expander(_("Columns and units: see and change what each was taken for"), icon=":material/table:"):
        rows = _rows(roster, names)
        edited = st.data_editor(
            rows,
            key=f"team.columns.{hash(tuple(rows['taken'] + rows['unit']))}",
            hide_index=True,
            disabled=["column", "sure"],
            column_config={
                "column": _("Column in your file"),
                "taken": st.column_config.SelectboxColumn(_("Taken for"), options=list(names.values()), required=True),
                "unit": st.column_config.SelectboxColumn(_("Counted as"), options=_unit_words(rows)),
                "sure": st.column_config.ProgressColumn(_("How sure"), min_value=0, max_value=1, format="percent"),
            },
        )
        changed = edited[(edited["taken"] != rows["taken"]) | (edited["unit"] != rows["unit"])]
        for place, row in changed.iterrows():
            _remap(row, rows.loc[place], names)
        if len(changed):
            st.rerun()


def _rows(roster: team.Roster, names: dict) -> pd.DataFrame:
    matches = {match.header: match for matched in roster.team.matches for match in matched}
    return pd.DataFrame(
        {
            "column": header,
            "taken": names[match.target],
            "unit": match.unit.words if match.unit else "",
            "sure": match.confidence,
        }
        for header, match in matches.items()
    )


def _unit_words(rows: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys([*(unit.words for unit in UNITS), *(words for words in rows["unit"] if words)]))


def _remap(row: pd.Series, before: pd.Series, names: dict) -> None:
    target = next(target for target, name in names.items() if name == row["taken"])
    unit = next((unit for unit in UNITS if unit.words == row["unit"]), None) if row["unit"] != before["unit"] else None
    team.remap(row["column"], Choice(target, unit))


def notes(roster: team.Roster) -> None:
    """What was found out about the files and assumed."""
    if roster.team.notes:
        with st.expander(_("What was found out about the files"), icon=":material/info:"):
            for note in roster.team.notes:
                st.text(note)
