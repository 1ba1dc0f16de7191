"""How a team's sheets were read: open questions, findings, columns and what was assumed."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from pages.parts import findings as findings_table
from pages.parts import kept_team, team
from ssi_core.i18n import _, ngettext
from ssi_core.intake.columns import SURE, Choice, Entry, targets, unit_choices
from ssi_core.intake.findings import COLUMNS, as_table
from ssi_core.intake.questions import Question
from ssi_core.rubric import load

_DROPPED, _EMPTIED, _EDITS, _REFUSED = "team.dropped", "team.emptied", "team.edits", "team.edit_refused"


def drop_zone() -> None:
    """Reads what is dropped; taking all files away closes the team they made."""
    uploads = st.file_uploader(
        _("CSV, Excel or LibreOffice sheets, LinkedIn's files"), accept_multiple_files=True,
        key=f"team.upload.{st.session_state.get(_EMPTIED, 0)}", on_change=_note_drop,
        help=_("Up to {limit} MB a file. Files stay in memory and are gone a quarter of an hour after you leave.").format(
            limit=st.get_option("server.maxUploadSize")
        ),
    )  # fmt: skip
    if not st.session_state.pop(_DROPPED, False):
        return
    if uploads:
        with st.spinner(_("Reading your files …")):
            team.open_files([(upload.name, upload.getvalue()) for upload in uploads], kept_team.remembered())
    elif (roster := team.roster()) and roster.tables and not roster.sample:
        team.close()
    st.rerun()


def empty_drop_zone() -> None:
    """A new and empty one on the next run; the team on show stays."""
    st.session_state[_EMPTIED] = st.session_state.get(_EMPTIED, 0) + 1


def _note_drop() -> None:
    st.session_state[_DROPPED] = True


def open_questions(roster: team.Roster) -> None:
    """What the reader could not decide, each with what was done meanwhile as the first option."""
    questions = roster.team.questions
    if not questions:
        return
    st.subheader(ngettext("{n} question to you", "{n} questions to you", len(questions)).format(n=len(questions)))
    for question in questions:
        _ask(question, roster)


def _ask(question: Question, roster: team.Roster) -> None:
    key = f"team.question.{question.about}.{question.column}"
    st.session_state[key] = _answered(question, roster)
    with st.container(border=True):
        st.text(question.text)
        for where in question.places[:5]:
            st.text(f"· {where}")
        st.pills(
            _("Your answer"),
            range(len(question.options)),
            format_func=lambda option: question.options[option].label,
            required=True,
            key=key,
            label_visibility="collapsed",
            on_change=_keep_answer,
            args=(question, key),
        )


def _answered(question: Question, roster: team.Roster) -> int:
    """The place of the option that the team on show was read with."""
    if question.about == "mapping":
        return 0
    values = [option.value for option in question.options]
    return values.index(getattr(roster.answers, question.about))


def _keep_answer(question: Question, key: str) -> None:
    value = question.options[st.session_state[key]].value
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
    several = len({*table["file"], *(read.file for read in roster.tables)}) > 1
    findings_table.show(table, list(COLUMNS) if several else list(COLUMNS[1:]))


def columns(roster: team.Roster, expanded: bool = False) -> None:
    """What each column was taken for; the user may say otherwise, and the files are read again."""
    known = targets(load())
    names = {None: _("not used"), **{target: _(entry.name) for target, entry in known.items()}}
    rows = _rows(roster, names)
    key = f"{_EDITS}.{st.session_state.get(_EDITS, 0)}"  # a new editor after each edit: it shows what was taken
    label = _("Columns and units: see and change what each was taken for")
    with st.expander(label, expanded=expanded, icon=":material/table:"):
        st.caption(
            _(
                "A column is taken without asking when we are at least {sure:.0%} sure; below that it is left out, and asked about where there is a guess."
            ).format(sure=SURE)
        )
        for sentence in st.session_state.pop(_REFUSED, []):
            st.warning(sentence)
        st.data_editor(
            rows,
            key=key,
            hide_index=True,
            disabled=["column", "sure"],
            placeholder="",
            column_config={
                "column": _("Column in your file"),
                "taken": st.column_config.SelectboxColumn(_("Taken for"), options=list(names.values()), required=True),
                "unit": st.column_config.SelectboxColumn(_("Counted as"), options=_unit_words(rows, known.values())),
                "sure": st.column_config.ProgressColumn(_("How sure"), min_value=0, max_value=1, format="percent"),
            },
            on_change=_keep_edits,
            args=(key, rows, names, known),
            alt=_("Each column with what it was taken for, its unit and how sure that is"),
        )


def _rows(roster: team.Roster, names: dict) -> pd.DataFrame:
    matches = {match.header: match for matched in roster.matches for match in matched}
    return pd.DataFrame(
        {
            "column": header,
            "taken": names[match.target],
            "unit": match.unit.words if match.unit else "",
            "sure": match.confidence,
        }
        for header, match in matches.items()
    )


def _unit_words(rows: pd.DataFrame, entries: Iterable[Entry]) -> list[str]:
    """What any column can be counted as; which suits the one that is edited is checked afterwards."""
    possible = (unit.words for entry in entries for unit in unit_choices(entry))
    return list(dict.fromkeys([*possible, *filter(None, rows["unit"])]))


def _keep_edits(key: str, rows: pd.DataFrame, names: dict, known: dict[str, Entry]) -> None:
    refused = []
    for place, edit in st.session_state[key]["edited_rows"].items():
        row = rows.loc[int(place)]
        target = next(target for target, name in names.items() if name == edit.get("taken", row["taken"]))
        refused.append(_remap(row["column"], known.get(target), edit.get("unit")))
    st.session_state[_REFUSED] = list(filter(None, refused))
    st.session_state[_EDITS] = st.session_state.get(_EDITS, 0) + 1


def _remap(column: str, entry: Entry | None, words: str | None) -> str | None:
    """Takes the column for the entry, None for nothing, in the unit of these words, None for the usual one.

    Returns why not, where it stays as it was.
    """
    units = {unit.words: unit for unit in unit_choices(entry)} if entry else {}
    if words and words not in units:
        return _unfit(column, words, entry, units)
    team.remap(column, Choice(entry.id if entry else None, units.get(words or "")))
    return team.refusal()


def _unfit(column: str, words: str, entry: Entry | None, units: Iterable[str]) -> str:
    if entry is None or not units:
        return _("“{column}” stays as it was: what it is taken for has no unit.").format(column=column)
    return _("“{column}” stays as it was: “{words}” doesn't suit {name}. It can be: {units}.").format(
        column=column, words=words, name=_(entry.name), units=", ".join(units)
    )


def notes(roster: team.Roster) -> None:
    """What was found out about the files and assumed."""
    if roster.team.notes:
        with st.expander(_("What was found out about the files"), icon=":material/info:"):
            for note in roster.team.notes:
                st.text(note)
