"""E-mail addresses, and codes on their way to them"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('email_address',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('address_digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('address_sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_email_address_person_id_person', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_email_address'),
    sa.UniqueConstraint('address_digest', name='uq_email_address_address_digest'),
    sa.UniqueConstraint('person_id', name='uq_email_address_person_id')
    )

    op.create_table('sign_in_code',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.String(length=8), nullable=False),
    sa.Column('browser_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('address_digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('address_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('code_digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('code_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('post_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("purpose in ('add', 'sign_in')", name='purpose'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_sign_in_code_person_id_person', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_sign_in_code'),
    sa.UniqueConstraint('browser_hash', name='uq_sign_in_code_browser_hash')
    )
    op.create_index('ix_sign_in_code_expires_at', 'sign_in_code', ['expires_at'])
    op.create_index('ix_sign_in_code_person_id', 'sign_in_code', ['person_id'])
    op.create_index(
        'ix_sign_in_code_post_at',
        'sign_in_code',
        ['post_at'],
        sqlite_where=sa.text('code_sealed IS NOT NULL'),
        postgresql_where=sa.text('code_sealed IS NOT NULL'),
    )


def downgrade() -> None:
    op.drop_index('ix_sign_in_code_post_at', table_name='sign_in_code')
    op.drop_index('ix_sign_in_code_person_id', table_name='sign_in_code')
    op.drop_index('ix_sign_in_code_expires_at', table_name='sign_in_code')
    op.drop_table('sign_in_code')
    op.drop_table('email_address')
