"""What all tests share."""

import os

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def not_the_users_database(tmp_path_factory):
    """Whatever a test keeps, it is never kept among what the user of this machine has."""
    os.environ["SSI_DATABASE_URL"] = f"sqlite:///{tmp_path_factory.mktemp('store') / 'history.db'}"
