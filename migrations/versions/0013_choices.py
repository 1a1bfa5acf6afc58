"""Choices of what rings, quiet time, deliveries told together, and reminders

Nothing hangs on `delivery`, so it may be made anew for its constraint.
"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

BEFORE = "outcome in ('sent', 'moot', 'too_late', 'refused', 'given_up')"
NOW = "outcome in ('sent', 'folded', 'moot', 'too_late', 'refused', 'given_up')"


def upgrade() -> None:
    op.create_table('preference',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('membership_id', sa.Uuid(), nullable=False),
    sa.Column('news', sa.String(length=8), nullable=False),
    sa.Column('left_out', sa.String(length=400), nullable=False),
    sa.Column('lock_screen', sa.String(length=12), nullable=False),
    sa.Column('evening_at', sa.Time(), nullable=True),
    sa.Column('minutes_before', sa.Integer(), nullable=False),
    sa.CheckConstraint("news in ('all', 'mine', 'nothing')", name='news'),
    sa.CheckConstraint("lock_screen in ('nothing', 'kind_and_day', 'words')", name='lock_screen'),
    sa.CheckConstraint('minutes_before in (0, 60, 120, 180)', name='minutes_before'),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name='fk_preference_membership_id_membership', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_preference'),
    sa.UniqueConstraint('membership_id', name='uq_preference_membership_id')
    )

    op.create_table('quiet_time',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('is_on', sa.Boolean(), nullable=False),
    sa.Column('begins', sa.Time(), nullable=False),
    sa.Column('ends', sa.Time(), nullable=False),
    sa.Column('time_zone', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_quiet_time_person_id_person', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_quiet_time'),
    sa.UniqueConstraint('person_id', name='uq_quiet_time_person_id')
    )

    op.create_table('reminded',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('sign_up_id', sa.Uuid(), nullable=False),
    sa.Column('lead', sa.String(length=8), nullable=False),
    sa.CheckConstraint("lead in ('evening', 'shortly')", name='lead'),
    sa.ForeignKeyConstraint(['sign_up_id'], ['sign_up.id'], name='fk_reminded_sign_up_id_sign_up', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_reminded'),
    sa.UniqueConstraint('sign_up_id', 'lead', name='uq_reminded_sign_up_id_lead')
    )

    _allow(NOW)


def downgrade() -> None:
    op.execute("UPDATE delivery SET outcome = 'moot' WHERE outcome = 'folded'")
    _allow(BEFORE)
    op.drop_table('reminded')
    op.drop_table('quiet_time')
    op.drop_table('preference')


def _allow(outcomes: str) -> None:
    with op.batch_alter_table('delivery') as delivery:
        delivery.drop_constraint(op.f('ck_delivery_outcome'), type_='check')
        delivery.create_check_constraint('outcome', outcomes)
