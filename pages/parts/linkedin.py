"""The member's own files: how to get them, where to drop them, what was read, and what they can't show."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.typing import UploadedFile

from pages.parts import chart, findings, me, own_score, site
from pages.parts.text import as_it_stands
from ssi_core.charts.member import connections, monthly_rates, posting_hours, weekly_activity
from ssi_core.i18n import _, ngettext
from ssi_core.intake.findings import as_table
from ssi_core.intake.ledger import UNREADABLE, Ledger
from ssi_core.intake.measure import Measured
from ssi_core.intake.panels import by_hour, by_month, connections_over_time, weekly
from ssi_core.intake.window import FLOWS, USUAL_DAYS
from ssi_core.report.member import NOT_READ, is_of_use
from ssi_core.rubric import load
from ssi_core.wording import amount, day

_DROPS = "linkedin.drops"
_IN_ANALYTICS = {"follower", "engagement"}  # kinds of events that LinkedIn's copy of the data lacks
PERIODS = {30: _("30 days"), 90: _("90 days"), 365: _("A year"), 0: _("Everything")}
KINDS = {
    "analytics": _("Creator analytics"),
    "certifications": _("Certifications"),
    "comments": _("Comments you wrote"),
    "company_follows": _("Companies you follow"),
    "connections": _("Connections"),
    "education": _("Education"),
    "endorsements": _("Endorsements received"),
    "endorsements_given": _("Endorsements given"),
    "instant_reposts": _("Plain reposts"),
    "invitations": _("Invitations"),
    "member_follows": _("People you follow"),
    "messages": _("Messages"),
    "other": _("Not used"),
    "positions": _("Jobs on your profile"),
    "private": _("Private, not opened"),
    "profile": _("Your profile"),
    "reactions": _("Reactions you gave"),
    "recommendations": _("Recommendations"),
    "recommendations_given": _("Recommendations given"),
    "recommendations_received": _("Recommendations received"),
    "rich_media": _("Pictures and videos"),
    "score page": _("LinkedIn's own score"),
    "searches": _("Searches"),
    "shares": _("Posts and reposts"),
    "skills": _("Skills"),
    UNREADABLE: _("Could not be read"),
    "votes": _("Votes in polls"),
}


def drop_zone() -> None:
    """Reads what is dropped and lets go of the files: only dates and counts stay."""
    drops = st.session_state.get(_DROPS, 0)
    uploads = st.file_uploader(
        _("The ZIP as it came, single CSV files, the analytics workbook, the text of the score page: any mix"),
        accept_multiple_files=True,
        key=f"linkedin.files.{drops}",  # a new and empty one after each drop
    )
    st.caption(
        _(
            "Names, addresses and texts are never kept, only dates and counts, and only while this tab is open: after a reload you drop the files again. Your answers stay."
        )
        + " "
        + _("Is your ZIP larger than {limit} MB? Unpack it and drop the CSV files in it.").format(
            limit=st.get_option("server.maxUploadSize")
        )
    )
    if uploads:
        with st.spinner(_("Reading your files …")):
            me.read_files([(upload.name, upload.getvalue()) for upload in uploads])
        own_score.fill(me.own_score())
        _let_go(uploads)
        st.session_state[_DROPS] = drops + 1
        st.rerun()


def _let_go(uploads: Sequence[UploadedFile]) -> None:
    """Frees the files' bytes, which Streamlit holds until the session ends and has no public way to free."""
    session = get_script_run_ctx()
    for upload in uploads:
        session.uploaded_file_mgr.remove_file(session.session_id, upload.file_id)


def how_to_get_them(expanded: bool = False) -> None:
    """Where on LinkedIn the files are, in three steps."""
    with st.expander(_("How to get your files from LinkedIn"), icon=":material/help:", expanded=expanded):
        st.markdown(
            _("""
1. **Ask for your copy.** On LinkedIn: Settings & Privacy, Data privacy, Get a copy of your data. The fast copy comes in minutes. The complete one takes a day or two and also shows posts, comments, reactions and searches.
2. **Take the analytics too.** Your profile, Analytics, Export. That workbook has what the copy lacks: new followers and what others did with your posts.
3. **Drop them here as they come,** nothing to unpack. What comes later adds to what is here.
""")
        )  # fmt: skip


def refused(ledger: Ledger) -> None:
    """A sentence for each file that is none of LinkedIn's, or that can't be read; for all where none is of use."""
    of_use = is_of_use(ledger)
    reasons = {
        file.name: [finding.problem for finding in file.findings] or ([] if of_use else file.notes)
        for file in ledger.files
        if file.kind in NOT_READ
    }
    if n := sum(map(bool, reasons.values())):
        with st.container(border=True):
            st.markdown(ngettext("**{n} file was not used**", "**{n} files were not used**", n).format(n=n))
            _say(reasons)


def _say(sentences: Mapping[str, Sequence[str]]) -> None:
    """Each sentence once, behind the files that it is about. sentences: by the name of the file."""
    files: dict[str, list[str]] = {}
    for name, said in sentences.items():
        for sentence in said:
            files.setdefault(sentence, []).append(me.short_name(name))
    for sentence, names in files.items():
        st.text(f"{', '.join(names)}: {sentence}")


def in_use(files: me.Files) -> None:
    """What is on show, with the way to close it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if me.sample_files():
            st.badge(_("Sample"), icon=":material/science:")
        st.markdown(_counted(files), width="content")
        if me.sample_files():
            if st.button(_("Close the sample"), type="tertiary"):
                me.show_persona(None)
                st.rerun()
        elif st.button(_("Take the files away"), type="tertiary", icon=":material/close:"):
            me.take_files_away()
            st.rerun()
    if files.ledger.official:
        st.markdown(_("LinkedIn's own score was read."))


def to_score() -> None:
    if st.button(_("See my score"), type="primary", icon=":material/speed:"):
        me.show_own()
        site.go(site.SCORE)


def add_more() -> None:
    label = _("Use my own files") if me.sample_files() else _("Add more files")
    with st.expander(label, icon=":material/upload_file:", key=f"linkedin.more.{st.session_state.get(_DROPS, 0)}"):
        drop_zone()


def _counted(files: me.Files) -> str:
    """ "16 of 21 activities were counted in 15 files, up to 18 October 2026." """
    found, newest, every = files.measured.activities, files.measured.as_of, len(load().ids)
    if not found:
        return _("These files show none of the {all} activities.").format(all=every)
    used = len({me.short_name(name) for value in found.values() for name in value.from_files})
    words = ngettext(
        "**{n} of {all} activities** were counted in {files} file",
        "**{n} of {all} activities** were counted in {files} files",
        used,
    ).format(n=len(found), all=every, files=used)
    return _("{words}, up to {day}.").format(words=words, day=day(newest)) if newest else f"{words}."


def where_more_is(ledger: Ledger) -> None:
    """Which activities LinkedIn's other files would show."""
    shown = {seen.kind for seen in ledger.seen}
    missing = {i: flow.kinds[0] for i, flow in FLOWS.items() if flow.kinds[0] not in shown}
    for words, in_analytics in (
        (_("LinkedIn's complete copy would also show: {names}."), False),
        (_("Your analytics would also show: {names}."), True),
    ):
        if names := [_(load().by_id[i].name) for i, kind in missing.items() if (kind in _IN_ANALYTICS) is in_analytics]:
            st.caption(words.format(names=", ".join(names)))


def choose_period() -> None:
    """Over how many days, back from the newest in the files, the figures are taken."""
    st.pills(
        _("Count the last"),
        list(PERIODS),
        format_func=PERIODS.get,
        default=USUAL_DAYS,
        required=True,
        key=me.PERIOD,
        persist_state="session",
    )


def what_was_read(measured: Measured) -> None:
    """Each activity's figure with the counts behind it and the files; then those that no file shows, and why."""
    table = pd.DataFrame(
        {
            _("Activity"): _(activity.name),
            _("Figure, and what it rests on"): f"**{amount(value.value, activity)} {_(activity.unit)}**  \n"
            f"{value.words} · {as_it_stands(me.file_names(value))}",
        }
        for activity in load().activities
        if (value := measured.activities.get(activity.id))
    )
    if len(table):
        words = _("Each activity that was counted, with the counts behind it and the file")
        st.table(table, border="horizontal", hide_index=True, alt=words)
    _unseen(measured.unseen)


def _unseen(reasons: dict[str, str]) -> None:
    if not reasons:
        return
    words = ngettext("{n} activity is not in these files", "{n} activities are not in these files", len(reasons))
    with st.expander(words.format(n=len(reasons)), icon=":material/visibility_off:"):
        st.markdown(_("Not seen is not zero. They stay unknown until a file shows them or you answer for them."))
        site.link(site.QUESTIONS[0], _("Answer the questions"))
        for reason, ids in groupby(sorted(reasons, key=reasons.get), key=reasons.get):
            with st.container(gap=None):
                st.markdown(f"**{', '.join(_(load().by_id[i].name) for i in ids)}**")
                st.text(reason)


def charts(ledger: Ledger) -> None:
    """The member's weeks, months and hours, as far as there is anything to draw."""
    zone = _time_zone()
    hours = by_hour(ledger, zone)
    tables = (
        (weekly_activity, weekly(ledger, load()).dropna(how="all")),
        (connections, connections_over_time(ledger)),
        (monthly_rates, by_month(ledger)),
        (posting_hours, hours if hours.any(axis=None) else hours.iloc[:0]),
    )
    drawn = {draw: draw(table, dark=chart.dark()) for draw, table in tables if len(table)}
    if drawn:
        st.header(_("Your weeks"))
        with st.grid(2, min_column_width=340):
            for draw, picture in drawn.items():
                with st.container():
                    chart.show(picture)
                    if draw is posting_hours:
                        st.caption(_("Times of day are those of your time zone, {zone}.").format(zone=zone))


def _time_zone() -> str:
    """The visitor's; UTC where the browser doesn't tell or tells none that is known, such as "Etc/Unknown"."""
    try:
        return ZoneInfo(st.context.timezone or "UTC").key
    except (ZoneInfoNotFoundError, ValueError):
        return "UTC"


def files(ledger: Ledger) -> None:
    """What became of each file, and everything in them that was not taken as it stood."""
    st.header(_("Your files"))
    table = pd.DataFrame(
        {
            _("What it is"): KINDS.get(file.kind, file.kind),
            _("Rows"): file.rows,
            _("Used"): file.used,
            _("From"): file.start,
            _("To"): file.end,
            _("Findings"): len(file.findings),
            _("File"): me.short_name(file.name),
            _("In"): file.name.rpartition("/")[0],
        }
        for file in ledger.files
    )
    st.dataframe(
        table,
        hide_index=True,
        column_config=dict.fromkeys((_("From"), _("To")), st.column_config.DateColumn(format="D MMM YYYY")),
        column_order=findings.filled(table),
        placeholder="",
        alt=_("Each file with its kind, rows, period and number of findings"),
    )
    _findings(ledger)
    _notes(ledger)


def _findings(ledger: Ledger) -> None:
    table = as_table(finding for file in ledger.files for finding in file.findings)
    if table.empty:
        return
    label = ngettext(
        "{n} finding: what was not taken as it stands", "{n} findings: what was not taken as it stands", len(table)
    )
    with st.expander(label.format(n=len(table)), icon=":material/rule:"):
        shown = table.assign(file=table["file"].map(me.short_name))
        findings.show(shown, ["problem", "value", "taken_as", "row", "column", "file"], whole=table)


def _notes(ledger: Ledger) -> None:
    notes = {file.name: file.notes for file in ledger.files if file.notes}
    if notes:
        with st.expander(_("What was found out about the files"), icon=":material/info:"):
            _say(notes)
