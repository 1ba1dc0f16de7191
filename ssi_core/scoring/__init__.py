"""From activities to points, pillars, total, range and band."""

from ssi_core.scoring.score import Prior, expected_points, part, published_prior, score, team_prior

__all__ = ["Prior", "expected_points", "part", "published_prior", "score", "team_prior"]
