"""What was not taken as it stood, as a table to read and to download."""

import pandas as pd
import streamlit as st

from ssi_core.i18n import _
from ssi_core.report.export import to_csv

_NAMES = {
    "file": _("File"),
    "row": _("Row"),
    "column": _("Column"),
    "value": _("What stood there"),
    "problem": _("Why"),
    "taken_as": _("Taken as"),
}


def show(table: pd.DataFrame, order: list[str], whole: pd.DataFrame | None = None) -> None:
    """The columns in `order` in which anything stands. whole: what the download holds, where that is more."""
    st.dataframe(
        table,
        hide_index=True,
        column_config=_NAMES,
        column_order=[name for name in order if name in filled(table)],
        placeholder="",
        alt=_("Cells, rows and files that were not taken as they stand"),
    )
    st.download_button(
        _("Findings as CSV"),
        data=lambda: to_csv(table if whole is None else whole),
        file_name="findings.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


def filled(table: pd.DataFrame) -> list[str]:
    """The columns in which anything stands."""
    return [name for name in table if table[name].notna().any() and set(table[name]) != {""}]
