"""Words under an ask, companions, thanks, and asks that lapse"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('message',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('need_id', sa.Uuid(), nullable=False),
    sa.Column('written_by_id', sa.Uuid(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name='fk_message_need_id_need', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['written_by_id'], ['person.id'], name='fk_message_written_by_id_person', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_message')
    )
    op.create_index('ix_message_need_id_written_at', 'message', ['need_id', 'written_at'])
    op.create_index('ix_message_written_by_id', 'message', ['written_by_id'])

    op.create_table('companion',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('need_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name='fk_companion_need_id_need', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_companion_person_id_person', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_companion'),
    sa.UniqueConstraint('need_id', 'person_id', name='uq_companion_need_id_person_id')
    )
    op.create_index('ix_companion_person_id', 'companion', ['person_id'])

    op.create_table('thanks',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('need_id', sa.Uuid(), nullable=False),
    sa.Column('to_id', sa.Uuid(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('fades_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name='fk_thanks_need_id_need', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['to_id'], ['person.id'], name='fk_thanks_to_id_person', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_thanks'),
    sa.UniqueConstraint('need_id', 'to_id', name='uq_thanks_need_id_to_id')
    )
    op.create_index('ix_thanks_fades_at', 'thanks', ['fades_at'])
    op.create_index('ix_thanks_to_id', 'thanks', ['to_id'])

    op.create_table('lapse',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('need_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name='fk_lapse_need_id_need', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_lapse'),
    sa.UniqueConstraint('need_id', name='uq_lapse_need_id')
    )
    op.create_index('ix_lapse_asked_at', 'lapse', ['asked_at'])


def downgrade() -> None:
    op.drop_table('lapse')
    op.drop_table('thanks')
    op.drop_table('companion')
    op.drop_table('message')
