"""Who may see an ask, and the yes of whom it is asked for"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('need', sa.Column('audience', sa.String(length=8), nullable=False, server_default='everyone'))
    op.add_column('need', sa.Column('for_name', sa.String(length=60), nullable=True))
    # Within the column: SQLite can add no constraint to a table that is there.
    op.add_column(
        'need',
        sa.Column(
            'for_member_id',
            sa.Uuid(),
            sa.ForeignKey('person.id', name='fk_need_for_member_id_person', ondelete='CASCADE'),
            nullable=True,
        ),
        inline_references=True,
    )
    op.create_index('ix_need_for_member_id', 'need', ['for_member_id'])

    op.create_table('addressed',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('need_id', sa.Uuid(), nullable=False),
    sa.Column('membership_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name='fk_addressed_membership_id_membership', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name='fk_addressed_need_id_need', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_addressed'),
    sa.UniqueConstraint('need_id', 'membership_id', name='uq_addressed_need_id_membership_id')
    )
    op.create_index('ix_addressed_membership_id', 'addressed', ['membership_id'])

    op.create_table('consent',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('need_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.CheckConstraint("state in ('proposed', 'agreed', 'declined', 'taken_back')", name='state'),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name='fk_consent_need_id_need', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_consent'),
    sa.UniqueConstraint('need_id', name='uq_consent_need_id')
    )


def downgrade() -> None:
    op.drop_table('consent')
    op.drop_index('ix_addressed_membership_id', table_name='addressed')
    op.drop_table('addressed')
    op.drop_index('ix_need_for_member_id', table_name='need')
    op.drop_column('need', 'for_member_id')
    op.drop_column('need', 'for_name')
    op.drop_column('need', 'audience')
