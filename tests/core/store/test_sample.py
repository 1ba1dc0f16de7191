"""The sample history: made up, and as real ones are."""

from datetime import date

from ssi_core.coaching.progress import NEWS, progress, with_check_ins
from ssi_core.samples import personas
from ssi_core.scoring import score
from ssi_core.store.sample import sample_check_ins, sample_snapshots
from ssi_core.store.snapshots import to_frame

TODAY = date(2026, 11, 22)


def test_every_persona_has_half_a_year_that_ends_with_its_figures():
    for persona in personas():
        kept = sample_snapshots(persona.values, TODAY)
        assert [one.on for one in kept] == sorted({one.on for one in kept})
        assert kept[-1].on == TODAY
        assert kept[-1].values.keys() == persona.values.keys()
        check_ins = sample_check_ins(persona.values, TODAY)
        found = progress(score(with_check_ins(to_frame(kept), check_ins)), check_ins, TODAY)
        for course in (found.estimate["total"], found.own["total"]):
            assert course.now > course.series["points"].iloc[0] + NEWS
        assert 2 <= found.streak <= found.best_streak
