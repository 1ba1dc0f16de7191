"""What is kept as one file: to take along, and to bring back."""

from functools import partial
from typing import Literal

import streamlit as st

from pages.parts import history, kept, me, notice
from ssi_core.i18n import _
from ssi_core.store import export
from ssi_core.store.engine import StoreError

FILE = "ssi-coach-history.json"
_UPLOAD = "saved.upload"


def save(label: str, kind: Literal["primary", "secondary"] = "secondary") -> None:
    """A button that saves everything this visitor keeps."""
    st.download_button(
        label,
        data=partial(export.to_json, kept.store(), kept.account()),
        file_name=FILE,
        mime="application/json",
        on_click="ignore",
        type=kind,
        icon=":material/download:",
    )


def load() -> None:
    """Loads such a file; the score starts from it at once."""
    st.file_uploader(_("Load a saved {file}").format(file=FILE), type="json", key=_UPLOAD, on_change=_load)


def _load() -> None:
    if (upload := st.session_state[_UPLOAD]) is None:
        return
    try:
        loaded = export.from_json(kept.store(), kept.account(), upload.getvalue())
        me.show_persona(None)
        me.start_from(history.mine())
    except (export.NotAnExport, StoreError) as refusal:
        notice.tell(str(refusal), good=False)
    else:
        notice.tell(loaded.in_words)
