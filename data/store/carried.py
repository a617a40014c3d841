"""What the project carries into the store: a new version of a release replaces the one before."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, select

from data import schema
from data.store import standing, writing
from data.store.records import Delivery


def add(connection: Connection, delivery: Delivery) -> bool:
    """Store what is not held; whether it was. What was withdrawn and is shown as before stays withdrawn."""
    table = schema.release.c
    if connection.scalar(select(table.id).where(table.carried == delivery.release.carried).limit(1)) is not None:
        return False
    same = select(table.id).where(
        table.source == delivery.release.source,
        table.dataset == delivery.release.dataset,
        table.edition == delivery.release.edition,
        table.carried != "",
    )
    before = connection.scalar(same.order_by(table.id.desc()).limit(1))
    number = writing.add(connection, delivery)
    decision = standing.last_decision(connection, before) if before is not None else None
    if before is not None and decision is not None and decision.action == schema.WITHDRAW:
        earlier, now = (standing.by_key(standing.contents(connection, release)) for release in (before, number))
        if earlier == now:
            writing.decide(connection, replace(decision, release_id=number))
    return True
