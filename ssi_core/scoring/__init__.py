"""From activities to points, pillars, total, range and band."""

from ssi_core.scoring.score import Prior, part, published_prior, score, team_prior

__all__ = ["Prior", "part", "published_prior", "score", "team_prior"]
