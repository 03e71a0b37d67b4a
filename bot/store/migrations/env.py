"""What Alembic runs: the steps, inside the transaction that `bot.store.migrate` opened."""

from alembic import context

from bot.store.schema import StoreTable

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=StoreTable.metadata,
    render_as_batch=True,  # SQLite cannot alter most things in place
)
with context.begin_transaction():
    context.run_migrations()
