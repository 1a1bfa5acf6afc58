"""What people offer, and "not this time" to whoever takes it up

The column of `need` is added and dropped by ALTER TABLE alone: days and promises hang on it.
"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('offer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('circle_id', sa.Uuid(), nullable=False),
    sa.Column('offered_by_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('details', sa.Text(), nullable=False),
    sa.Column('suits', sa.String(length=120), nullable=False),
    sa.Column('weekdays', sa.String(length=20), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('over_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('audience', sa.String(length=8), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind in ('meal', 'ride', 'presence', 'childcare', 'errand', 'hands', 'lend', 'wisdom', 'other')", name='kind'),
    sa.CheckConstraint("state in ('standing', 'asked', 'paused')", name='state'),
    sa.CheckConstraint('(until is null) = (over_at is null)', name='until'),
    sa.ForeignKeyConstraint(['circle_id'], ['circle.id'], name='fk_offer_circle_id_circle', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['offered_by_id'], ['person.id'], name='fk_offer_offered_by_id_person', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_offer')
    )
    op.create_index('ix_offer_circle_id', 'offer', ['circle_id'])
    op.create_index('ix_offer_offered_by_id', 'offer', ['offered_by_id'])
    op.create_index('ix_offer_over_at', 'offer', ['over_at'])
    op.create_index('ix_offer_state_since', 'offer', ['state', 'since'])

    op.create_table('offered_to',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('offer_id', sa.Uuid(), nullable=False),
    sa.Column('membership_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name='fk_offered_to_membership_id_membership', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name='fk_offered_to_offer_id_offer', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_offered_to'),
    sa.UniqueConstraint('offer_id', 'membership_id', name='uq_offered_to_offer_id_membership_id')
    )
    op.create_index('ix_offered_to_membership_id', 'offered_to', ['membership_id'])

    op.create_table('regret',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('need_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name='fk_regret_need_id_need', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_regret'),
    sa.UniqueConstraint('need_id', name='uq_regret_need_id')
    )
    op.add_column('need', sa.Column('takes_up_id', sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column('need', 'takes_up_id')
    op.drop_table('regret')
    op.drop_index('ix_offered_to_membership_id', table_name='offered_to')
    op.drop_table('offered_to')
    op.drop_index('ix_offer_state_since', table_name='offer')
    op.drop_index('ix_offer_over_at', table_name='offer')
    op.drop_index('ix_offer_offered_by_id', table_name='offer')
    op.drop_index('ix_offer_circle_id', table_name='offer')
    op.drop_table('offer')
