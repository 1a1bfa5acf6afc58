"""How an ask is answered, and raised hands"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('answering',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('need_id', sa.Uuid(), nullable=False),
    sa.Column('way', sa.String(length=12), nullable=False),
    sa.Column('hands_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('told', sa.Boolean(), nullable=False),
    sa.CheckConstraint("way in ('yes_first', 'raise_hands')", name='way'),
    sa.CheckConstraint("(way = 'raise_hands') = (hands_until is not null)", name='hands_until'),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name='fk_answering_need_id_need', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_answering'),
    sa.UniqueConstraint('need_id', name='uq_answering_need_id')
    )

    op.create_table('hand',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slot_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_hand_person_id_person', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['slot_id'], ['slot.id'], name='fk_hand_slot_id_slot', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_hand'),
    sa.UniqueConstraint('slot_id', 'person_id', name='uq_hand_slot_id_person_id'),
    sqlite_with_rowid=False,
    )
    op.create_index('ix_hand_person_id', 'hand', ['person_id'])


def downgrade() -> None:
    op.drop_index('ix_hand_person_id', table_name='hand')
    op.drop_table('hand')
    op.drop_table('answering')
