import pytest
from sqlalchemy import delete, insert, select

from ssi_core.store.engine import Store, StoreError
from ssi_core.store.tables import accounts, insert_row, metadata, people, teams


def test_an_id_is_never_given_out_twice(store: Store):
    with store.writing() as connection:
        first = insert_row(connection, accounts, subject="one")
        connection.execute(delete(accounts))
        assert insert_row(connection, accounts, subject="two") > first


def test_people_are_told_apart_by_what_their_names_have_in_common(store: Store):
    with store.writing() as connection:
        team = insert_row(connection, teams, name="North", privacy="all")
        connection.execute(insert(people), [{"team_id": team, "name": name} for name in ("Ana Müller", "Ben")])
        assert connection.scalars(select(people.c.key).order_by(people.c.id)).all() == ["ana müller", "ben"]
    with pytest.raises(StoreError), store.writing() as connection:
        insert_row(connection, people, team_id=team, name="ANA MU\u0308LLER")


def test_nothing_stands_in_the_way_of_deleting():
    links = [key for table in metadata.tables.values() for key in table.foreign_keys]
    assert {key.ondelete for key in links} == {"CASCADE", "SET NULL"}
