"""News and a weekly letter by e-mail

Whoever has chosen what rings keeps that, and the choice of letters that nobody made.
"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('email_address', sa.Column('refused_at', sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table('preference') as preference:
        preference.add_column(sa.Column('letters', sa.String(length=8), nullable=False, server_default='unheard'))
        preference.add_column(sa.Column('weekly_letter', sa.Boolean(), nullable=False, server_default=sa.false()))
        preference.create_check_constraint('letters', "letters in ('unheard', 'always', 'never')")

    op.create_table('mailing',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('membership_id', sa.Uuid(), nullable=False),
    sa.Column('fact_id', sa.Uuid(), nullable=True),
    sa.Column('sunday', sa.Date(), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('matters_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('leased_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lease_token', sa.Uuid(), nullable=True),
    sa.Column('outcome', sa.String(length=11), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("outcome in ('sent', 'folded', 'taken', 'moot', 'too_late', 'unreachable', 'refused')", name='outcome'),
    sa.CheckConstraint('(outcome is null) = (settled_at is null)', name='settled'),
    sa.CheckConstraint('(fact_id is null) = (sunday is not null)', name='sort'),
    sa.ForeignKeyConstraint(['fact_id'], ['fact.id'], name='fk_mailing_fact_id_fact', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name='fk_mailing_membership_id_membership', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_mailing'),
    sa.UniqueConstraint('membership_id', 'fact_id', name='uq_mailing_membership_id_fact_id'),
    sa.UniqueConstraint('membership_id', 'sunday', name='uq_mailing_membership_id_sunday')
    )
    op.create_index('ix_mailing_fact_id', 'mailing', ['fact_id'])
    op.create_index('ix_mailing_settled_at', 'mailing', ['settled_at'])
    op.create_index(
        'ix_mailing_due',
        'mailing',
        ['due_at', 'id'],
        sqlite_where=sa.text('settled_at IS NULL'),
        postgresql_where=sa.text('settled_at IS NULL'),
    )


def downgrade() -> None:
    op.drop_table('mailing')
    with op.batch_alter_table('preference') as preference:
        preference.drop_constraint(op.f('ck_preference_letters'), type_='check')
        preference.drop_column('weekly_letter')
        preference.drop_column('letters')
    op.drop_column('email_address', 'refused_at')
